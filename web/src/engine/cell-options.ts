/** Runs on the page. The numbers of a cell's step, every shape checked before they cross. */
import type { CellOptions, CellWeights } from "./cell-api.js";
import type { Flat } from "./combinations.js";
import type { CellRequest } from "./protocol.js";
import { checkGroups, checkOptions, checkValue, combined, fieldError, modelFields, nest, number, resolveFields, wrongKind, type Field } from "./settings.js";

const { cell, activation } = modelFields;
const holds = Object.fromEntries(Object.entries(modelFields).filter(([name]) => name.startsWith("hold.")));
export const cellFields = { cell, activation, ...holds } as Record<string, Field>;

const MOST_ROWS = 4096;
const MOST_INPUTS = 8192;
const MOST_HIDDEN = 64;
/** B H (I + H): some 20 milliseconds, in which nothing else is done. */
const MOST_WORK = 2 ** 22;
/** Whatever is computed from such numbers is finite. */
const entry = number(0, -1e6, 1e6);
const gateCount = { lstm: 4, gru: 3, rnn: 1 } as const;

/** What of it is known: a size that is not is 0. */
interface Size { rows: number; cols: number }

const isList = (value: unknown): value is ArrayLike<unknown> => Array.isArray(value) || value instanceof Float32Array;
const isTensor = (value: unknown): value is { shape: number[]; data: ArrayLike<number> } => {
  const { shape, data } = (value ?? {}) as { shape?: unknown; data?: unknown };
  return isList(shape) && isList(data);
};

/** A list of numbers is one row. */
function sizeOf(name: string, given: unknown): Size {
  if (isTensor(given)) {
    const { shape, data } = given;
    const [rows, cols] = shape.length === 1 ? [1, shape[0]!] : shape;
    if (shape.length <= 2 && Array.from(shape).every(Number.isInteger) && rows! * cols! === data.length) return { rows: rows!, cols: cols! };
    throw wrongKind(name, `${[...shape].join(" × ")} with ${data.length} numbers`, "a tensor of one or two dimensions whose shape fits its data");
  }
  if (!isList(given) || given.length === 0) throw wrongKind(name, given, "rows of numbers, or a tensor { shape, data }");
  if (!isList(given[0])) return { rows: 1, cols: given.length };
  const cols = given[0].length;
  const wrong = Array.from(given).findIndex((row) => !isList(row) || row.length !== cols);
  if (wrong >= 0) throw wrongKind(name, `another in row ${wrong}`, `rows of ${cols} numbers each`);
  return { rows: given.length, cols };
}

function numbersOf(name: string, given: unknown, wanted: Size): number[] {
  const { rows, cols } = sizeOf(name, given);
  const fits = (wanted.rows || rows) === rows && (wanted.cols || cols) === cols;
  if (!fits) throw wrongKind(name, `${rows} × ${cols}`, `${wanted.rows} × ${wanted.cols || "any"} numbers`);
  const data = Array.from(isTensor(given) ? given.data : (given as ArrayLike<unknown>)).flatMap((part) => (isList(part) ? Array.from(part) : part)) as number[];
  for (const value of data) {
    const problem = checkValue(entry, value);
    if (problem) throw fieldError(name, problem);
  }
  return data;
}

const zeros = ({ rows, cols }: Size) => new Array<number>(rows * cols).fill(0);

function checkSize(name: string, size: number, max: number, unit: string): void {
  if (!(size >= 1 && size <= max)) throw fieldError(name, { reason: "out-of-range", value: `${size} ${unit}`, min: 1, max });
}

/** weight_ih, weight_hh, bias_ih, bias_hh, one after the other. */
function readWeights(given: CellWeights, gates: number): { inputs: number; hidden: number; numbers: number[] } {
  if (given === null || typeof given !== "object" || Array.isArray(given)) {
    throw wrongKind("weights", given, "an object { weight_ih, weight_hh, bias_ih, bias_hh }");
  }
  const { weight_ih, weight_hh, bias_ih, bias_hh, ...others } = given;
  const [other] = Object.keys(others);
  if (other !== undefined) throw fieldError(`weights.${other}`, { reason: "unknown-field" });
  const inputs = sizeOf("weights.weight_ih", weight_ih).cols;
  const hidden = sizeOf("weights.weight_hh", weight_hh).cols;
  checkSize("weights.weight_hh", hidden, MOST_HIDDEN, "columns wide");
  checkSize("weights.weight_ih", inputs, MOST_INPUTS, "columns wide");
  const rows = gates * hidden;
  const bias = (name: string, values: unknown) =>
    values === undefined ? zeros({ rows, cols: 1 }) : numbersOf(name, values, { rows: 1, cols: rows });
  const numbers = [
    numbersOf("weights.weight_ih", weight_ih, { rows, cols: 0 }),
    numbersOf("weights.weight_hh", weight_hh, { rows, cols: hidden }),
    bias("weights.bias_ih", bias_ih),
    bias("weights.bias_hh", bias_hh),
  ];
  return { inputs, hidden, numbers: numbers.flat() };
}

const states = ["h", "c", "dh", "dc"] as const;

export function cellRequest(options: CellOptions): CellRequest {
  checkOptions(options);
  checkGroups(options);
  const flat: Flat = combined(resolveFields(cellFields, options, ["weights", "x", ...states]) as Flat);
  const settings = nest(flat) as unknown as Pick<CellRequest, "cell" | "activation" | "hold">;
  const isLstm = settings.cell === "lstm";
  for (const name of ["c", "dc"] as const) {
    if (!isLstm && options[name] !== undefined) throw wrongKind(name, "given", `left out where cell is ${settings.cell}, since only an LSTM has it`);
  }
  const { inputs, hidden, numbers } = readWeights(options.weights, gateCount[settings.cell]);
  const batch = sizeOf("x", options.x).rows;
  checkSize("x", batch, Math.min(MOST_ROWS, Math.floor(MOST_WORK / (hidden * (inputs + hidden)))), "rows long");
  const x = numbersOf("x", options.x, { rows: batch, cols: inputs });
  const backward = options.dh !== undefined || options.dc !== undefined;
  const size = { rows: batch, cols: hidden };
  const needed = states.filter((name) => (isLstm || !name.endsWith("c")) && (backward || !name.startsWith("d")));
  const all = needed.map((name) => (options[name] === undefined ? zeros(size) : numbersOf(name, options[name], size)));
  return { ...settings, batch, inputs, hidden, backward, numbers: new Float32Array([...numbers, ...x, ...all.flat()]) };
}
