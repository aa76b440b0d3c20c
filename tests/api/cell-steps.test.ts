/** The arithmetic that the page shows of every number of a cell's step is the one that the engine does. */
import { describe, expect, it } from "vitest";
import { arithmeticOf, operationsOf, type Factor } from "../../web/src/state/cell-arithmetic.js";
import { askCell, cellPlan, readCell, type CellSettings } from "../../web/src/state/cell-model.js";
import { CellNumbers } from "../../web/src/state/cell-numbers.js";
import { train } from "./support/models.js";
import { sharedEngine, type LanguageModelSettings } from "./support/unrolled.js";

const engine = sharedEngine();
const passage = "to be or not to be";
const settings = { hidden: 3, embedding: 2, activation: "tanh", passage, pace: 1, steps: 50, seed: 2 } as const;
const outers = { "": (v: number) => v, σ: (v: number) => 1 / (1 + Math.exp(-v)), tanh: Math.tanh, relu: (v: number) => Math.max(0, v) };

function valueOf(n: CellNumbers, { ref, form, other }: Factor): number {
  const v = n.get(ref);
  return { "": v, rest: 1 - v, slope: 1 - v * v, over: Number(v > 0), minus: other ? v - n.get(other) : Number.NaN }[form];
}

/** Every number of every operation, by its arithmetic and by the engine. */
function expectArithmetic(n: CellNumbers): void {
  for (const name of operationsOf(n).flatMap(({ names }) => names)) {
    const { rows, columns } = n.size(name);
    for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) {
      const ref = { name, row, column };
      const { outer, sum } = arithmeticOf(n, ref)!;
      const computed = outers[outer](sum.reduce((all, product) => all + product.reduce((value, factor) => value * valueOf(n, factor), 1), 0));
      expect(n.get(ref), `${name}[${row}, ${column}]`).toBeCloseTo(computed, 5);
    }
  }
}

describe.each([["lstm", "tanh"], ["gru", "tanh"], ["rnn", "tanh"], ["rnn", "relu"], ["rnn", "sigmoid"], ["rnn", "identity"]] as const)("a step of the %s (%s)", (cell, activation) => {
  it("is the model's own, and each of its numbers is what its arithmetic says, before and after an edit", async () => {
    const model = await engine().create(cellPlan({ ...settings, cell, activation } as CellSettings).models["it"] as LanguageModelSettings);
    await train(model, 30);
    const trace = await model.trace({ text: passage, gradients: true });
    for (const t of [0, 3, passage.length - 2]) {
      const n = new CellNumbers(await readCell(model, engine(), { passage, t }));
      expect([n.units, n.inputs]).toEqual([3, 2]);
      expect(n.row("h")).toEqual([...trace.layers[0]!.h!.data.slice(3 * t, 3 * t + 3)]);
      if (cell === "lstm") expect(n.row("dc_t")).toEqual([...trace.gradients![0]!.c!.data.slice(3 * t, 3 * t + 3)]);
      const first = n.gates[0]!;
      if (first) expect(n.row(`da_${first}`)).toEqual([...trace.gradients![0]![first]!.data.slice(3 * t, 3 * t + 3)]);
      expectArithmetic(n);
      const edits = new Map([[`${first ? `U_${first}` : "U"}:1:2`, 1.5], ["x:0:0", -0.25], ["h_prev:0:1", 0.75], ["dh:0:0", 2]]);
      const edited = new CellNumbers(await askCell(engine(), n.asked(edits)));
      for (const [key, value] of edits) expect(edited.get({ name: key.split(":")[0]!, row: Number(key.split(":")[1]), column: Number(key.split(":")[2]) })).toBe(value);
      expectArithmetic(edited);
    }
    model.close();
  });
});

it("shows a second bias where there is one", async () => {
  const weights = { weight_ih: [[1], [1], [1], [1]], weight_hh: [[1], [1], [1], [1]], bias_ih: [1, 2, 3, 4], bias_hh: [0.5, 0, 0, 0] };
  const n = new CellNumbers(await askCell(engine(), { cell: "lstm", weights, x: [1], dh: [1] }));
  expect(arithmeticOf(n, { name: "a_i", row: 0, column: 0 })!.sum.map((product) => product.at(-1)!.ref.name)).toEqual(["W_i", "U_i", "b_i", "e_i"]);
  expectArithmetic(n);
});
