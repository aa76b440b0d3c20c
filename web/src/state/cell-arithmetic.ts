/** How each number of a cell's step comes about: which numbers enter it, and in what order all are computed. */
import { gateIn, named, type CellNumbers, type Ref } from "./cell-numbers.js";

/** A number as it enters a product: itself, 1 − itself, 1 − its square, whether it is above 0, or itself minus another. */
export interface Factor { ref: Ref; form: "" | "rest" | "slope" | "over" | "minus"; other?: Ref }

/** A function of a sum of products; without a function, the sum itself. */
export interface Arithmetic { outer: "" | "σ" | "tanh" | "relu"; sum: Factor[][] }

export interface Operation {
  pass: "forward" | "backward";
  /** What it computes: a quantity, or one of each gate. */
  names: readonly string[];
  /** The equation it has part in; null where the engine does it outside of the cell. */
  term: string | null;
}

const value = (name: string, column: number, row = 0): Factor => ({ ref: { name, row, column }, form: "" });
const as = (form: Factor["form"], name: string, column: number): Factor => ({ ref: { name, row: 0, column }, form });
const each = (count: number, of: (k: number) => Factor[]): Factor[][] => Array.from({ length: count }, (_, k) => of(k));

/** x W + h U + b of one gate; of a GRU's candidate, r ⊙ m instead of h U. */
function entering(n: CellNumbers, gate: string, j: number): Factor[][] {
  const recurrent = n.cell === "gru" && gate === "n" ? [[value("r", j), value("m", j)]] : each(n.units, (k) => [value("h_prev", k), value(named("U", gate), j, k)]);
  const biases = [named("b", gate), named("e", gate)].filter((name) => n.has(name)).map((name) => [value(name, j)]);
  return [...each(n.inputs, (k) => [value("x", k), value(named("W", gate), j, k)]), ...recurrent, ...biases];
}

/** What goes back through all gates by U (or W), row j. */
function returning(n: CellNumbers, letter: "U" | "W", j: number): Factor[][] {
  return n.gates.flatMap((gate) => each(n.units, (k) => [value(throughOf(n, letter, gate), k), value(named(letter, gate), k, j)]));
}

/** A GRU's U_n is met by dm, not by da_n. */
const throughOf = (n: CellNumbers, letter: "U" | "W", gate: string) => (letter === "U" && n.cell === "gru" && gate === "n" ? "dm" : named("da", gate));

type Rule = (n: CellNumbers, j: number) => Factor[][];

const lstm: Record<string, Rule> = {
  c: (_, j) => [[value("f", j), value("c_prev", j)], [value("i", j), value("g", j)]],
  h: (_, j) => [[value("o", j), value("tanh_c", j)]],
  dc_t: (_, j) => [[value("dc", j)], [value("dh", j), value("o", j), as("slope", "tanh_c", j)]],
  da_i: (_, j) => [[value("dc_t", j), value("g", j), value("i", j), as("rest", "i", j)]],
  da_f: (_, j) => [[value("dc_t", j), value("c_prev", j), value("f", j), as("rest", "f", j)]],
  da_g: (_, j) => [[value("dc_t", j), value("i", j), as("slope", "g", j)]],
  da_o: (_, j) => [[value("dh", j), value("tanh_c", j), value("o", j), as("rest", "o", j)]],
  dc_prev: (_, j) => [[value("dc_t", j), value("f", j)]],
  dh_prev: (n, j) => returning(n, "U", j),
};

const gru: Record<string, Rule> = {
  m: (n, j) => [...each(n.units, (k) => [value("h_prev", k), value("U_n", j, k)]), [value("v", j)]],
  h: (_, j) => [[value("z", j), value("h_prev", j)], [as("rest", "z", j), value("n", j)]],
  da_n: (_, j) => [[value("dh", j), as("rest", "z", j), as("slope", "n", j)]],
  da_z: (_, j) => [[value("dh", j), { ...as("minus", "h_prev", j), other: { name: "n", row: 0, column: j } }, value("z", j), as("rest", "z", j)]],
  da_r: (_, j) => [[value("da_n", j), value("m", j), value("r", j), as("rest", "r", j)]],
  dm: (_, j) => [[value("da_n", j), value("r", j)]],
  dv: (_, j) => [[value("dm", j)]],
  dh_prev: (n, j) => [[value("dh", j), value("z", j)], ...returning(n, "U", j)],
};

const rnn: Record<string, Rule> = {
  da: ({ activation }, j) => [[value("dh", j), ...{
    tanh: [as("slope", "h", j)], sigmoid: [value("h", j), as("rest", "h", j)], relu: [as("over", "a", j)], identity: [],
  }[activation]]],
  dh_prev: (n, j) => returning(n, "U", j),
};

const rules = { lstm, gru, rnn };
const outers = { tanh: "tanh", sigmoid: "σ", relu: "relu", identity: "" } as const;

/** Null for a number that is given. */
export function arithmeticOf(n: CellNumbers, ref: Ref): Arithmetic | null {
  const { name, row, column: j } = ref;
  if (n.isGiven(ref)) return null;
  const rule = rules[n.cell][name];
  if (rule) return { outer: "", sum: rule(n, j) };
  if (name === "tanh_c") return { outer: "tanh", sum: [[value("c", j)]] };
  if (name === "dx") return { outer: "", sum: returning(n, "W", j) };
  if (n.cell === "rnn" && name === "h") return { outer: outers[n.activation], sum: [[value("a", j)]] };
  const gate = n.gates[gateIn(n.gates, name)]!;
  if (name === gate) return { outer: gate === "g" || gate === "n" ? "tanh" : "σ", sum: [[value(named("a", gate), j)]] };
  if (name.startsWith("dU")) return { outer: "", sum: [[value("h_prev", row), value(throughOf(n, "U", gate), j)]] };
  if (name.startsWith("dW")) return { outer: "", sum: [[value("x", row), value(named("da", gate), j)]] };
  if (name.startsWith("db")) return { outer: "", sum: [[value(named("da", gate), j)]] };
  return { outer: "", sum: entering(n, gate, j) };
}

const forward = (term: string, ...names: string[]): Operation[] => names.map((name) => ({ pass: "forward", names: [name], term }));
const back = (...names: string[]): Operation[] => names.map((name) => ({ pass: "backward", names: [name], term: name === "dc_t" ? "dc" : name }));

/** All of a step, in the order of the equations: forward, then back. */
export function operationsOf({ cell, gates }: Pick<CellNumbers, "cell" | "gates">): Operation[] {
  const gate = (one: string) => forward(one, named("a", one), one);
  const all = (letter: string, term: string | null): Operation => ({ pass: "backward", names: gates.map((one) => named(letter, one)), term });
  const rest = [all("dU", "dU"), all("db", "db")];
  const outside = [all("dW", null), { ...all("dx", null), names: ["dx"] }];
  if (cell === "rnn") return [...forward("a", "a"), ...forward("h", "h"), ...back("da", "dh_prev"), ...rest, ...outside];
  if (cell === "gru") {
    const first = [...gate("r"), ...gate("z"), ...forward("m", "m"), ...gate("n"), ...forward("h", "h")];
    return [...first, ...back("da_n", "da_z", "da_r", "dm", "dh_prev"), ...rest, ...back("dv"), ...outside];
  }
  return [...gates.flatMap(gate), ...forward("c", "c"), ...forward("h", "tanh_c", "h"),
    ...back("dc_t", "da_i", "da_f", "da_g", "da_o", "dc_prev", "dh_prev"), ...rest, ...outside];
}
