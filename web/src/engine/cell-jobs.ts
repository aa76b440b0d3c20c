/** Runs on the worker. One step of one cell, answered at once: the page has seen to it that it is short. */
import type { MainModule } from "#engine";
import type { Tensor } from "./api.js";
import type { CellStep } from "./cell-api.js";
import { heldGates } from "./combinations.js";
import type { CellRequest, Figures } from "./protocol.js";

/** Of each block of H columns. */
const blocks = { lstm: ["i", "f", "g", "o"], gru: ["r", "z", "n"], rnn: [""] } as const;
const toGradient: Record<string, string> = { dx: "x", dh: "h", dc: "c", dc_t: "c_t" };

const tensor = ({ rows, cols, data }: Figures[string]): Tensor => ({ shape: [rows, cols], data });

/** Gates that stand side by side, each for itself. */
function split({ rows, cols, data }: Figures[string], names: readonly string[]): Record<string, Tensor> {
  const H = cols / names.length;
  return Object.fromEntries(names.map((name, k) => {
    const one = new Float32Array(rows * H);
    for (let row = 0; row < rows; row++) one.set(data.subarray(row * cols + k * H, row * cols + (k + 1) * H), row * H);
    return [name, { shape: [rows, H], data: one }];
  }));
}

export function stepCell(module: MainModule, r: CellRequest): CellStep {
  const shape = {
    cell: module.CellKind[r.cell],
    activation: module.Activation[r.activation],
    embedding: r.inputs,
    hidden: r.hidden,
    layers: 1,
    hold: heldGates(r),
    dropout: 0,
  };
  const purpose = r.backward ? module.Purpose.train : module.Purpose.read;
  const { wx, a, da, ...figures }: Figures = module.stepCell(shape, r.batch, purpose, r.numbers);
  const gates = blocks[r.cell];
  const named = (prefix: string) => gates.map((gate) => (gate ? `${prefix}_${gate}` : prefix));
  const values: Record<string, Tensor> = { ...split(wx!, named("wx")), ...split(a!, named("a")) };
  const gradients: Record<string, Tensor> = da ? split(da, gates.map((gate) => gate || "a")) : {};
  for (const [name, figure] of Object.entries(figures)) {
    if (name.startsWith("bias")) gradients[name] = { shape: [figure.cols], data: figure.data };
    else if (name.startsWith("weight") || name in toGradient) gradients[toGradient[name] ?? name] = tensor(figure);
    else values[name] = tensor(figure);
  }
  return { values, gradients: r.backward ? gradients : null };
}
