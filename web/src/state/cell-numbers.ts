/** The numbers of one step of one cell, by the names that the lessons' equations have for them. */
import type { CellName, CellOptions, Rows, Tensor } from "../engine/api.js";

/** What `engine.cell` takes and what it gives. */
export type CellData = CellOptions & { values: Record<string, Rows>; gradients: Record<string, Rows> };

/** One number: `W_f` row 1 column 0 is what x₂ counts in the forget gate of unit 1; of a vector, the column is the unit. */
export interface Ref { name: string; row: number; column: number }

export const keyOf = ({ name, row, column }: Ref): string => `${name}:${row}:${column}`;
export function refOf(key: string): Ref {
  const [name, row, column] = key.split(":");
  return { name: name!, row: Number(row), column: Number(column) };
}

export const gatesOf: Record<CellName, readonly string[]> = { lstm: ["i", "f", "g", "o"], gru: ["r", "z", "n"], rnn: [""] };
export const named = (letter: string, gate: string): string => (gate ? `${letter}_${gate}` : letter);
/** Which gate a quantity belongs to: of `f` and `da_f` the second of an LSTM; -1 where it is no gate's. */
export const gateIn = (gates: readonly string[], name: string): number => gates.findIndex((gate) => name === gate || gate === "" || name.endsWith(`_${gate}`));

const whole: Record<string, string> = {
  x: "x", h_prev: "h", c_prev: "c", dh: "dh", dc: "dc", dc_t: "gradients.c_t", dc_prev: "gradients.c", dh_prev: "gradients.h", dx: "gradients.x",
};
/** By gate: the letter, where it is kept, and whether it has a row for each input or each unit. */
const blocks: Record<string, { field: string; rows: "inputs" | "units" | "one" }> = {
  W: { field: "weights.weight_ih", rows: "inputs" }, U: { field: "weights.weight_hh", rows: "units" }, b: { field: "weights.bias_ih", rows: "one" },
  e: { field: "weights.bias_hh", rows: "one" }, dW: { field: "gradients.weight_ih", rows: "inputs" }, dU: { field: "gradients.weight_hh", rows: "units" },
  db: { field: "gradients.bias_ih", rows: "one" },
};
/** A GRU's second bias of the candidate, and the gradients by it and by what it is added to: with one state they are equal. */
const ofCandidate: Record<string, string> = { v: "weights.bias_hh", dv: "gradients.bias_hh", dm: "gradients.bias_hh" };

export function flatten(rows: Rows): number[] {
  const list = (isTensor(rows) ? rows.data : rows) as ArrayLike<number | ArrayLike<number>>;
  return Array.from(list).flatMap((part) => (typeof part === "number" ? part : Array.from(part)));
}

const isTensor = (rows: unknown): rows is Tensor => rows !== null && typeof rows === "object" && "data" in rows;

export class CellNumbers {
  readonly cell: CellName;
  readonly activation: "tanh" | "relu" | "identity" | "sigmoid";
  readonly gates: readonly string[];
  readonly units: number;
  readonly inputs: number;
  readonly #fields = new Map<string, number[]>();

  constructor(readonly data: CellData) {
    this.cell = data.cell ?? "lstm";
    this.activation = data.activation ?? "tanh";
    this.gates = gatesOf[this.cell];
    const { weights, values, gradients, x, h, c, dh, dc } = data;
    const given = { x, h, dh, ...(this.cell === "lstm" && { c, dc }) };
    this.inputs = flatten(x).length;
    this.units = flatten(weights.weight_hh).length / flatten(weights.weight_ih).length * this.inputs;
    for (const [prefix, group] of [["", given], ["weights.", weights], ["values.", values], ["gradients.", gradients]] as const) {
      for (const [name, rows] of Object.entries(group)) if (rows !== undefined) this.#fields.set(`${prefix}${name}`, flatten(rows as Rows));
    }
    const zeros = (count: number) => new Array<number>(count).fill(0);
    for (const name of Object.keys(given)) if (!this.#fields.has(name)) this.#fields.set(name, zeros(this.units));
    for (const name of ["weights.bias_ih", "weights.bias_hh"]) if (!this.#fields.has(name)) this.#fields.set(name, zeros(this.gates.length * this.units));
  }

  /** Whether there is such a quantity. A second bias that is zero adds nothing, so it is not there. */
  has(name: string): boolean {
    if (!name.startsWith("e")) return this.#place({ name, row: 0, column: 0 }) !== null;
    return name !== "e_n" && this.#place({ name, row: 0, column: 0 }) !== null && this.row(name).some((value) => value !== 0);
  }

  size(name: string): { rows: number; columns: number } {
    if (name === "x" || name === "dx") return { rows: 1, columns: this.inputs };
    const rows = this.#block(name)?.rows ?? "one";
    return { rows: rows === "one" ? 1 : this[rows], columns: this.units };
  }

  get(ref: Ref): number {
    const place = this.#place(ref);
    return place ? this.#fields.get(place.field)![place.index]! : Number.NaN;
  }

  row(name: string, row = 0): number[] {
    return Array.from({ length: this.size(name).columns }, (_, column) => this.get({ name, row, column }));
  }

  /** Whether it goes into the step, and so can be edited. */
  isGiven({ name }: Ref): boolean {
    const field = this.#place({ name, row: 0, column: 0 })?.field ?? "values.";
    return !field.startsWith("values.") && !field.startsWith("gradients.");
  }

  /** What the engine is asked for, with some numbers changed. */
  asked(edits: ReadonlyMap<string, number>): CellOptions {
    const fields = new Map(Array.from(this.#fields, ([name, numbers]) => [name, [...numbers]]));
    for (const [key, value] of edits) {
      const place = this.#place(refOf(key));
      if (place && this.isGiven(refOf(key))) fields.get(place.field)![place.index] = value;
    }
    const rows = (name: string, columns: number) => {
      const all = fields.get(name)!;
      return Array.from({ length: all.length / columns }, (_, k) => all.slice(k * columns, (k + 1) * columns));
    };
    const one = (name: string) => fields.get(name)!;
    return {
      cell: this.cell, ...(this.cell === "rnn" && { activation: this.activation }),
      weights: { weight_ih: rows("weights.weight_ih", this.inputs), weight_hh: rows("weights.weight_hh", this.units), bias_ih: one("weights.bias_ih"), bias_hh: one("weights.bias_hh") },
      x: one("x"), h: one("h"), dh: one("dh"), ...(this.cell === "lstm" && { c: one("c"), dc: one("dc") }),
    };
  }

  #block(name: string) {
    const [letter] = name.split("_");
    return blocks[letter!];
  }

  #place({ name, row, column }: Ref): { field: string; index: number } | null {
    const place = this.#find(name, row, column);
    return place && place.index < (this.#fields.get(place.field)?.length ?? 0) ? place : null;
  }

  #find(name: string, row: number, column: number): { field: string; index: number } | null {
    if (whole[name]) return { field: whole[name], index: column };
    if (ofCandidate[name]) return this.cell === "gru" ? { field: ofCandidate[name], index: 2 * this.units + column } : null;
    const gate = gateIn(this.gates, name);
    const block = this.#block(name);
    if (block && gate >= 0) {
      const unit = gate * this.units + column;
      const across = block.rows === "one" ? 1 : this[block.rows];
      return { field: block.field, index: unit * across + row };
    }
    if (name.startsWith("da")) return gate < 0 ? null : { field: `gradients.${this.gates[gate] || "a"}`, index: column };
    return { field: `values.${name}`, index: column };
  }
}
