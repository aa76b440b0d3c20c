import { describe, expect, it } from "vitest";
import { errorOf, expectError, sha256, small, train } from "./support/models.js";
import { sharedEngine } from "./support/unrolled.js";

const engine = sharedEngine();
const create = (more = {}) => engine().create({ ...small, ...more });
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("train", () => {
  it("goes on where the model stands: 10 + 10 steps are 20 steps to the last bit", async () => {
    const [parted, whole] = [await create(), await create()];
    const first = await train(parted, 10);
    const second = await train(parted, 10);
    const all = await train(whole, 20);
    expect(second.last.step).toBe(20);
    expect([...first.losses, ...second.losses]).toEqual(all.losses);
    expect(sha256(await parted.save())).toBe(sha256(await whole.save()));
  });

  it("gives the loss of every step exactly once, whatever the calls", async () => {
    const model = await create();
    for (const steps of [1, 7, 300, 2]) {
      const before = (await model.sample({ length: 1 })).step;
      const { losses, values } = await train(model, steps);
      expect(losses).toHaveLength(steps);
      let told = before;
      for (const { step, loss, losses: since } of values) {
        told += since.length;
        expect(step).toBe(told);
        expect(loss).toBe(since.at(-1));
      }
    }
  });

  it("loses no loss even where thousands of steps lie between two values", async () => {
    const model = await create({ hidden: 1, batch: 1, window: 1, validation: 0 });
    expect((await train(model, 60_000)).losses).toHaveLength(60_000);
  });

  it("always delivers the last value of the call", async () => {
    const model = await create();
    for (let step = 1; step <= 20; step++) expect((await train(model, 1)).last.step).toBe(step);
  });

  it("keeps all losses for a consumer that is slow", async () => {
    const model = await create();
    const losses: number[] = [];
    let values = 0;
    for await (const progress of model.train({ steps: 2000 })) {
      losses.push(...progress.losses);
      if (values++ < 4) await pause(80);
    }
    expect(losses).toEqual((await train(await create(), 2000)).losses);
  });

  it("gives numbers that belong together", async () => {
    const model = await create();
    const { last, losses } = await train(model, 400);
    const { trainCharacters } = model.info;
    const windows = Math.floor((Math.floor((trainCharacters - 1) / 4)) / 16);
    expect(last.epoch).toBeCloseTo(400 / windows, 1);
    expect(last.charactersPerSecond).toBeGreaterThan(0);
    expect(last.gradientNorm).toBeGreaterThan(0);
    expect(last.validationLoss).toBeGreaterThan(0);
    expect(last.validationStep).toBeGreaterThan(0);
    expect(losses.at(-1)).toBeLessThan(losses[0]! - 0.5);
  });

  it("has no validation loss before the first validation, and none without held-out text", async () => {
    const model = await create({ validation: 0 });
    expect((await train(model, 1)).last).toMatchObject({ validationLoss: null, validationStep: 0 });
    expect((await train(model, 500)).last).toMatchObject({ validationLoss: null, validationStep: 0 });
    expect((await train(await create(), 1)).last.validationLoss).toBeNull();
  });

  it("begins at the loss of a model that knows nothing, about ln V", async () => {
    const model = await create();
    const { losses } = await train(model, 1);
    expect(Math.abs(losses[0]! - Math.log(model.info.vocabulary.length))).toBeLessThan(0.3);
  });
});

describe("a training that is stopped", () => {
  it("ends its loop normally when the signal says so, and the model trains on", async () => {
    const model = await create();
    const stop = new AbortController();
    const losses: number[] = [];
    for await (const progress of model.train({ steps: 1e9, signal: stop.signal })) {
      losses.push(...progress.losses);
      stop.abort();
    }
    expect(losses.length).toBeGreaterThan(0);
    const more = await train(model, 10);
    expect(more.last.step).toBe(losses.length + 10);
    expect([...losses, ...more.losses]).toEqual((await train(await create(), losses.length + 10)).losses);
  });

  it("does nothing when the signal has been given before", async () => {
    const model = await create();
    expect((await train(model, 5, { signal: AbortSignal.abort() })).values).toEqual([]);
    expect((await train(model, 5)).last.step).toBe(5);
  });

  it("frees the model when the loop is left by break", async () => {
    const model = await create();
    let seen = 0;
    for await (const progress of model.train({ steps: 1e9 })) {
      seen = progress.step;
      break;
    }
    const { last } = await train(model, 5);
    expect(last.step).toBeGreaterThanOrEqual(seen + 5);
  });

  it("frees the model when the loop's body throws", async () => {
    const model = await create();
    const failing = async () => {
      for await (const _ of model.train({ steps: 1e9 })) throw new RangeError("from the loop");
    };
    await expect(failing()).rejects.toThrow("from the loop");
    expect((await train(model, 1)).losses.length).toBeGreaterThanOrEqual(1);
  });
});

it("refuses to train a model that trains already, which trains on", async () => {
  const model = await create();
  let other: unknown;
  for await (const progress of model.train({ steps: 1e9 })) {
    other ??= await errorOf(train(model, 5));
    if (progress.step > 200) break;
  }
  expect(other).toMatchObject({ code: "busy", field: null });
  await train(model, 1);
});

it("needs a call of next() to begin: a training that nobody reads does not make the model busy", async () => {
  const model = await create();
  void model.train({ steps: 5 });
  expect((await train(model, 5)).last.step).toBe(5);
});

it("refuses steps that are none", async () => {
  const model = await create();
  for (const steps of [0, -1, 1.5, 2e9, Number.NaN, "10", null]) {
    await expectError(train(model, steps as number), "invalid-field", "steps");
  }
});
