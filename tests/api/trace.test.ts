import { beforeAll, describe, expect, it } from "vitest";
import { expectError, small, train } from "./support/models.js";
import { sharedEngine, type Model } from "./support/unrolled.js";

const engine = sharedEngine();
const read = "The keeper counts";
const steps = read.length - 1;
let model: Model;
beforeAll(async () => {
  model = await engine().create({ ...small, layers: 2 });
  await train(model, 50);
});

const finite = (data: Float32Array) => data.every(Number.isFinite);

describe("trace", () => {
  it("gives every gate of every layer: one row for each character that is read, H columns", async () => {
    const { characters, losses, layers, gradients } = await model.trace({ text: read });
    expect(characters).toEqual([...read]);
    expect(losses).toHaveLength(steps);
    expect(gradients).toBeNull();
    expect(layers).toHaveLength(2);
    for (const layer of layers) {
      expect(Object.keys(layer)).toEqual(["i", "f", "g", "o", "c", "h"]);
      for (const { shape, data } of Object.values(layer)) {
        expect(shape).toEqual([steps, 12]);
        expect(data).toHaveLength(steps * 12);
        expect(finite(data)).toBe(true);
      }
    }
  });

  it("shows the cell's own equations: h = o ⊙ tanh(c) and c = f ⊙ c′ + i ⊙ g", async () => {
    const { layers } = await model.trace({ text: read });
    for (const { i, f, g, o, c, h } of layers as Record<"i" | "f" | "g" | "o" | "c" | "h", { data: Float32Array }>[]) {
      h!.data.forEach((value, k) => {
        expect(Math.abs(value - o.data[k]! * Math.tanh(c.data[k]!))).toBeLessThan(1e-5);
        const before = k < 12 ? 0 : c.data[k - 12]!;
        expect(Math.abs(c.data[k]! - (f.data[k]! * before + i.data[k]! * g.data[k]!))).toBeLessThan(1e-5);
      });
    }
  });

  it("gives only the names that were asked for", async () => {
    const { layers, gradients } = await model.trace({ text: read, names: ["h", "o"], gradients: true });
    for (const layer of [...layers, ...gradients!]) expect(Object.keys(layer)).toEqual(["h", "o"]);
    expect((await model.trace({ text: read, names: [] })).layers).toEqual([{}, {}]);
  });

  it("gives logits, under layer 0, from which its losses follow", async () => {
    const { layers, losses } = await model.trace({ text: read, names: ["logits"] });
    const { vocabulary } = model.info;
    const { shape, data } = layers[0]!.logits!;
    expect(shape).toEqual([steps, vocabulary.length]);
    expect(layers[1]).toEqual({});
    losses.forEach((loss, t) => {
      const row = [...data.subarray(t * vocabulary.length, (t + 1) * vocabulary.length)];
      const next = row[vocabulary.indexOf(read[t + 1]!)]!;
      const sum = row.reduce((total, logit) => total + Math.exp(logit), 0);
      expect(Math.abs(loss - (Math.log(sum) - next))).toBeLessThan(1e-4);
    });
  });

  it("has losses whose mean is what evaluate gives", async () => {
    const { losses } = await model.trace({ text: read });
    const mean = losses.reduce((a, b) => a + b, 0) / losses.length;
    expect(mean).toBeCloseTo((await model.evaluate(read)).nats, 6);
  });

  it("gives gradients of the same names and shapes when asked to", async () => {
    const { layers, gradients } = await model.trace({ text: read, gradients: true });
    expect(gradients).toHaveLength(2);
    gradients!.forEach((layer, l) => {
      expect(Object.keys(layer)).toEqual(Object.keys(layers[l]!));
      for (const [name, { shape, data }] of Object.entries(layer)) {
        expect(shape).toEqual(layers[l]![name]!.shape);
        expect(finite(data) && data.some((value) => value !== 0), `∂L/∂${name}, layer ${l}`).toBe(true);
      }
    });
  });

  it("has ∂L/∂o as the chain rule wants it: ∂L/∂h · tanh(c) · o (1 − o)", async () => {
    const { layers, gradients } = await model.trace({ text: read, gradients: true });
    const [values, slopes] = [layers[1]!, gradients![1]!];
    slopes.o!.data.forEach((slope, k) => {
      const o = values.o!.data[k]!;
      expect(Math.abs(slope - slopes.h!.data[k]! * Math.tanh(values.c!.data[k]!) * o * (1 - o))).toBeLessThan(1e-6);
    });
  });

  it("reads an Elman network's h, and nothing that it does not have", async () => {
    const rnn = await engine().create({ ...small, cell: "rnn" });
    const { layers } = await rnn.trace({ text: read });
    expect(Object.keys(layers[0]!)).toEqual(["h"]);
    const error = await expectError(rnn.trace({ text: read, names: ["h", "c"] }), "invalid-field", "names");
    expect(error.details).toMatchObject({ value: "c", choices: ["h", "logits"] });
  });

  it("reads a GRU's gates, and they fit its equation", async () => {
    const gru = await engine().create({ ...small, cell: "gru" });
    await train(gru, 5);
    const { r, z, n, h } = (await gru.trace({ text: read })).layers[0]!;
    const H = h!.shape[1]!;
    h!.data.forEach((value, k) => {
      const before = k < H ? 0 : h!.data[k - H]!;
      expect(Math.abs(value - (z!.data[k]! * before + (1 - z!.data[k]!) * n!.data[k]!))).toBeLessThan(1e-6);
      expect(r!.data[k]).toBeGreaterThan(0);
    });
  });

  it("refuses wrong names, and says which there are", async () => {
    for (const wrong of ["x", "H", "", "toString", 5, null]) {
      const error = await expectError(model.trace({ text: read, names: ["h", wrong as string] }), "invalid-field", "names");
      expect(error.message).toContain("i, f, g, o, c, h, logits");
    }
    for (const names of ["h", 5, {}]) await expectError(model.trace({ text: read, names: names as never }), "invalid-field", "names");
  });

  it("refuses a text that is too short, too long, or none", async () => {
    for (const text of ["", "a", "a".repeat(4097)]) await expectError(model.trace({ text }), "invalid-field", "text");
    for (const text of [undefined, null, 7]) await expectError(model.trace({ text: text as never }), "invalid-field", "text");
    expect((await model.trace({ text: "se" })).losses).toHaveLength(1);
  });

  it("stops by its signal", async () => {
    await expectError(model.trace({ text: read, signal: AbortSignal.abort() }), "aborted", "signal");
  });
});
