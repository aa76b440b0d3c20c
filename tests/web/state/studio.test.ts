import { describe, expect, it } from "vitest";
import type { Engine, Model, ModelSettings, Progress } from "../../../web/src/engine/api.js";
import { UnrolledError } from "../../../web/src/engine/errors.js";
import { resolveModelSettings } from "../../../web/src/engine/settings.js";
import { Studio } from "../../../web/src/state/studio.js";

interface Stage { engines: unknown[]; created: ModelSettings[]; closed: number; closedEngines: number; failAt: { step: number; error: UnrolledError } | null; arrive: boolean }

/** An engine with the API's manners and no arithmetic: what is tested is the studio around it. */
function stage() {
  const seen: Stage = { engines: [], created: [], closed: 0, closedEngines: 0, failAt: null, arrive: true };
  const engine = {
    create: async (settings: ModelSettings) => (seen.created.push(settings), model(settings)),
    load: async (bytes: Uint8Array) => {
      if (bytes.length === 0) throw new UnrolledError("bad-file", "…");
      return model({ task: "language-model", cell: "rnn", hidden: bytes.length });
    },
    close: () => seen.closedEngines++,
  };
  const model = (settings: ModelSettings): Model => {
    let step = 0;
    return {
      info: { settings: resolveModelSettings(settings), parameters: 1000, vocabulary: ["", "a"], trainCharacters: 9, validationCharacters: 1, notices: [] },
      async *train({ steps = 1, signal }: { steps?: number; signal?: AbortSignal } = {}) {
        for (const end = step + steps; step < end && !signal?.aborted;) {
          await new Promise((resolve) => setTimeout(resolve));
          step++;
          if (seen.failAt?.step === step) throw seen.failAt.error;
          const loss = (settings.seed ?? 0) + 1 / step;
          yield { step, loss, losses: Float32Array.of(loss), validationLoss: null, validationStep: 0, charactersPerSecond: 1000, epoch: 0, gradientNorm: 1 } as Progress;
        }
      },
      sample: async () => ({ text: `at ${step}`, step, logProbability: -1 }),
      close: () => seen.closed++,
    } as unknown as Model;
  };
  const load = async () => {
    if (!seen.arrive) throw new TypeError("Failed to fetch dynamically imported module");
    return { createEngine: async (options: unknown) => (seen.engines.push(options), engine as unknown as Engine), loadCorpus: async () => "the story" };
  };
  return { studio: new Studio(load), seen };
}

const reach = async (studio: Studio, step: number) => {
  while (studio.run.step < step) await new Promise((resolve) => setTimeout(resolve));
};

describe("the studio", () => {
  it("leaves no engine behind when it is closed, at whatever moment", async () => {
    for (let moment = 0; moment < 60; moment++) {
      const { studio, seen } = stage();
      const training = studio.train();
      for (let k = 0; k < moment; k++) await null;
      studio.close();
      await training;
      await new Promise((resolve) => setTimeout(resolve));
      expect([seen.engines.length - seen.closedEngines, seen.created.length - seen.closed, studio.phase], `closed after ${moment} turns`).toEqual([0, 0, "idle"]);
    }
  });

  it("trains to its goal, then as many steps again", async () => {
    const { studio } = stage();
    studio.type("steps", "12");
    await studio.train();
    expect([studio.phase, studio.run.step]).toEqual(["finished", 12]);
    await studio.train();
    expect(studio.run.step).toBe(24);
    expect(studio.run.samples[0]!.step).toBe(24);
    expect(studio.run.samples.at(-1)!.step).toBe(0);
  });

  it("pauses at once, goes on, takes one step", async () => {
    const { studio, seen } = stage();
    const training = studio.train();
    await reach(studio, 3);
    studio.pause();
    expect(studio.phase).toBe("paused");
    await training;
    const at = studio.run.step;
    await studio.train(1);
    expect([studio.phase, studio.run.step, seen.created.length]).toEqual(["paused", at + 1, 1]);
  });

  it("gives the same curve and samples after a reset, and keeps the old curve", async () => {
    const { studio, seen } = stage();
    studio.type("steps", "30");
    await studio.train();
    const [curve, samples] = [studio.run.history.curve(), studio.run.samples];
    await studio.reset();
    expect([studio.phase, studio.run.history.isEmpty, seen.closed]).toEqual(["idle", true, 1]);
    await studio.train();
    expect(studio.run.history.curve()).toEqual(curve);
    expect(studio.run.samples).toEqual(samples);
    expect(studio.ghost!.curve()).toEqual(curve);
  });

  it("says which changes need a new model, and makes one", async () => {
    const { studio, seen } = stage();
    studio.type("steps", "3");
    await studio.train();
    expect(studio.changed).toEqual([]);
    studio.type("steps", "5");
    studio.type("forgetBias", "1");
    studio.writeText("my own words");
    expect(studio.changed).toEqual(["forgetBias", "text"]);
    await studio.train();
    expect(seen.created).toHaveLength(2);
    expect(seen.created[1]).toMatchObject({ text: "my own words", forgetBias: 1 });
    expect(studio.ghost!.lastStep).toBe(3);
  });

  it("takes another engine for other numerics or workers, and frees the one before when its model is replaced", async () => {
    const { studio, seen } = stage();
    studio.type("steps", "2");
    await studio.preload();
    await studio.train();
    expect(seen.engines).toEqual([{ numerics: "reproducible", workers: 1 }]);
    studio.type("workers", "2");
    studio.type("numerics", "fast");
    expect(studio.changed).toEqual(["numerics", "workers"]);
    await studio.train();
    expect([seen.engines.length, seen.engines[1]]).toEqual([2, { numerics: "fast", workers: 2 }]);
    expect([seen.created.length, seen.closed, seen.closedEngines]).toEqual([2, 1, 1]);
  });

  it("keeps what was typed, and does not train with it", async () => {
    const { studio, seen } = stage();
    studio.type("hidden", "0,5");
    await studio.train();
    expect([studio.phase, studio.obstacles, studio.draft.typed("hidden"), seen.created.length]).toEqual(["idle", 1, "0,5", 0]);
    studio.type("hidden", "64");
    studio.type("activation", "nonsense");
    studio.type("steps", "2");
    await studio.train();
    expect(seen.created[0]).toMatchObject({ hidden: 64, activation: "tanh" });
  });

  it("offers a lower rate after a divergence and keeps everything", async () => {
    const { studio, seen } = stage();
    seen.failAt = { step: 4, error: new UnrolledError("diverged", "…", null, { step: 4, restored: 3, tensor: "h", rate: 2e-3 }) };
    studio.type("optimizer.rate", "0.002");
    await studio.train();
    expect(studio.phase).toBe("failed");
    expect(studio.problem!.remedy).toEqual({ kind: "lower-rate", rate: 0.0005 });
    expect([studio.run.history.lastStep, studio.run.samples.length]).toEqual([3, 1]);
    seen.failAt = null;
    studio.type("steps", "2");
    await studio.applyRemedy(studio.problem!.remedy!);
    expect(seen.created.at(-1)).toMatchObject({ optimizer: { rate: 0.0005 } });
    expect(studio.phase).toBe("finished");
  });

  it("explains a missing engine and can try again", async () => {
    const { studio, seen } = stage();
    seen.arrive = false;
    await studio.train();
    expect([studio.phase, studio.problem!.failure.code, studio.problem!.remedy]).toEqual(["failed", "engine-missing", { kind: "retry" }]);
    seen.arrive = true;
    studio.type("steps", "2");
    await studio.applyRemedy({ kind: "retry" });
    expect(studio.phase).toBe("finished");
  });

  it("refuses a huge text quickly and keeps the old one", () => {
    const { studio } = stage();
    studio.writeText("mine");
    const began = performance.now();
    studio.writeText("x".repeat(50_000_000));
    expect(performance.now() - began).toBeLessThan(200);
    expect(studio.text.loaded).toBe("mine");
    expect(studio.text.note).toMatchObject({ kind: "too-large", limit: 10_000_000 });
  });

  it("opens a model and takes its settings over; a bad file changes nothing", async () => {
    const { studio } = stage();
    studio.type("steps", "4");
    await studio.train();
    await studio.openModel(new Uint8Array());
    expect([studio.phase, studio.problem!.failure.code, studio.run.step]).toEqual(["failed", "bad-file", 4]);
    await studio.openModel(new Uint8Array(24));
    expect([studio.phase, studio.draft.values.cell, studio.draft.values.hidden, studio.ghost!.lastStep]).toEqual(["paused", "rnn", 24, 4]);
    expect(studio.run.samples).toHaveLength(1);
    await studio.train();
    expect([studio.phase, studio.run.step]).toEqual(["finished", 4]);
  });

  it("frees its model when it is closed, and can be used again", async () => {
    const { studio, seen } = stage();
    studio.type("steps", "2");
    await studio.train();
    studio.close();
    expect([studio.phase, seen.closed]).toEqual(["idle", 1]);
    await studio.train();
    expect(studio.phase).toBe("finished");
  });
});
