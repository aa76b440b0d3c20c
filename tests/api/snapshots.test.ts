/** Going back to a state of training, going on from it otherwise, and stopping early. */
import { describe, expect, it } from "vitest";
import { expectError, small, text, train } from "./support/models.js";
import { watchedEngine } from "./support/workers.js";
import { createEngine, sharedEngine, type LanguageModelSettings, type Progress } from "./support/unrolled.js";

const engine = sharedEngine();

/** Everything random at work. */
const chancy = {
  ...small, layers: 2, dropout: 0.2, feeding: { name: "linear", c: 0.02 }, truncation: { name: "random", steps: 4 }, optimizer: { name: "adam", rate: 0.01 },
} as const satisfies LanguageModelSettings;

describe("stepping back", () => {
  it("gives the same losses again, bit for bit, from any snapshot and in any order", async () => {
    const model = await engine().create(chancy);
    const { losses, last } = await train(model, 10);
    const kept = await model.snapshot();
    expect(kept).toEqual({ step: 10, loss: last.loss });
    const rest = await train(model, 30);
    expect(await model.snapshots()).toEqual([{ step: 0, loss: null }, kept, { step: 40, loss: rest.last.loss }]);
    expect(await model.stepBack(10)).toEqual(kept);
    expect((await train(model, 12)).losses).toEqual(rest.losses.slice(0, 12));
    expect(await model.stepBack(40)).toEqual({ step: 40, loss: rest.last.loss });
    const beyond = await train(model, 5);
    await model.stepBack(0);
    const again = await train(model, 45);
    expect(again.losses).toEqual([...losses, ...rest.losses, ...beyond.losses]);
    expect(again.values.map(({ step }) => step)).toEqual([...again.values.map(({ step }) => step)].sort((a, b) => a - b));
    expect(again.last).toMatchObject({ step: 45, gradientNorm: beyond.last.gradientNorm, epoch: beyond.last.epoch });
  });

  it("also with several workers", async () => {
    const settings = { ...chancy, batch: 64 };
    const straight = await train(await engine().create(settings), 12);
    const other = await createEngine({ workers: 2 });
    try {
      const model = await other.create(settings);
      for (const _ of [1, 2, 3]) {
        expect((await train(model, 12)).losses).toEqual(straight.losses);
        await model.stepBack(0);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    } finally {
      other.close();
    }
  });

  it("forgets what was measured later", async () => {
    const model = await engine().create(small);
    const { last } = await train(model, 400);
    expect(last.validationStep).toBeGreaterThan(0);
    await model.stepBack(0);
    expect((await train(model, 1)).last).toMatchObject({ step: 1, validationLoss: null, validationStep: 0 });
  });

  it("loses no loss when a snapshot is taken of a model that was stopped within a step", async () => {
    const settings = { ...small, hidden: 160, batch: 16, window: 64 };
    const straight = await train(await engine().create(settings), 8);
    const model = await engine().create(settings);
    const found: number[] = [];
    while (found.length < 8) {
      const stop = new AbortController();
      setTimeout(() => stop.abort(), 40);
      for await (const { losses } of model.train({ steps: 8 - found.length, signal: stop.signal })) found.push(...losses);
      const { step } = await model.snapshot();
      expect([found.length, found.length + 1]).toContain(step);
    }
    expect(found.slice(0, 8)).toEqual(straight.losses);
  });

  it("refuses a step without a snapshot, a step that is none, and a model that is training", async () => {
    const model = await engine().create({ ...small, hidden: 64 });
    const none = await expectError(model.stepBack(0), "invalid-field", "step");
    expect(none.message).toMatch(/take one with snapshot/);
    await train(model, 5);
    const error = await expectError(model.stepBack(3), "invalid-field", "step");
    expect(error.message).toMatch(/no snapshot of step 3: choose 0, 5/);
    for (const wrong of [undefined, null, "5", -1, 0.5, Number.NaN, {}] as never[]) {
      await expectError(model.stepBack(wrong), "invalid-field", "step");
    }
    for await (const progress of model.train({ steps: 200 })) {
      if (progress.step > 100) break;
      await expectError(model.stepBack(5), "busy");
    }
    expect((await model.stepBack(5)).step).toBe(5);
  });

  it("is for models with a text", async () => {
    const reader = await engine().load(await (await engine().create(small)).save());
    for (const call of [reader.snapshots(), reader.snapshot(), reader.stepBack(0), reader.branch(), reader.coins()]) {
      await expectError(call, "no-text", "text");
    }
  });

  it("keeps the last eight snapshots", async () => {
    const model = await engine().create(small);
    for (let k = 0; k < 12; k++) await train(model, 2);
    expect((await model.snapshots()).map(({ step }) => step)).toEqual([10, 12, 14, 16, 18, 20, 22, 24]);
    await model.stepBack(10);
    await model.snapshot();
    await train(model, 1);
    expect((await model.snapshots()).map(({ step }) => step)).toEqual([10, 11, 14, 16, 18, 20, 22, 24]);
  });

  it("is where a lost worker's successor goes on", async () => {
    const watched = await watchedEngine();
    try {
      const model = await watched.engine.create(small);
      const first = await train(model, 10);
      await model.stepBack(0);
      const call = model.snapshots();
      await call;
      const waiting = model.evaluate(text.repeat(200)).catch(() => undefined);
      await watched.worker().terminate();
      await waiting;
      expect((await train(model, 10)).losses).toEqual(first.losses);
    } finally {
      watched.close();
    }
  });
});

describe("a branch", () => {
  it("goes on as the model would, and leaves it alone", async () => {
    const model = await engine().create(chancy);
    await train(model, 10);
    const branch = await model.branch();
    expect(branch.info.settings).toEqual(model.info.settings);
    const straight = await train(model, 10);
    expect((await train(branch, 10)).losses).toEqual(straight.losses);
    branch.close();
    expect((await model.stepBack(10)).step).toBe(10);
    expect((await train(model, 10)).losses).toEqual(straight.losses);
  });

  it("from an earlier step trains with what is to be different", async () => {
    const model = await engine().create(chancy);
    await train(model, 10);
    const straight = await train(model, 10);
    const slow = await model.branch({ step: 10, optimizer: { rate: 1e-5 } });
    expect(slow.info.settings).toEqual({ ...model.info.settings, optimizer: { ...model.info.settings.optimizer, rate: 1e-5 } });
    const { losses, last } = await train(slow, 10);
    expect(last.step).toBe(20);
    expect(losses[0]).toBe(straight.losses[0]);
    expect(losses[9]).not.toBe(straight.losses[9]);
    const taught = await model.branch({ step: 10, feeding: { name: "truth" }, dropout: 0, truncation: { name: "window" }, state: "zero" });
    expect((await train(taught, 1)).last.teacherProbability).toBe(1);
    expect((await taught.branch({ feeding: { name: "exponential" } })).info.settings.feeding).toMatchObject({ name: "exponential", k: 0.999 });
  });

  it("names what is wrong", async () => {
    const model = await engine().create(chancy);
    await train(model, 2);
    await expectError(model.branch({ step: 1 }), "invalid-field", "step");
    await expectError(model.branch({ step: "2" as never }), "invalid-field", "step");
    await expectError(model.branch({ hidden: 3 } as never), "invalid-field", "hidden");
    await expectError(model.branch({ text } as never), "invalid-field", "text");
    await expectError(model.branch({ feeding: { name: "inverse-sigmoid", k: 0 } }), "invalid-field", "feeding.k");
    await expectError(model.branch(null as never), "invalid-field", "options");
  });

  it("of a model of whole examples does the same", async () => {
    const model = await engine().create({ task: "translate", data: "numbers", examples: 200, hidden: 16, embedding: 8, seed: 2 });
    await train(model as never, 6);
    const straight = await train(model as never, 6);
    const branch = await model.branch({ step: 6 });
    expect((await train(branch as never, 6)).losses).toEqual(straight.losses);
    await model.stepBack(6);
    expect((await train(model as never, 6)).losses).toEqual(straight.losses);
    await expectError(model.branch({ truncation: { name: "steps" } }), "invalid-field", "truncation.name");
  });
});

describe("early stopping", () => {
  /** Little text and a high rate: soon it knows the text and nothing else. */
  const greedy = { ...small, text: text.slice(0, 700), hidden: 64, validation: 0.4, optimizer: { rate: 0.03 } } as const;

  it("ends the call when validation has not improved so often, always at the same step, and keeps the best state", async () => {
    const model = await engine().create(greedy);
    const { last, values } = await train(model, 5000, { patience: 3 });
    expect(last.step).toBeLessThan(5000);
    const { step, validationLoss } = last.best!;
    expect(last.step).toBe(last.validationStep);
    expect((last.step - step) % 3).toBe(0);
    expect(last.step).toBeGreaterThan(step);
    expect(last.validationLoss!).toBeGreaterThanOrEqual(validationLoss);
    for (const value of values) if (value.validationLoss !== null) expect(value.validationLoss).toBeGreaterThanOrEqual(validationLoss);

    // The measured state is the one that was kept.
    await model.stepBack(step);
    const held = greedy.text.slice(Math.floor(700 * 0.6));
    expect((await model.evaluate(held)).nats).toBeCloseTo(validationLoss, 6);

    const twin = await engine().create(greedy);
    const found: Progress[] = [];
    for await (const progress of twin.train({ steps: 5000, patience: 3 })) {
      found.push(progress);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(found.at(-1)).toMatchObject({ step: last.step, best: last.best });
  });

  it("stops sooner with less patience, and not at all without", async () => {
    const model = await engine().create(greedy);
    const { last } = await train(model, 5000, { patience: 1 });
    const patient = await engine().create(greedy);
    const more = (await train(patient, 5000, { patience: 4 })).last;
    expect(more.step).toBeGreaterThan(last.step);
    const endless = await train(await engine().create(greedy), more.step + 50);
    expect(endless.last).toMatchObject({ step: more.step + 50, best: null });
    expect(endless.losses.slice(0, more.step).at(-1)).toBe(more.loss);
  });

  it("needs something held out", async () => {
    const model = await engine().create({ ...small, validation: 0 });
    await expectError(model.train({ patience: 1 }).next(), "nothing-held-out", "patience");
    expect((await train(model, 2)).last.step).toBe(2);
  });
});
