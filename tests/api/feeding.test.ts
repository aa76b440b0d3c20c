/** What a language model reads while it trains, how far gradients flow, which gates are held: the settings reach the engine. */
import { describe, expect, it } from "vitest";
import { expectError, small, text, train } from "./support/models.js";
import { createEngine, sharedEngine, type LanguageModelSettings } from "./support/unrolled.js";

const engine = sharedEngine();

const losses = async (settings: Partial<LanguageModelSettings>, steps = 6) =>
  (await train(await engine().create({ ...small, layers: 2, ...settings }), steps)).losses;

const usual: Partial<LanguageModelSettings> = {
  dropout: 0, state: "carried", truncation: { name: "window", steps: 3 }, feeding: { name: "truth", floor: 0.5, own: "best" }, hold: { i: -1, f: -1 },
};
const others: Record<string, Partial<LanguageModelSettings>> = {
  "dropout": { dropout: 0.3 },
  "a zero state": { state: "zero" },
  "truncation after steps": { truncation: { name: "steps", steps: 3 } },
  "random truncation": { truncation: { name: "random", steps: 3 } },
  "a constant share of its own": { feeding: { name: "constant" } },
  "its likeliest characters": { feeding: { name: "constant", own: "best" } },
  "a coin for each window": { feeding: { name: "constant", per: "sequence" } },
  "a held input gate": { hold: { i: 1 } },
  "a held forget gate": { hold: { f: 0.5 } },
  "a held candidate": { hold: { g: 0.5 } },
  "a held output gate": { hold: { o: 1 } },
};

describe("training", () => {
  it("is as it was where every new setting has its default", async () => {
    expect(await losses(usual)).toEqual(await losses({}));
  });

  it("is another with each of them, the same each time, and goes on from a file to the last bit", async () => {
    const seen = new Set([String(await losses({}))]);
    for (const [name, settings] of Object.entries(others)) {
      const straight = await losses(settings, 8);
      expect(seen.has(String(straight.slice(0, 6))), name).toBe(false);
      seen.add(String(straight.slice(0, 6)));
      const first = await engine().create({ ...small, layers: 2, ...settings });
      const before = (await train(first, 4)).losses;
      const again = await engine().load(await first.save({ training: true }), { text });
      expect(again.info.settings).toEqual(first.info.settings);
      expect([...before, ...(await train(again, 4)).losses], name).toEqual(straight);
    }
  });

  it("holds the gates that are named, in the order of the cell's weights, and teaches them nothing", async () => {
    for (const [cell, gates] of [["lstm", ["i", "f", "g", "o"]], ["gru", ["r", "z"]]] as const) {
      for (const gate of gates) {
        const model = await engine().create({ ...small, cell, hold: { [gate]: 0.25 } });
        await train(model, 2);
        const { layers } = await model.trace({ text: "the sea", names: [...gates] });
        for (const name of gates) {
          const held = layers[0]![name]!.data.every((value) => value === 0.25);
          expect(held, `${cell}: ${name} with ${gate} held`).toBe(name === gate);
        }
      }
    }
  });
});

describe("scheduled sampling", () => {
  it("lowers the probability of the truth as its formula says, step by step", async () => {
    const formulas = {
      "constant": [{ k: 0.7 }, () => 0.7],
      "linear": [{ k: 1, c: 0.1, floor: 0.75 }, (i: number) => Math.max(0.75, 1 - 0.1 * i)],
      "exponential": [{ k: 0.9 }, (i: number) => 0.9 ** i],
      "inverse-sigmoid": [{ k: 2 }, (i: number) => 2 / (2 + Math.exp(i / 2))],
      "truth": [{}, () => 1],
    } as const;
    for (const [name, [settings, epsilon]] of Object.entries(formulas)) {
      const model = await engine().create({ ...small, feeding: { name: name as keyof typeof formulas, ...settings } });
      for (let step = 1; step <= 4; step++) {
        const { last } = await train(model, 1);
        expect(last.teacherProbability).toBeCloseTo(epsilon(step - 1), 12);
      }
    }
  });

  it("tells the coins of the last step: what was read, where it was its own, what the text has there", async () => {
    const model = await engine().create({ ...small, feeding: { name: "constant", k: 0.3 } });
    expect(await model.coins()).toBeNull();
    const { last } = await train(model, 2);
    const coins = (await model.coins())!;
    const [T, B] = coins.coins.shape;
    expect(coins).toMatchObject({ step: last.step, epsilon: 0.3, coins: { shape: [16, 4] } });
    const streams = Array.from({ length: B }, (_, b) => Array.from({ length: T }, (_, t) => coins.truth[t * B + b]).join(""));
    for (const stream of streams) expect(text).toContain(stream);
    coins.coins.data.forEach((own, at) => {
      if (at < B) expect(own).toBe(0);
      if (own === 0) expect(coins.read[at]).toBe(coins.truth[at]);
      else expect(model.info.vocabulary).toContain(coins.read[at]);
    });
    const own = coins.coins.data.reduce((sum, coin) => sum + coin, 0) / (T * B - B);
    expect(own).toBeGreaterThan(0.5);
    expect(own).toBeLessThan(0.9);
    expect(coins.read).not.toEqual(coins.truth);
  });

  it("flips a coin for each window where it is told to", async () => {
    const model = await engine().create({ ...small, batch: 16, window: 8, feeding: { name: "constant", k: 0.5, per: "sequence" } });
    await train(model, 1);
    const { data, shape: [T, B] } = (await model.coins())!.coins;
    const first = data.subarray(B, 2 * B);
    for (let t = 2; t < T; t++) expect(data.subarray(t * B, (t + 1) * B)).toEqual(first);
    expect(new Set(first)).toEqual(new Set([0, 1]));
  });

  it("has no coins to tell where only the truth is read", async () => {
    const model = await engine().create(small);
    await train(model, 1);
    expect(await model.coins()).toBeNull();
  });

  it("is the same with several workers, coins included", async () => {
    const settings = { ...small, hidden: 24, batch: 64, feeding: { name: "constant", k: 0.4 }, truncation: { name: "random", steps: 4 }, layers: 2, dropout: 0.2 } as const;
    const model = await engine().create(settings);
    const straight = await train(model, 60);
    const other = await createEngine({ workers: 2 });
    try {
      const shared = await other.create(settings);
      const found: number[] = [];
      let most = 1;
      while (found.length < 60) {
        const { losses: some, values } = await train(shared, 5);
        found.push(...some);
        most = Math.max(most, ...values.map(({ workers }) => workers));
        if (most < 2) await new Promise((resolve) => setTimeout(resolve, 60));
      }
      expect(most).toBe(2);
      expect(found).toEqual(straight.losses);
      expect(await shared.coins()).toEqual(await model.coins());
    } finally {
      other.close();
    }
  });
});

describe("exposure", () => {
  it("is nothing at the first position, and grows from there in a model that has learned", async () => {
    const model = await engine().create({ ...small, hidden: 32, optimizer: { rate: 0.02 } });
    await train(model, 300);
    const { teacherForced, freeRunning, gap } = await model.exposure({ length: 40, streams: 16 });
    expect([teacherForced.length, freeRunning.length]).toEqual([40, 40]);
    expect(freeRunning[0]).toBe(teacherForced[0]);
    const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(gap).toBeCloseTo(mean(freeRunning) - mean(teacherForced), 10);
    expect(gap).toBeGreaterThan(0.5);
  });

  it("of one excerpt, read with the truth, is what evaluate says of it", async () => {
    const model = await engine().create(small);
    await train(model, 20);
    const excerpt = text.slice(100, 141);
    const { teacherForced } = await model.exposure({ text: excerpt, length: 40, streams: 1 });
    const { nats } = await model.evaluate(excerpt);
    expect(teacherForced.reduce((sum, loss) => sum + loss, 0) / 40).toBeCloseTo(nats, 5);
  });

  it("depends on the seed where characters are sampled, and not where the likeliest is taken", async () => {
    const model = await engine().create(small);
    await train(model, 20);
    expect(await model.exposure({ seed: 1 })).toEqual(await model.exposure());
    expect((await model.exposure({ seed: 2 })).freeRunning).not.toEqual((await model.exposure()).freeRunning);
    expect(await model.exposure({ seed: 2, own: "best" })).toEqual(await model.exposure({ own: "best" }));
  });

  it("asks for a text where nothing is held out, and for a longer one where it is too short", async () => {
    const model = await engine().create({ ...small, validation: 0 });
    await expectError(model.exposure(), "nothing-held-out", "validation");
    expect((await model.exposure({ text })).teacherForced).toHaveLength(64);
    const error = await expectError(model.exposure({ text: "short", length: 5 }), "text-too-short", "text");
    expect(error.details).toMatchObject({ characters: 5, needed: 6 });
    expect((await model.exposure({ text: "short", length: 4 })).freeRunning).toHaveLength(4);
  });
});
