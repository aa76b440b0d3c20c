import { beforeAll, describe, expect, it } from "vitest";
import { expectError, small, text, train } from "./support/models.js";
import { sharedEngine, type Model } from "./support/unrolled.js";

const engine = sharedEngine();
/** Knows a, e, t and the line feed. */
let model: Model;
beforeAll(async () => {
  const letters = text.replace(/[^ate ]/g, "").replace(/ +/g, "\n");
  model = await engine().create({ ...small, text: letters });
  await train(model, 300);
});

describe("exhaustive", () => {
  it("finds what all continuations, counted out, find", async () => {
    const alphabet = model.info.vocabulary.slice(1);
    expect(alphabet).toEqual(["\n", "a", "e", "t"]);
    const { hypotheses, sequences } = await model.exhaustive({ prompt: "t", length: 3, count: 1000 });
    const asked = alphabet.flatMap((a) => alphabet.flatMap((b) => alphabet.map((c) => a + b + c)));
    const counted = await Promise.all(asked.map(async (next) => ({ next, nats: (await model.evaluate(`t${next}`)).nats })));
    counted.sort((a, b) => a.nats - b.nats);
    expect(sequences).toBe(64);
    expect(hypotheses.map((hypothesis) => hypothesis.text)).toEqual(counted.map(({ next }) => next));
    hypotheses.forEach(({ logProbability, score }, k) => {
      expect(logProbability).toBeCloseTo(-3 * counted[k]!.nats, 4);
      expect(score).toBeCloseTo(logProbability / 3 ** 0.75, 9);
    });
  });

  it("gives a beam that keeps everything the same hypotheses, to the last bit", async () => {
    for (const end of ["", "\n"]) {
      const all = await model.exhaustive({ prompt: "a", length: 3, end, count: 40 });
      expect((await model.beam({ prompt: "a", length: 3, end, count: 40, width: 64 })).hypotheses).toEqual(all.hypotheses);
    }
  });

  it("is never worse than a narrow beam", async () => {
    for (const lengthPenalty of [0, 0.75, 2]) {
      const options = { prompt: "e", length: 7, end: "\n", lengthPenalty };
      const [best] = (await model.exhaustive(options)).hypotheses;
      for (const width of [1, 2, 5]) expect((await model.beam({ ...options, width })).hypotheses[0]!.score).toBeLessThanOrEqual(best!.score);
    }
  });

  it("counts the sequences that end, and those cut at the length", async () => {
    const { hypotheses, sequences } = await model.exhaustive({ length: 4, end: "\n", count: 1000 });
    expect(sequences).toBe(1 + 3 + 9 + 27 + 81);
    expect(hypotheses).toHaveLength(sequences);
    expect(new Set(hypotheses.map((hypothesis) => hypothesis.text)).size).toBe(sequences);
    for (const { text: written } of hypotheses) expect(written).toMatch(/^[ate]{0,3}\n$|^[ate]{4}$/);
    const together = hypotheses.reduce((sum, { logProbability }) => sum + Math.exp(logProbability), 0);
    expect(together).toBeLessThan(1); // the rest is <unk>'s
    expect(together).toBeGreaterThan(0.9);
  });

  it("returns the best 5 of 3 characters by default, or as many as are asked for", async () => {
    const { hypotheses } = await model.exhaustive();
    expect(hypotheses.map(({ text: written }) => written.length)).toEqual([3, 3, 3, 3, 3]);
    expect((await model.exhaustive({ count: 2 })).hypotheses).toEqual(hypotheses.slice(0, 2));
  });

  it("ranks by probability without a length penalty", async () => {
    for (const { logProbability, score } of (await model.exhaustive({ length: 5, end: "\n", lengthPenalty: 0 })).hypotheses) expect(score).toBe(logProbability);
  });

  it("refuses more than a million sequences and says which length would do", async () => {
    for (const [end, most] of [["", 9], ["\n", 12]] as const) {
      const error = await expectError(model.exhaustive({ length: most + 1, end }), "invalid-field", "length");
      expect(error.details).toEqual({ reason: "too-many-sequences", value: String(most + 1), max: most });
      expect(error.message).toContain(`at most ${most}`);
    }
  });

  it("searches the largest space it takes, and stops by its signal on the way", async () => {
    const stop = new AbortController();
    const call = model.exhaustive({ length: 9, signal: stop.signal });
    setTimeout(() => stop.abort(), 5);
    await expectError(call, "aborted", "signal");
    await expectError(model.exhaustive({ signal: AbortSignal.abort() }), "aborted", "signal");
    expect((await model.exhaustive({ length: 9 })).sequences).toBe(4 ** 9);
  });

  it("names a prompt's unknown characters", async () => {
    await expectError(model.exhaustive({ prompt: "tω" }), "unknown-characters", "prompt");
    await expectError(model.exhaustive({ prompt: 5 as never }), "invalid-field", "prompt");
  });
});
