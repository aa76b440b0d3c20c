import { beforeAll, describe, expect, it } from "vitest";
import { expectError, small, text, train } from "./support/models.js";
import { sharedEngine, type Model } from "./support/unrolled.js";

const engine = sharedEngine();
let model: Model;
beforeAll(async () => {
  model = await engine().create(small);
});

/** The equations over strings, for a text whose characters are all known. */
function counted(training: string, measured: string, V: number, [e1, e2, e3]: readonly [number, number, number]): number[] {
  const counts = new Map<string, number>();
  for (let k = 0; k < training.length; k++)
    for (const length of [1, 2, 3]) if (k + length <= training.length) counts.set(training.slice(k, k + length), (counts.get(training.slice(k, k + length)) ?? 0) + 1);
  const n = (gram: string) => counts.get(gram) ?? 0;
  const before = (gram: string) => n(gram) - (training.endsWith(gram) ? 1 : 0);
  const sums = [0, 0, 0, 0];
  for (let k = 1; k < measured.length; k++) {
    const [x, y, z] = [measured[k - 2] ?? "", measured[k - 1]!, measured[k]!];
    const one = (n(z) + e1 / V) / (training.length + e1);
    const two = (n(y + z) + e2 * one) / (before(y) + e2);
    const three = k < 2 ? two : (n(x + y + z) + e3 * one) / (before(x + y) + e3);
    [1 / V, one, two, three].forEach((p, order) => (sums[order]! -= Math.log(p) / (measured.length - 1)));
  }
  return sums;
}

describe("baselines", () => {
  it("are those of the equations, on the part that is held out", async () => {
    const { trainCharacters, vocabulary } = model.info;
    for (const epsilon of [[1, 1, 1], [0.5, 3, 10]] as const) {
      const found = await model.baselines({ epsilon });
      const expected = counted(text.slice(0, trainCharacters), text.slice(trainCharacters), vocabulary.length, epsilon);
      expect(found.characters).toBe(text.length - trainCharacters - 1);
      ["uniform", "unigram", "bigram", "trigram"].forEach((name, order) => {
        const { nats, bits, perplexity } = found[name as "uniform"];
        expect(nats).toBeCloseTo(expected[order]!, 10);
        expect(bits).toBe(nats / Math.LN2);
        expect(perplexity).toBe(Math.exp(nats));
      });
    }
    expect(await model.baselines()).toEqual(await model.baselines({ epsilon: [1, 1, 1] }));
  });

  it("predict as many characters as evaluate does, and need no training", async () => {
    const other = "the sea and the lamp were calm";
    const found = await model.baselines({ text: other });
    expect(found.characters).toBe((await model.evaluate(other)).characters);
    expect(found.uniform.perplexity).toBeCloseTo(model.info.vocabulary.length, 9);
    expect(found.trigram.nats).toBeLessThan(found.unigram.nats);
    await train(model, 50);
    expect(await model.baselines({ text: other })).toEqual(found);
  });

  it("count characters that the model does not know as one", async () => {
    expect((await model.baselines({ text: "Ω😀" })).bigram.nats).toBe((await model.baselines({ text: "ßΩ" })).bigram.nats);
  });

  it("need something to measure on", async () => {
    const whole = await engine().create({ ...small, validation: 0 });
    const error = await expectError(whole.baselines(), "nothing-held-out", "validation");
    expect(error.message).toContain("validation above 0");
    expect((await whole.baselines({ text: "the sea" })).characters).toBe(6);
    for (const short of ["", "a"]) await expectError(model.baselines({ text: short }), "text-too-short", "text");
  });

  it("need the text that was learned from", async () => {
    const loaded = await engine().load(await model.save());
    await expectError(loaded.baselines({ text: "the sea" }), "no-text", "text");
    const again = await engine().load(await model.save(), { text });
    expect(await again.baselines()).toEqual(await model.baselines());
  });

  it("refuse smoothing that is none", async () => {
    for (const epsilon of [5, [1, 1], [1, 1, 1, 1], [1, "1", 1], null]) await expectError(model.baselines({ epsilon: epsilon as never }), "invalid-field", "epsilon");
    for (const epsilon of [[0, 1, 1], [1, -1, 1], [1, 1, Infinity], [1, NaN, 1]] as const) await expectError(model.baselines({ epsilon }), "invalid-field", "epsilon");
    await expectError(model.baselines({ smoothing: 1 } as never), "invalid-field", "smoothing");
  });

  it("stop by their signal", async () => {
    await expectError(model.baselines({ signal: AbortSignal.abort() }), "aborted", "signal");
    const stop = new AbortController();
    const call = model.baselines({ text: text.repeat(500), signal: stop.signal });
    stop.abort();
    await expectError(call, "aborted", "signal");
  });
});
