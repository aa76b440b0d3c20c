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
    expect(tree[0]).toEqual({ parent: -1, depth: 0, character: "", logProbability: 0, score: 0, kept: true, pruned: null, finished: false });
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

describe("a beam with an end", () => {
  it("is greedy at width 1, up to the end character", async () => {
    for (const [prompt, end] of [["the ", " "], ["the ", "e"], ["s", "\n"]] as const) {
      const { hypotheses, tree } = await model.beam({ prompt, end, width: 1, length: 30 });
      const greedy = await model.sample({ prompt, end, temperature: 0, length: 30 });
      expect(hypotheses.map((hypothesis) => hypothesis.text)).toEqual([greedy.text]);
      expect(tree.filter(({ finished }) => finished)).toHaveLength(greedy.text.endsWith(end) ? 1 : 0);
    }
  });

  it("returns words of different lengths, best score first, that end there and nowhere else", async () => {
    const { hypotheses, tree } = await model.beam({ prompt: "the ", end: " ", width: 6, length: 20 });
    expect(hypotheses).toHaveLength(6);
    for (const { text: word, logProbability, score } of hypotheses) {
      expect(word.indexOf(" ")).toBe(word.length - 1);
      expect(score).toBeCloseTo(logProbability / word.length ** 0.75, 9);
    }
    expect(new Set(hypotheses.map((hypothesis) => hypothesis.text.length)).size).toBeGreaterThan(1);
    const scores = hypotheses.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    const ends = tree.flatMap(({ finished }, at) => (finished ? [at] : []));
    expect(ends.length).toBeGreaterThanOrEqual(6);
    expect(ends.every((at) => tree[at]!.character === " " && tree[at]!.kept && tree.every(({ parent }) => parent !== at))).toBe(true);
  });

  it("returns as many as are asked for, the best of them", async () => {
    const options = { prompt: "the ", end: " ", width: 6, length: 20 };
    const { hypotheses } = await model.beam(options);
    expect((await model.beam({ ...options, count: 2 })).hypotheses).toEqual(hypotheses.slice(0, 2));
    expect((await model.beam({ ...options, count: 100 })).hypotheses.slice(0, 6)).toEqual(hypotheses);
    expect((await model.beam({ prompt: "the ", length: 5, count: 3 })).hypotheses).toHaveLength(3);
  });

  it("marks what still lived when nothing better could come", async () => {
    const { tree, hypotheses } = await model.beam({ prompt: "the ", end: " ", width: 8, length: 1000, lengthPenalty: 0, count: 1 });
    const beaten = tree.filter(({ pruned }) => pruned === "beaten");
    expect(beaten.length).toBeGreaterThan(0);
    for (const { kept, logProbability } of beaten) {
      expect(kept).toBe(true);
      expect(logProbability).toBeLessThanOrEqual(hypotheses[0]!.score);
    }
  });
});

describe("the rules of a beam", () => {
  it("keep a hypothesis from ending before minLength", async () => {
    const { hypotheses, tree } = await model.beam({ prompt: "the ", end: " ", width: 6, length: 20, minLength: 7 });
    for (const { text: word } of hypotheses) expect(word.length).toBeGreaterThanOrEqual(7);
    const early = tree.filter(({ pruned }) => pruned === "too-short");
    expect(early.length).toBeGreaterThan(0);
    for (const { depth, character, kept, finished } of early) {
      expect({ character, kept, finished }).toEqual({ character: " ", kept: false, finished: false });
      expect(depth).toBeLessThan(7);
    }
  });

  it("keep a hypothesis from repeating itself", async () => {
    const repeats = (word: string, n: number) => Array.from({ length: word.length - n + 1 }, (_, k) => word.slice(k, k + n)).some((part, k, all) => all.indexOf(part) < k);
    expect((await model.beam({ length: 60 })).hypotheses.every(({ text: written }) => repeats(written, 4))).toBe(true);
    const { hypotheses, tree } = await model.beam({ length: 60, noRepeat: 4 });
    for (const { text: written } of hypotheses) {
      expect(written).toHaveLength(60);
      expect(repeats(written, 4)).toBe(false);
    }
    const path = (at: number): string => (at <= 0 ? "" : path(tree[at]!.parent) + tree[at]!.character);
    tree.forEach(({ pruned }, at) => expect(pruned === "repeat").toBe(repeats(path(at), 4)));
    expect(tree.some(({ pruned }) => pruned === "repeat")).toBe(true);
  });

  it("leave a hypothesis as it is when they allow no character after it", async () => {
    const tiny = await engine().create({ ...small, text: text.replace(/[^ate]/g, "") });
    const { hypotheses, tree } = await tiny.beam({ width: 64, length: 10, noRepeat: 1 });
    expect(hypotheses.map(({ text: written }) => [...written].sort().join(""))).toEqual(Array(6).fill("aet"));
    expect(tree.filter(({ pruned }) => pruned === "stuck")).toHaveLength(6);
  });

  it("are checked against each other: minLength is at most length", async () => {
    const error = await expectError(model.beam({ length: 5, minLength: 6, end: " " }), "invalid-field", "minLength");
    expect(error.message).toContain("between 0 and 5");
    await model.beam({ length: 5, minLength: 5, end: " " });
  });

  it("give each candidate that was cut off its reason, and only those", async () => {
    const { tree } = await model.beam({ prompt: "the ", end: " ", width: 3, length: 15, minLength: 4, noRepeat: 2 });
    for (const { kept, pruned } of tree) expect(kept).toBe([null, "beaten", "stuck"].includes(pruned));
    expect(new Set(tree.map(({ pruned }) => pruned)).size).toBeGreaterThanOrEqual(4);
  });
});
