/** Training that goes on from a file. */
import { beforeAll, describe, expect, it } from "vitest";
import { expectError, small, text, train } from "./support/models.js";
import { createEngine, sharedEngine, type LanguageModelSettings, type Model } from "./support/unrolled.js";

const engine = sharedEngine();

function header(file: Uint8Array): Record<string, { shape: number[] }> & { __metadata__: Record<string, string> } {
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  return JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
}

const schedules = {
  constant: {},
  step: { schedule: { name: "step", every: 7, factor: 0.7, warmup: 5 } },
  cosine: { schedule: { name: "cosine", steps: 25 } },
} as const satisfies Record<string, Partial<LanguageModelSettings>>;

describe("a model saved with its training", () => {
  it.each([
    ["lstm", "adam", "constant"], ["gru", "adamw", "step"], ["rnn", "rmsprop", "cosine"], ["lstm", "sgd", "step"],
  ] as const)("goes on in another engine as if it had never stopped: %s, %s, %s rate", async (cell, name, schedule) => {
    const momentum = name === "sgd" ? 0.9 : 0;
    const settings = { ...small, cell, layers: 2, embedding: 5, optimizer: { name, rate: 0.01, momentum }, ...schedules[schedule] } as const;
    const straight = await train(await engine().create(settings), 30);
    const first = await engine().create(settings);
    const { losses } = await train(first, 15);
    const file = await first.save({ training: true });
    const other = await createEngine();
    try {
      const second = await other.load(file, { text });
      expect(second.info.settings).toEqual(first.info.settings);
      const rest = await train(second, 15);
      expect([...losses, ...rest.losses]).toEqual(straight.losses);
      expect(rest.last).toMatchObject({ step: 30, gradientNorm: straight.last.gradientNorm, epoch: straight.last.epoch });
    } finally {
      other.close();
    }
    // Saving has disturbed nothing.
    expect([...losses, ...(await train(first, 15)).losses]).toEqual(straight.losses);
  });

  it("goes on with several workers as with one", async () => {
    const settings = { ...small, batch: 8 };
    const straight = await train(await engine().create(settings), 12);
    const other = await createEngine({ workers: 2 });
    try {
      const first = await other.create(settings);
      await train(first, 6);
      const second = await other.load(await first.save({ training: true }), { text });
      expect((await train(second, 6)).losses).toEqual(straight.losses.slice(6));
    } finally {
      other.close();
    }
  });

  it("has all that a file of weights has, under the same names, and training.… beside it", async () => {
    const model = await engine().create(small);
    await train(model, 3);
    const [weights, all] = [header(await model.save()), header(await model.save({ training: true }))];
    const extra = Object.keys(all).filter((name) => !(name in weights));
    expect(extra.sort()).toEqual(["training.moments.0", "training.moments.1", "training.state"]);
    for (const name of Object.keys(weights)) if (name !== "__metadata__") expect(all[name]!.shape).toEqual(weights[name]!.shape);
    expect(all.__metadata__).toMatchObject({ ...weights.__metadata__, updates: "3", window: "3" });
  });

  it("reads and writes without its text, and says that it has no training to save", async () => {
    const model = await engine().create(small);
    await train(model, 3);
    const reader = await engine().load(await model.save({ training: true }));
    expect(await reader.sample()).toEqual(await model.sample());
    await expectError(reader.save({ training: true }), "no-text", "text");
    expect(header(await reader.save())).toEqual(header(await model.save()));
  });

  it("trains on with another text", async () => {
    const model = await engine().create(small);
    await train(model, 3);
    const again = await engine().load(await model.save({ training: true }), { text: text.slice(0, 300) });
    expect(again.info.notices).toMatchObject([]);
    const { losses, last } = await train(again, 3);
    expect(losses).toHaveLength(3);
    expect(last.step).toBe(6);
  });

  it("can be saved while it trains", async () => {
    const settings = { ...small, hidden: 64 };
    const straight = await train(await engine().create(settings), 200);
    const model = await engine().create(settings);
    const losses: number[] = [];
    let saved: Promise<Uint8Array> | undefined;
    for await (const progress of model.train({ steps: 200 })) {
      losses.push(...progress.losses);
      saved ??= model.save({ training: true });
    }
    expect(losses).toEqual(straight.losses);
    const file = (await saved)!;
    const at = Number(header(file).__metadata__.step);
    expect(at).toBeGreaterThan(0);
    const again = await engine().load(file, { text });
    expect((await train(again, 200 - at)).losses).toEqual(straight.losses.slice(at));
  });

  it("refuses options that save() does not have", async () => {
    const model = await engine().create(small);
    await expectError(model.save({ training: 1 as never }), "invalid-field", "training");
    await expectError(model.save({ trainig: true } as never), "invalid-field", "trainig");
    await expectError(model.save(null as never), "invalid-field", "options");
  });
});

describe("load with other training settings", () => {
  let model: Model;
  let file: Uint8Array;
  beforeAll(async () => {
    model = await engine().create({ ...small, optimizer: { name: "adam", rate: 0.01 }, clip: 1 });
    await train(model, 10);
    file = await model.save({ training: true });
  });

  it("changes what is named and keeps the rest", async () => {
    const { info } = await engine().load(file, { text, optimizer: { rate: 0.001 }, schedule: { name: "cosine" }, clipValue: 0.5 });
    expect(info.settings).toEqual({
      ...model.info.settings,
      optimizer: { ...model.info.settings.optimizer, rate: 0.001 },
      schedule: { ...model.info.settings.schedule, name: "cosine" },
      clipValue: 0.5,
    });
    expect((await engine().load(file, { text, optimizer: { rate: undefined }, clip: undefined } as never)).info.settings).toEqual(model.info.settings);
  });

  it("trains with them: the first loss is the same, the next is not, and a rate of its own changes nothing", async () => {
    const losses = async (options: object) => (await train(await engine().load(file, { text, ...options }), 4)).losses;
    const [same, own, slow, clipped] = [await losses({}), await losses({ optimizer: { rate: 0.01 } }), await losses({ optimizer: { rate: 1e-4 } }), await losses({ clipValue: 1e-4 })];
    expect(own).toEqual(same);
    for (const other of [slow, clipped]) {
      expect(other[0]).toBe(same[0]);
      expect(other[1]).not.toBe(same[1]);
    }
  });

  it("takes another optimiser, which begins without moments", async () => {
    for (const name of ["adamw", "rmsprop", "sgd"] as const) {
      const again = await engine().load(file, { text, optimizer: { name } });
      const { losses, last } = await train(again, 3);
      expect(losses.every(Number.isFinite)).toBe(true);
      expect(last.step).toBe(13);
    }
  });

  it("saves them", async () => {
    const again = await engine().load(file, { text, optimizer: { rate: 0.002 } });
    expect((await engine().load(await again.save())).info.settings.optimizer.rate).toBe(0.002);
  });

  it("names the field that is wrong, as create does", async () => {
    const wrong = (options: object, field: string) => expectError(engine().load(file, { text, ...options }), "invalid-field", field);
    await wrong({ optimizer: { rate: -1 } }, "optimizer.rate");
    await wrong({ optimizer: { rate: "fast" } }, "optimizer.rate");
    await wrong({ optimizer: { name: "lion" } }, "optimizer.name");
    await wrong({ optimizer: { speed: 1 } }, "optimizer.speed");
    await wrong({ optimizer: "adam" }, "optimizer");
    await wrong({ schedule: { every: 0 } }, "schedule.every");
    await wrong({ clip: Number.NaN }, "clip");
    await wrong({ clipValue: 2000 }, "clipValue");
    await wrong({ hidden: 5 }, "hidden");
    await wrong({ seed: 5 }, "seed");
  });
});
