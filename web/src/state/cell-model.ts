/** The small model whose cell is stepped through: what it learns, and what is read of it at one character of its text. */
import type { CellOptions, Engine, Model, Tensor } from "../engine/api.js";
import type { CellData } from "./cell-numbers.js";
import { choice, integer, number, range, readField, text, type ExhibitFieldProblem, type ValuesOf } from "./exhibit-fields.js";
import type { Plan } from "./experiment.js";

export const cellFields = {
  cell: choice(["lstm", "gru", "rnn"]),
  hidden: range(3, 2, 6, 1),
  embedding: range(2, 2, 4, 1),
  activation: choice(["tanh", "relu", "identity", "sigmoid"]),
  passage: text("to be or not to be", 64),
  pace: range(1.5, 0.5, 5, 0.5),
  steps: range(500, 50, 3000, 50),
  seed: integer(1, 0, 4294967295),
};

export type CellSettings = ValuesOf<typeof cellFields>;

/** The passage again and again, so that its end leads to its beginning. */
const TIMES = 40;

export function cellPlan({ cell, hidden, embedding, activation, passage, steps, seed }: CellSettings): Plan {
  const model = {
    task: "language-model", cell, hidden, embedding, ...(cell === "rnn" && { activation }), text: `${passage} `.repeat(TIMES),
    validation: 0, batch: 4, window: 16, optimizer: { rate: 0.02 }, seed,
  } as const;
  return { models: { it: model }, steps, every: 25 };
}

export const MOST_UNITS = 6;

/** Whether every number of its first layer can be shown: few units, few inputs, no gate that is held at a value. */
export function canStep({ info: { settings } }: Model): boolean {
  const { hidden, embedding, hold } = settings;
  return hidden <= MOST_UNITS && embedding >= 1 && embedding <= MOST_UNITS && Object.values(hold).every((value) => value < 0);
}

const row = ({ shape, data }: Tensor, t: number): number[] => Array.from(data.subarray(t * shape[1]!, (t + 1) * shape[1]!));

/** Step t of the first layer as the engine's own arithmetic gives it, forward and, from the text's mean loss, back. */
export async function readCell(model: Model, engine: Pick<Engine, "cell">, at: { passage: string; t: number }, signal?: AbortSignal): Promise<CellData> {
  const { cell, activation } = model.info.settings;
  const { t } = at;
  const all = await model.weights();
  const trace = await model.trace({ text: at.passage, gradients: true, ...(signal && { signal }) });
  const [states, back] = [trace.layers[0]!, trace.gradients![0]!];
  const weight = (name: string) => all[`${cell}.${name}_l0`]!;
  const input = (k: number) => row(all["embedding.weight"]!, model.info.vocabulary.indexOf(trace.characters[k]!));
  const zeros = new Array<number>(model.info.settings.hidden).fill(0);
  const options = (k: number): CellOptions => ({
    cell, ...(cell === "rnn" && { activation }),
    weights: { weight_ih: weight("weight_ih"), weight_hh: weight("weight_hh"), bias_ih: weight("bias_ih"), bias_hh: weight("bias_hh") },
    x: input(k), h: k > 0 ? row(states["h"]!, k - 1) : zeros, dh: row(back["h"]!, k), ...(cell === "lstm" && { c: k > 0 ? row(states["c"]!, k - 1) : zeros, dc: zeros }),
  });
  const asked = options(t);
  if (cell === "lstm" && t + 1 < trace.losses.length) {
    // What came to c along the memory alone: all of the next step's ∂L/∂c, let through by its forget gate.
    const next = await engine.cell({ ...options(t + 1), dh: zeros, dc: row(back["c"]!, t + 1) });
    asked.dc = next.gradients!["c"]!;
  }
  return askCell(engine, asked);
}

const editable = number(0, -1e6, 1e6);

/** A number as a reader typed it; the engine takes those of this size. */
export const readEdit = (typed: string): { value: number | string } | ExhibitFieldProblem => readField(editable, typed);

export async function askCell(engine: Pick<Engine, "cell">, options: CellOptions): Promise<CellData> {
  const { values, gradients } = await engine.cell(options);
  return { ...options, values, gradients: gradients! };
}
