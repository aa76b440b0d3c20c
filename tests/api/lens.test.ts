import { beforeAll, describe, expect, it } from "vitest";
import { expectError, small, train } from "./support/models.js";
import { sharedEngine, type LanguageModelSettings, type Model } from "./support/unrolled.js";

const engine = sharedEngine();
const read = "The keeper counts waves";
const T = read.length - 1;
const H = small.hidden;
let lstm: Model, gru: Model, rnn: Model;

async function trained(more: Partial<LanguageModelSettings>): Promise<Model> {
  const model = await engine().create({ ...small, ...more } as typeof small);
  await train(model, 60);
  return model;
}
beforeAll(async () => {
  lstm = await trained({ layers: 2 });
  gru = await trained({ cell: "gru", embedding: 5 });
  rnn = await trained({ cell: "rnn" });
});

const all = (data: Float32Array, test: (x: number) => boolean) => expect([...data].filter((x) => !test(x))).toEqual([]);
const near = (a: number, b: number, share: number) => expect(Math.abs(a - b), `${a} beside ${b}`).toBeLessThanOrEqual(share * Math.max(Math.abs(a), Math.abs(b), 1e-6));
const norm = (data: Iterable<number>) => Math.hypot(...data);

describe("flow", () => {
  it("gives a number for each pair of a loss and an earlier step, and 0 for later steps", async () => {
    const { characters, h, c } = await lstm.flow({ text: read, layer: 1 });
    expect(characters).toEqual([...read]);
    for (const tensor of [h, c!]) {
      expect(tensor.shape).toEqual([T, T]);
      tensor.data.forEach((value, at) => expect(value > 0, `t ${Math.floor(at / T)}, k ${at % T}`).toBe(at % T <= Math.floor(at / T)));
    }
    expect((await gru.flow({ text: read })).c).toBeNull();
  });

  it("ends, for a text of one prediction, with the gradient that trace gives", async () => {
    for (const model of [lstm, gru, rnn]) {
      const layer = model.info.settings.layers - 1;
      const { h } = await model.flow({ text: "Th", layer });
      const { gradients } = await model.trace({ text: "Th", gradients: true });
      near(h.data[0]!, norm(gradients![layer]!.h!.data), 1e-5);
    }
  });
});

describe("jacobians", () => {
  it("gives the singular values of each step and of their products, in order", async () => {
    for (const [model, size, gates] of [[lstm, 2 * H, 4], [gru, H, 3], [rnn, H, 1]] as const) {
      const { steps, products, radii } = await model.jacobians({ text: read });
      for (const { shape, data } of [steps, products]) {
        expect(shape).toEqual([T, size]);
        data.forEach((value, at) => at % size > 0 && expect(value).toBeLessThanOrEqual(data[at - 1]!));
      }
      expect(radii).toHaveLength(gates);
      for (let j = 0; j < 3; j++) near(Math.exp(products.data[j]!), steps.data[j]!, 1e-4);
    }
  });

  it("finds an orthogonal start's singular values and radius where the activation is the identity", async () => {
    const model = await engine().create({ ...small, cell: "rnn", activation: "identity", recurrent: "orthogonal", spectralRadius: 0.9 });
    const { steps, products, radii } = await model.jacobians({ text: read });
    all(steps.data, (x) => Math.abs(x - 0.9) < 1e-5);
    products.data.forEach((x, at) => near(x, (Math.floor(at / H) + 1) * Math.log(0.9), 1e-4));
    near(radii[0]!, 0.9, 5e-3);
  });
});

describe("recursion", () => {
  it("gives by going forward the gradient that going back gives", async () => {
    const { recursion, bptt, difference, norms } = await rnn.recursion({ text: read });
    expect([recursion.shape, bptt.shape]).toEqual([[H, H], [H, H]]);
    expect(norm(bptt.data)).toBeGreaterThan(1e-3);
    expect(difference).toBeLessThan(1e-6);
    const apart = recursion.data.map((x, k) => Math.abs(x - bptt.data[k]!)).reduce((a, b) => Math.max(a, b));
    expect(Math.abs(apart - difference)).toBeLessThan(1e-7);
    expect(norms).toHaveLength(T);
    expect(norms[0]).toBe(0);
  });
});

describe("memory", () => {
  it("multiplies the forget gates that trace shows", async () => {
    const { forget, derivative, forgetNorm, derivativeNorm } = await lstm.memory({ text: read, layer: 1 });
    const f = (await lstm.trace({ text: read, names: ["f"] })).layers[1]!.f!.data;
    expect([forget.shape, derivative.shape]).toEqual([[T, H], [T, H]]);
    const product = Array.from({ length: H }, () => 1);
    for (let k = T - 1; k >= 0; k--) {
      product.forEach((x, j) => near(forget.data[k * H + j]!, x, 1e-4));
      near(forgetNorm[k]!, norm(product), 1e-4);
      product.forEach((x, j) => (product[j] = x * f[k * H + j]!));
    }
    near(derivativeNorm[T - 1]!, Math.sqrt(H), 1e-6);
    expect(derivative.data).not.toEqual(forget.data);
  });
});

describe("histograms", () => {
  it("count what trace shows, and find the saturated units", async () => {
    const { layers } = await lstm.histograms({ text: read, bins: 10 });
    const trace = await lstm.trace({ text: read });
    expect(layers).toHaveLength(2);
    layers.forEach((layer, l) => {
      expect(Object.keys(layer)).toEqual(["i", "f", "g", "o", "c", "h"]);
      for (const [name, { low, high, counts, saturation }] of Object.entries(layer)) {
        const { data } = trace.layers[l]![name]!;
        const expected = new Float32Array(10);
        data.forEach((x) => expected[Math.min(9, Math.floor((x - low) / (high - low) * 10))]!++);
        expect(counts).toEqual(expected);
        if (name === "c") {
          expect(saturation).toBeNull();
          continue;
        }
        const over = data.reduce((n, x) => n + Number(x > 0.9), 0) / data.length;
        near(saturation!.total.high, over, 1e-5);
        expect(saturation!.high).toHaveLength(H);
        expect(low).toBe(name === "g" || name === "h" ? -1 : 0);
      }
    });
    expect(Object.keys((await gru.histograms({ text: read })).layers[0]!)).toEqual(["r", "z", "n", "h"]);
  });
});

describe("ablate", () => {
  it("tells how much each unit of a layer is missed", async () => {
    for (const model of [lstm, gru, rnn]) {
      const { loss, change } = await model.ablate({ text: read });
      near(loss, (await model.evaluate(read)).nats, 1e-6);
      expect(change).toHaveLength(H);
      expect(new Set(change).size).toBeGreaterThan(H / 2);
    }
  });
});

describe("saliency", () => {
  it("explains one prediction by the characters before it, by default the last", async () => {
    for (const model of [lstm, gru, rnn]) {
      const { position, loss, norm: norms, product } = await model.saliency({ text: read });
      const { losses } = await model.trace({ text: read });
      expect(position).toBe(T);
      near(loss, losses[T - 1]!, 1e-6);
      expect([norms.length, product.length]).toEqual([T, T]);
      all(norms, (x) => x > 0);
      const earlier = await model.saliency({ text: read, position: 3 });
      near(earlier.loss, losses[2]!, 1e-6);
      expect(earlier.norm).toHaveLength(3);
    }
  });
});

describe("checkGradient", () => {
  it("finds backpropagation right for every parameter, to what single precision allows", async () => {
    for (const model of [lstm, gru, rnn]) {
      const names = ["W", "U", "b", ...(model === gru ? ["v"] : [])].map((name) => `layers.0.${name}`);
      for (const parameter of [...names, ...(model === gru ? ["embedding"] : []), "head.W", "head.b"]) {
        const { entries, shape, worst } = await model.checkGradient({ text: read, parameter, entries: 6 });
        expect(entries).toHaveLength(6);
        for (const { row, column } of entries) expect(row < shape[0]! && column < shape[1]!).toBe(true);
        expect(worst, parameter).toBeLessThan(2e-2);
        expect(worst).toBe(Math.max(...entries.map(({ error }) => error)));
      }
    }
  });

  it("draws entries by seed, and takes all of a small parameter", async () => {
    const places = async (seed: number) => (await rnn.checkGradient({ text: read, parameter: "layers.0.U", seed })).entries.map(({ row, column }) => row * H + column);
    expect(await places(1)).toEqual(await places(1));
    expect(await places(1)).not.toEqual(await places(2));
    const { entries } = await rnn.checkGradient({ text: read, parameter: "layers.0.b", entries: 1000 });
    expect(entries.map(({ column }) => column)).toEqual(Array.from({ length: H }, (_, j) => j));
  });

  it("names the parameters there are when asked for another", async () => {
    for (const parameter of ["", "layers.1.U", "embedding", "toString", undefined, 5, null]) {
      const { message } = await expectError(rnn.checkGradient({ text: read, parameter: parameter as string }), "invalid-field", "parameter");
      if (parameter !== undefined && parameter !== null) expect(message).toContain("layers.0.W, layers.0.U, layers.0.b, head.W, head.b");
    }
  });
});

describe("every analysis", () => {
  type Call = (options: never) => Promise<unknown>;
  const calls = (): [string, number, Call][] => [
    ["flow", 257, (o) => lstm.flow(o)],
    ["jacobians", 257, (o) => lstm.jacobians(o)],
    ["recursion", 257, (o) => rnn.recursion(o)],
    ["memory", 257, (o) => lstm.memory(o)],
    ["histograms", 4096, (o) => lstm.histograms(o)],
    ["ablate", 4096, (o) => lstm.ablate(o)],
    ["saliency", 4096, (o) => lstm.saliency(o)],
    ["checkGradient", 257, (o) => lstm.checkGradient(Object.assign({ parameter: "head.b" }, o))],
  ];

  it("refuses a text that is none, too short, too long, or in characters unknown", async () => {
    for (const [, longest, call] of calls()) {
      for (const text of [undefined, null, 7]) await expectError(call({ text } as never), "invalid-field", "text");
      for (const text of ["", "a", "a".repeat(longest + 1)]) await expectError(call({ text } as never), "invalid-field", "text");
      await expectError(call({ text: "the 海" } as never), "unknown-characters", "text");
    }
  });

  it("refuses a layer that is not there, and settings it does not have", async () => {
    for (const layer of [-1, 2, 0.5, "0", null]) {
      await expectError(lstm.flow({ text: read, layer: layer as number }), "invalid-field", "layer");
    }
    for (const position of [0, T + 1, 1.5]) await expectError(lstm.saliency({ text: read, position }), "invalid-field", "position");
    for (const bins of [1, 201]) await expectError(lstm.histograms({ text: read, bins }), "invalid-field", "bins");
    for (const [, , call] of calls()) await expectError(call({ text: read, layr: 1 } as never), "invalid-field", "layr");
  });

  it("stops by its signal, before and in the midst", async () => {
    for (const [, , call] of calls()) await expectError(call({ text: read, signal: AbortSignal.abort() } as never), "aborted", "signal");
    const long = small.text.slice(0, 4000);
    const began = performance.now();
    await expectError(lstm.ablate({ text: long, signal: AbortSignal.timeout(1) }), "aborted", "signal");
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it("says which model it needs", async () => {
    await expectError(lstm.recursion({ text: read }), "invalid-field", "cell");
    await expectError(gru.memory({ text: read }), "invalid-field", "cell");
    const large = await engine().create({ ...small, hidden: 65, cell: "rnn" });
    const { message } = await expectError(large.jacobians({ text: read }), "invalid-field", "hidden");
    expect(message).toContain("between 1 and 64");
    await expectError(large.recursion({ text: read }), "invalid-field", "hidden");
    const deep = await engine().create({ ...small, layers: 2, cell: "rnn" });
    await expectError(deep.recursion({ text: read }), "invalid-field", "layers");
  });

  it("reads the weights as they were when it was called, while training goes on", async () => {
    const model = await trained({ seed: 9 });
    const before = await model.ablate({ text: read });
    const [during] = await Promise.all([model.ablate({ text: read }), train(model, 100)]);
    expect(during.change).toEqual(before.change);
    expect((await model.ablate({ text: read })).change).not.toEqual(before.change);
  });
});
