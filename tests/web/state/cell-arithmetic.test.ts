import { describe, expect, it } from "vitest";
import { arithmeticOf, operationsOf } from "../../../web/src/state/cell-arithmetic.js";
import { CellNumbers, gatesOf, keyOf, refOf, type CellData } from "../../../web/src/state/cell-numbers.js";
import { readEdit } from "../../../web/src/state/cell-model.js";
import { readSections } from "../../../web/code/sections.js";

const one = [[1], [2], [3]];
/** A GRU of one unit and two inputs; every number is another, so that none can stand in for a second. */
const gru: CellData = {
  cell: "gru", weights: { weight_ih: [[11, 12], [13, 14], [15, 16]], weight_hh: [[21], [22], [23]], bias_ih: [31, 32, 33], bias_hh: [0, 0, 34] }, x: [41, 42], h: [43], dh: [44],
  values: { a_r: [1], r: [2], a_z: [3], z: [4], m: [5], a_n: [6], n: [7], h: [8] },
  gradients: { x: [51, 52], h: [53], r: [54], z: [55], n: [56], weight_ih: [[61, 62], [63, 64], [65, 66]], weight_hh: one, bias_ih: [71, 72, 73], bias_hh: [71, 72, 74] },
};
const names = (data: CellData, name: string) => arithmeticOf(new CellNumbers(data), refOf(`${name}:0:0`))!.sum.map((product) => product.map(({ ref, form }) => `${form} ${ref.name}[${ref.row},${ref.column}]`.trim()).join(" "));

describe("the operations of a cell", () => {
  it.each(["lstm", "gru", "rnn"] as const)("of the %s go through all of its equations, in their order", (cell) => {
    for (const pass of ["forward", "backward"] as const) {
      const { equations } = readSections().find(({ name }) => name === `${cell}.${pass}`)!;
      const terms = operationsOf({ cell, gates: gatesOf[cell] }).filter((operation) => operation.pass === pass && operation.term !== null).map(({ term }) => term);
      expect(terms.filter((term, k) => term !== terms[k - 1])).toEqual(equations.flatMap(({ lines }) => lines.flatMap((line) => line.terms)));
    }
  });
});

describe("the numbers of a cell", () => {
  const n = new CellNumbers(gru);
  it("are found by gate, row and unit, as x W has them", () => {
    expect(["W_z:1:0", "U_n:0:0", "b_r:0:0", "v:0:0", "h_prev:0:0", "h:0:0", "dW_n:1:0", "da_z:0:0", "dm:0:0", "db_n:0:0", "dh_prev:0:0"].map((key) => n.get(refOf(key)))).toEqual([14, 23, 31, 34, 43, 8, 66, 55, 74, 73, 53]);
    expect([n.units, n.inputs, n.has("c"), n.has("e_r"), n.has("dx")]).toEqual([1, 2, false, false, true]);
    expect(keyOf(refOf("W_z:1:0"))).toBe("W_z:1:0");
  });

  it("are what enters them, term by term", () => {
    expect(names(gru, "a_z")).toEqual(["x[0,0] W_z[0,0]", "x[0,1] W_z[1,0]", "h_prev[0,0] U_z[0,0]", "b_z[0,0]"]);
    expect(names(gru, "a_n")).toEqual(["x[0,0] W_n[0,0]", "x[0,1] W_n[1,0]", "r[0,0] m[0,0]", "b_n[0,0]"]);
    expect(names(gru, "h")).toEqual(["z[0,0] h_prev[0,0]", "rest z[0,0] n[0,0]"]);
    expect(names(gru, "dh_prev")).toEqual(["dh[0,0] z[0,0]", "da_r[0,0] U_r[0,0]", "da_z[0,0] U_z[0,0]", "dm[0,0] U_n[0,0]"]);
    expect(arithmeticOf(n, refOf("U_n:0:0"))).toBeNull();
  });

  it("are asked for again with edits, and nothing that follows can be edited", () => {
    const asked = n.asked(new Map([["W_z:1:0", 9], ["v:0:0", 8], ["h:0:0", 7]]));
    expect(asked).toEqual({ cell: "gru", weights: { ...gru.weights, weight_ih: [[11, 12], [13, 9], [15, 16]], bias_hh: [0, 0, 8] }, x: [41, 42], h: [43], dh: [44] });
    expect(gru.weights.weight_ih).toEqual([[11, 12], [13, 14], [15, 16]]);
  });

  it("are edited within what the engine takes", () => {
    expect(readEdit("-0.5")).toEqual({ value: -0.5 });
    for (const typed of ["", "much", "1e7"]) expect(readEdit(typed)).toHaveProperty("reason");
  });
});
