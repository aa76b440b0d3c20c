/** Several workers for one model: who computes a shard never shows in a bit. */
import { afterEach, describe, expect, it } from "vitest";
import { errorOf, sha256, small, train } from "./support/models.js";
import { createEngine, type Engine, type Model, type Progress } from "./support/unrolled.js";
import { watchedEngine } from "./support/workers.js";

const sharable = { ...small, text: small.text.repeat(3), hidden: 24, batch: 64, window: 8 };
const STEPS = 400;

let engine: Engine;
afterEach(() => engine.close());

/** Trains in small calls until helpers have taken part, then on to `STEPS`. */
async function together(model: Model, workers: number): Promise<{ losses: number[]; seen: Set<number> }> {
  const losses: number[] = [];
  const seen = new Set<number>();
  const goOn = async (steps: number) => {
    const { values } = await train(model, steps);
    for (const progress of values) {
      losses.push(...progress.losses);
      seen.add(progress.workers);
    }
  };
  while (!seen.has(workers) && losses.length < STEPS - 20) {
    await goOn(5);
    await new Promise((resolve) => setTimeout(resolve, 20)); // helpers are still starting
  }
  await goOn(STEPS - losses.length);
  return { losses, seen };
}

async function trained(workers: number, settings: object = sharable) {
  engine = await createEngine({ workers });
  const model = await engine.create({ ...sharable, ...settings });
  const { losses, seen } = await together(model, workers);
  const run = { losses, seen, weights: sha256(await model.save()), memory: (await engine.memory()).bytes };
  engine.close();
  return run;
}

describe("workers", () => {
  it("1, 2, 3 and 4 train to the same bits", async () => {
    const alone = await trained(1);
    expect([...alone.seen]).toEqual([1]);
    for (const workers of [2, 3, 4]) {
      const shared = await trained(workers);
      expect([...shared.seen]).toContain(workers);
      expect(shared.losses).toEqual(alone.losses);
      expect(shared.weights).toBe(alone.weights);
      expect(shared.memory).toBeGreaterThan(alone.memory);
    }
  });

  it("do the same for a stacked RNN with embedding and SGD, and for a model that goes on from a file", async () => {
    const rnn = { cell: "rnn", layers: 2, embedding: 5, optimizer: { name: "sgd", rate: 0.1, momentum: 0.5 } };
    const [alone, shared] = [await trained(1, rnn), await trained(2, rnn)];
    expect(shared.losses).toEqual(alone.losses);
    expect(shared.weights).toBe(alone.weights);
    const files: string[] = [];
    for (const workers of [1, 2]) {
      engine = await createEngine({ workers });
      const file = await (await engine.create(sharable)).save();
      const model = await engine.load(file, { text: sharable.text });
      const { losses } = await together(model, workers);
      files.push(JSON.stringify(losses) + sha256(await model.save()));
      engine.close();
    }
    expect(files[1]).toBe(files[0]);
  });

  it("leave a batch that cannot be cut to one", async () => {
    engine = await createEngine({ workers: 2 });
    const model = await engine.create({ ...sharable, batch: 9 });
    const { values } = await train(model, 200);
    expect(new Set(values.map(({ workers }) => workers))).toEqual(new Set([1]));
  });

  it("tell what they gain, once they have tried", async () => {
    engine = await createEngine({ workers: 2 });
    const model = await engine.create(sharable);
    let last: Progress | null = null;
    const stop = new AbortController();
    for await (const progress of model.train({ steps: 1e9, signal: stop.signal })) {
      last = progress;
      if (progress.gain !== null) stop.abort();
    }
    expect(last!.gain).toBeGreaterThan(0);
    const { last: after } = await train(model, 5);
    expect(after.workers).toBe(after.gain! > 1 ? 2 : 1);
  });

  it("may be paused within a step and go on to the same bits, while samples are written", async () => {
    const alone = await trained(1);
    engine = await createEngine({ workers: 2 });
    const model = await engine.create(sharable);
    const losses: number[] = [];
    while (losses.length < STEPS) {
      const stop = new AbortController();
      setTimeout(() => stop.abort(), 15);
      const sample = model.sample({ length: 20, seed: 3 });
      for await (const progress of model.train({ steps: STEPS - losses.length, signal: stop.signal })) losses.push(...progress.losses);
      expect((await sample).text).toHaveLength(20);
    }
    expect(losses).toEqual(alone.losses);
    expect(sha256(await model.save())).toBe(alone.weights);
  });

  it("tell divergence as one does, again and again from the last good state", async () => {
    const wild = { cell: "rnn", activation: "identity", clip: 0, optimizer: { name: "sgd", rate: 10, momentum: 0.9 } };
    const told: unknown[][] = [];
    for (const workers of [1, 4]) {
      engine = await createEngine({ workers });
      const model = await engine.create({ ...sharable, ...wild } as never);
      await new Promise((resolve) => setTimeout(resolve, 300)); // helpers are there from the first step on
      const errors = [await errorOf(train(model, 500)), await errorOf(train(model, 500)), await errorOf(train(model, 500))];
      told.push(errors.map(({ code, details }) => ({ code, details })));
      engine.close();
    }
    expect(told[1]).toEqual(told[0]);
    expect(told[0]).toMatchObject([{ code: "diverged" }, { code: "diverged" }, { code: "diverged" }]);
  });

  it("are all replaced when the leading one dies", async () => {
    const alone = await trained(1);
    const watched = await watchedEngine({ workers: 2 });
    engine = watched.engine;
    const model = await engine.create(sharable);
    const losses = [...(await train(model, 100)).losses];
    await watched.worker().terminate();
    losses.push(...(await train(model, STEPS - 100)).losses);
    watched.close();
    expect(losses).toEqual(alone.losses);
  });

  it("are freed with the engine, and refused when there are to be too many", async () => {
    engine = await createEngine({ workers: 8 });
    expect((await errorOf(() => createEngine({ workers: 9 }))).field).toBe("workers");
  });
});
