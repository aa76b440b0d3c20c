import { beforeAll, describe, expect, it } from "vitest";
import { expectError, small, text, train } from "./support/models.js";
import { sharedEngine, type Model } from "./support/unrolled.js";

const engine = sharedEngine();
let model: Model;
beforeAll(async () => {
  model = await engine().create(small);
  await train(model, 300);
});

describe("beam", () => {
  it("is greedy at width 1", async () => {
    const { hypotheses } = await model.beam({ prompt: "the ", width: 1, length: 30 });
    const greedy = await model.sample({ prompt: "the ", temperature: 0, length: 30 });
    expect(hypotheses).toHaveLength(1);
    expect(hypotheses[0]!.text).toBe(greedy.text);
    expect(hypotheses[0]!.logProbability).toBeCloseTo(greedy.logProbability, 4);
  });

  it("gives as many hypotheses as the beam is wide, best first, no two alike", async () => {
    const { hypotheses } = await model.beam({ prompt: "the ", width: 6, length: 25 });
    expect(new Set(hypotheses.map((hypothesis) => hypothesis.text)).size).toBe(6);
    expect(hypotheses.every((hypothesis) => hypothesis.text.length === 25)).toBe(true);
    const scores = hypotheses.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  it("has 5 hypotheses of 40 characters by default", async () => {
    const { hypotheses } = await model.beam();
    expect(hypotheses.map((hypothesis) => hypothesis.text.length)).toEqual([40, 40, 40, 40, 40]);
  });

  it("finds what all continuations, counted out, find where the beam keeps them all", async () => {
    const tiny = await engine().create({ ...small, text: text.replace(/[^ate]/g, "") });
    const alphabet = tiny.info.vocabulary.slice(1);
    expect(alphabet).toEqual(["a", "e", "t"]);
    const { hypotheses } = await tiny.beam({ prompt: "t", width: 64, length: 3 });
    const asked = alphabet.flatMap((a) => alphabet.flatMap((b) => alphabet.map((c) => a + b + c)));
    const counted = await Promise.all(asked.map(async (next) => ({ next, nats: (await tiny.evaluate(`t${next}`)).nats })));
    counted.sort((a, b) => a.nats - b.nats);
    const known = hypotheses.map((hypothesis) => hypothesis.text).filter((found) => !found.includes("<unk>") && !found.includes("\uFFFD"));
    expect(known).toEqual(counted.map(({ next }) => next));
  });

  it("scores a hypothesis as logProbability / length^α", async () => {
    for (const lengthPenalty of [0, 0.75, 2]) {
      const { hypotheses } = await model.beam({ length: 12, lengthPenalty });
      for (const { logProbability, score } of hypotheses) expect(score).toBeCloseTo(logProbability / 12 ** lengthPenalty, 9);
    }
  });

  it("gives the log-probability that evaluate gives", async () => {
    const { hypotheses } = await model.beam({ prompt: "t", width: 3, length: 20 });
    for (const { text: next, logProbability } of hypotheses) {
      expect(logProbability).toBeCloseTo(-20 * (await model.evaluate(`t${next}`)).nats, 4);
    }
  });

  it("names an unknown prompt's characters and stops by its signal", async () => {
    await expectError(model.beam({ prompt: "ω" }), "unknown-characters", "prompt");
    await expectError(model.beam({ signal: AbortSignal.abort() }), "aborted", "signal");
    const stop = new AbortController();
    const call = model.beam({ width: 64, length: 1000, signal: stop.signal });
    stop.abort();
    await expectError(call, "aborted", "signal");
  });
});

describe("the tree of a beam", () => {
  it("has a root, and parents before their children", async () => {
    const { tree } = await model.beam({ width: 4, length: 15 });
    expect(tree[0]).toEqual({ parent: -1, depth: 0, character: "", logProbability: 0, score: 0, kept: true });
    tree.slice(1).forEach(({ parent, depth, logProbability }, k) => {
      expect(parent).toBeLessThan(k + 1);
      expect(depth).toBe(tree[parent]!.depth + 1);
      expect(logProbability).toBeLessThanOrEqual(tree[parent]!.logProbability);
    });
  });

  it("keeps at most the beam's width at each character, and grows from what was kept", async () => {
    const { tree } = await model.beam({ width: 4, length: 15 });
    for (let depth = 1; depth <= 15; depth++) {
      const scored = tree.filter((node) => node.depth === depth);
      expect(scored.length).toBeLessThanOrEqual(8);
      expect(scored.filter(({ kept }) => kept)).toHaveLength(4);
      expect(scored.every(({ parent }) => tree[parent]!.kept)).toBe(true);
      const worstKept = Math.min(...scored.filter(({ kept }) => kept).map(({ score }) => score));
      for (const { score } of scored.filter(({ kept }) => !kept)) expect(score).toBeLessThanOrEqual(worstKept);
    }
  });

  it("holds exactly the hypotheses, as its kept leaves", async () => {
    const { tree, hypotheses } = await model.beam({ prompt: "the ", width: 4, length: 15 });
    const path = (at: number): string => (at <= 0 ? "" : path(tree[at]!.parent) + tree[at]!.character);
    const leaves = tree.flatMap(({ depth, kept, logProbability, score }, at) =>
      depth === 15 && kept ? [{ text: path(at), logProbability, score }] : []);
    leaves.sort((a, b) => b.score - a.score);
    expect(leaves).toEqual(hypotheses);
  });
});
