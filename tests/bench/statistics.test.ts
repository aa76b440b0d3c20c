import { describe, expect, it } from "vitest";
import { gigaflops, interleave, median, medianRatio, trainingRows } from "./statistics.mjs";

describe("median", () => {
  it("is the middle, or the mean of the two in the middle", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNull();
  });

  it("of ratios is taken within rounds: a slow round does not count", () => {
    expect(medianRatio([100, 10, 100], [50, 5, 50])).toBe(2);
    expect(medianRatio([1], undefined)).toBeNull();
  });
});

it("lets each entry begin a round in turn", async () => {
  const order: string[] = [];
  const entry = (id: string) => ({ id, measure: async () => order.push(id) });
  const values = await interleave(["a", "b", "c"].map(entry), 3);
  expect(order.join("")).toBe("abcbcacab");
  expect(values).toEqual({ a: [1, 6, 8], b: [2, 4, 9], c: [3, 5, 7] });
});

it("makes a row for each measured system, against the limit of its own environment", () => {
  const work = { hidden: 128, layers: 1, vocabulary: 64 };
  const rounds = { node: [1000, 3000, 2000], "torch-1": [500, 1000, 1000], "tensorflow-wasm": [] };
  const systems = [
    { id: "node", label: "Node", limit: "node" },
    { id: "torch-1", label: "PyTorch", limit: undefined },
    { id: "tensorflow-wasm", label: "TensorFlow.js", limit: undefined },
  ];
  const rows = trainingRows({ work, rounds, limits: { node: [1, 1, 1] } }, systems);
  expect(rows.map((row: { id: string }) => row.id)).toEqual(["node", "torch-1"]);
  expect(rows[0]).toMatchObject({ charactersPerSecond: 2000, toTorch: 2, toTensorflow: null });
  expect(rows[0]!.gigaflops).toBeCloseTo(gigaflops(2000, 107_072));
  expect(rows[0]!.ofLimit).toBeCloseTo(gigaflops(2000, 107_072 - 4 * 128 * 64));
  expect(rows[1]!.ofLimit).toBeNull();
});
