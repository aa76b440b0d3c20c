import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { flatten, modelFields } from "../../web/src/engine/settings.js";
import { expectError, sha256, small, train } from "./support/models.js";
import { createEngine, loadCorpus, sharedEngine, type Engine } from "./support/unrolled.js";

const engine = sharedEngine();

async function withEngine(use: (own: Engine) => Promise<void>): Promise<void> {
  const own = await createEngine();
  await use(own).finally(() => own.close());
}

describe("several at once", () => {
  it("two models of one engine train side by side as they do alone", async () => {
    const [a, b, alone] = await Promise.all([small, { ...small, seed: 4 }, small].map((settings) => engine().create(settings)));
    const [first, second] = await Promise.all([train(a!, 300), train(b!, 300)]);
    expect(first.losses).toEqual((await train(alone!, 300)).losses);
    expect(second.losses).not.toEqual(first.losses);
  });

  it("two engines work without knowing of each other", () => withEngine(async (own) => {
    const [here, there] = [await engine().create(small), await own.create(small)];
    const [first, second] = await Promise.all([train(here, 200), train(there, 200)]);
    expect(first.losses).toEqual(second.losses);
    own.close();
    expect((await train(here, 1)).last.step).toBe(201);
  }));

  it("calls made together are all answered, each with its own result", async () => {
    const model = await engine().create(small);
    const seeds = Array.from({ length: 20 }, (_, seed) => seed);
    const together = await Promise.all(seeds.map((seed) => model.sample({ seed, length: 30 })));
    for (const seed of seeds) expect(together[seed]).toEqual(await model.sample({ seed, length: 30 }));
  });
});

describe("memory", () => {
  it("tells the bytes of WebAssembly memory, a whole number of 64 KiB pages", async () => {
    const { bytes } = await engine().memory();
    expect(bytes).toBeGreaterThan(0);
    expect(bytes % 65_536).toBe(0);
  });

  it("does not grow with models that are closed again", () => withEngine(async (own) => {
    const once = async () => {
      const model = await own.create({ ...small, hidden: 128 });
      await train(model, 2);
      await Promise.all([model.sample({ length: 5 }), model.beam({ length: 5 }), model.evaluate("the sea"), model.trace({ text: "the sea" })]);
      await model.sample({ length: 10_000, signal: AbortSignal.timeout(1) }).catch(() => undefined);
      model.close();
    };
    for (let k = 0; k < 10; k++) await once();
    const { bytes } = await own.memory();
    for (let k = 0; k < 60; k++) await once();
    expect(await own.memory()).toEqual({ bytes });
  }));
});

describe("close", () => {
  it("makes every later call of the model reject", async () => {
    const model = await engine().create(small);
    model.close();
    model.close();
    const calls = [train(model, 1), model.evaluate("the sea"), model.sample(), model.beam(), model.trace({ text: "the" }), model.save()];
    for (const call of calls) await expectError(call, "closed");
  });

  it("ends a training of the model with an error and leaves the engine's other models as they are", async () => {
    const [closing, staying] = [await engine().create(small), await engine().create(small)];
    await train(staying, 7);
    const training = async () => {
      for await (const _ of closing.train({ steps: 1e9 })) closing.close();
    };
    await expectError(training(), "closed");
    expect((await train(staying, 3)).last.step).toBe(10);
  });

  it("ends long readings of the model with an error", async () => {
    const model = await engine().create(small);
    const calls = [model.sample({ length: 100_000 }), model.beam({ width: 64, length: 1000 }), model.evaluate("the sea".repeat(100_000))];
    const closed = calls.map((call) => expectError(call, "closed"));
    model.close();
    await Promise.all(closed);
    expect((await engine().memory()).bytes).toBeGreaterThan(0);
  });

  it("of the engine ends everything that is going on, and every later call", () => withEngine(async (own) => {
    const model = await own.create(small);
    const ongoing = [train(model, 1e9), model.sample({ length: 100_000 }), own.create(small), own.memory()];
    const closed = ongoing.map((call) => expectError(call, "closed"));
    own.close();
    own.close();
    await Promise.all(closed);
    for (const call of [own.create(small), own.load(new Uint8Array(9)), own.memory(), model.sample(), train(model, 1)]) {
      await expectError(call, "closed");
    }
    model.close();
  }));

  it("of an engine that was never used does nothing", async () => {
    (await createEngine()).close();
  });
});

describe("create", () => {
  it("needs nothing but the task: it learns the bundled English text with the documented defaults", async () => {
    const model = await engine().create({ task: "language-model" });
    const { settings, trainCharacters, validationCharacters, notices, parameters, vocabulary } = model.info;
    expect(Object.fromEntries(flatten(modelFields, settings))).toEqual(Object.fromEntries(Object.entries(modelFields).map(([name, { fallback }]) => [name, fallback])));
    expect(trainCharacters + validationCharacters).toBe([...(await loadCorpus("english"))].length);
    expect(notices).toEqual([]);
    const [H, V] = [settings.hidden, vocabulary.length];
    expect(parameters).toBe(4 * H * (V + H + 1) + V * (H + 1));
    model.close();
  });

  it.each(Object.entries(modelFields).filter(([name]) => name !== "task"))("documents the default of %s where its type stands", (name, { fallback }) => {
    const types = ["api", "training-api"].map((file) => readFileSync(new URL(`../../web/src/engine/${file}.ts`, import.meta.url), "utf8")).join("");
    const [group, field] = name.includes(".") ? name.split(".") : ["languageModel", name];
    const within = types.slice(types.toLowerCase().indexOf(`interface ${group}settings`.toLowerCase()));
    const entry = new RegExp(`/\\*\\*([^/]*?)\\*/\\s*${field}\\?:`).exec(within)!;
    const told = /[Dd]efault "?([\w.+-]*\w)"?/.exec(entry[1]!)?.[1];
    expect(typeof fallback === "number" ? Number(told) : told, entry[1]).toBe(fallback);
  });

  it("makes the same model from the same seed, and another from another", async () => {
    const hash = async (seed: number) => sha256(await (await engine().create({ ...small, seed })).save());
    expect(await hash(0)).toBe(await hash(0));
    expect(await hash(0)).not.toBe(await hash(4_294_967_295));
  });
});
