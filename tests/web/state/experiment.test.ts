import { describe, expect, it } from "vitest";
import type { Engine, LanguageModelSettings } from "../../../web/src/engine/api.js";
import { UnrolledError } from "../../../web/src/engine/errors.js";
import { benchFor } from "../../../web/src/state/bench.js";
import { Experiment, type Plan } from "../../../web/src/state/experiment.js";

/** An engine with the API's manners and no arithmetic: what is tested is the experiment around it. */
function stage() {
  const seen = { created: [] as LanguageModelSettings[], open: 0, engines: 0, trained: [] as string[], diverge: new Set<string>(), arrives: true };
  const create = async (settings: LanguageModelSettings) => {
    seen.created.push(settings);
    seen.open++;
    let step = 0;
    return {
      async *train({ steps = 1, signal }: { steps?: number; signal?: AbortSignal }) {
        seen.trained.push(`${settings.cell}+${steps}`);
        for (const end = step + steps; step < end && !signal?.aborted;) {
          await new Promise((resolve) => setTimeout(resolve));
          step++;
          if (seen.diverge.has(settings.cell!) && step > 3) throw new UnrolledError("diverged", "…");
          yield { step, loss: 1, losses: Float32Array.of(1), validationLoss: null };
        }
      },
      close: () => seen.open--,
    };
  };
  const engine = { create, close: () => seen.engines-- } as unknown as Engine;
  const experiment = new Experiment(async () => {
    if (!seen.arrives) throw new TypeError("Failed to fetch");
    return { createEngine: async () => (seen.engines++, engine), loadCorpus: async () => "" };
  });
  experiment.seen(seen, true);
  return { experiment, seen };
}

const plan = (steps = 10, seed = 1): Plan => ({
  models: { rnn: { task: "language-model", cell: "rnn", seed }, lstm: { task: "language-model", cell: "lstm", seed } }, steps, every: 4,
});

const soon = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("an experiment", () => {
  it("leaves no engine behind when it is closed, at whatever moment", async () => {
    for (let moment = 0; moment < 60; moment++) {
      const { experiment, seen } = stage();
      await experiment.change(plan());
      const training = experiment.train();
      for (let k = 0; k < moment; k++) await null;
      experiment.close();
      await training;
      await soon();
      expect([seen.engines, seen.open, experiment.phase], `closed after ${moment} turns`).toEqual([0, 0, "idle"]);
    }
  });

  it("trains its models in turns, and reads each before and at every stop", async () => {
    const { experiment, seen } = stage();
    const readings: string[] = [];
    experiment.observe(async ({ name, step }) => readings.push(`${name}@${step}`));
    await experiment.change(plan());
    expect([experiment.phase, seen.created.length]).toEqual(["idle", 0]);
    await experiment.train();
    expect(seen.trained).toEqual(["rnn+4", "lstm+4", "rnn+4", "lstm+4", "rnn+2", "lstm+2"]);
    expect(readings).toEqual(["rnn@0", "lstm@0", "rnn@4", "lstm@4", "rnn@8", "lstm@8", "rnn@10", "lstm@10"]);
    expect([experiment.phase, experiment.step, experiment.trial("rnn")!.history.lastStep]).toEqual(["finished", 10, 10]);
    await experiment.train();
    expect(experiment.step).toBe(20);
  });

  it("pauses at once and goes on where it stood", async () => {
    const { experiment } = stage();
    await experiment.change(plan(1000));
    const training = experiment.train();
    while (experiment.step < 3) await soon();
    experiment.pause();
    expect(experiment.phase).toBe("paused");
    await training;
    const at = experiment.step;
    void experiment.train();
    while (experiment.step < at + 8) await soon();
    experiment.close();
  });

  it("is cancelled by another plan, and looks at once when it had been looked at", async () => {
    const { experiment, seen } = stage();
    await experiment.change(plan(1000));
    void experiment.train();
    while (experiment.step < 3) await soon();
    await experiment.change(plan(1000, 2));
    expect([experiment.phase, experiment.step, seen.created.length, seen.open]).toEqual(["ready", 0, 4, 2]);
    expect(seen.created.at(-1)!.seed).toBe(2);
    // More steps need no other model.
    await experiment.change(plan(20, 2));
    expect(seen.created.length).toBe(4);
  });

  it("goes through many plans in a row and ends with the last", async () => {
    const { experiment, seen } = stage();
    await experiment.change(plan(10, 0));
    await experiment.look();
    await Promise.all(Array.from({ length: 20 }, (_, k) => experiment.change(plan(10, k + 1))));
    expect([experiment.phase, seen.open, seen.created.at(-1)!.seed]).toEqual(["ready", 2, 20]);
  });

  it("lets one of several models diverge, and fails when all have", async () => {
    const { experiment, seen } = stage();
    seen.diverge.add("rnn");
    await experiment.change(plan());
    await experiment.train();
    expect([experiment.phase, experiment.trial("rnn")!.failure?.code, experiment.trial("lstm")!.step]).toEqual(["finished", "diverged", 10]);
    seen.diverge.add("lstm");
    await experiment.reset();
    await experiment.train();
    expect([experiment.phase, experiment.problem?.code]).toEqual(["failed", "diverged"]);
  });

  it("says when the engine does not arrive, and can try again", async () => {
    const { experiment, seen } = stage();
    seen.arrives = false;
    await experiment.change(plan());
    await experiment.look();
    expect([experiment.phase, experiment.problem?.code]).toEqual(["failed", "engine-missing"]);
    seen.arrives = true;
    await experiment.look();
    expect([experiment.phase, experiment.problem]).toEqual(["ready", null]);
  });

  it("rests while nobody sees it", async () => {
    const { experiment, seen } = stage();
    await experiment.change(plan(1000));
    void experiment.train();
    while (experiment.step < 3) await soon();
    experiment.seen(seen, false);
    while (experiment.phase !== "resting") await soon();
    const at = experiment.step;
    await soon();
    expect(experiment.step).toBe(at);
    experiment.seen(seen, true);
    while (experiment.step < at + 4) await soon();
    experiment.close();
    expect([seen.open, experiment.phase]).toEqual([0, "idle"]);
  });

  it("pauses when another one on the page begins, and can go on", async () => {
    const [first, second] = [stage(), stage()];
    await first.experiment.change(plan(1000));
    await second.experiment.change(plan(4));
    void first.experiment.train();
    while (first.experiment.step < 3) await soon();
    await second.experiment.train();
    expect([first.experiment.phase, first.experiment.displaced, second.experiment.phase]).toEqual(["paused", true, "finished"]);
    void first.experiment.train();
    await soon();
    expect([first.experiment.phase, first.experiment.displaced]).toEqual(["training", false]);
    first.experiment.close();
  });
});

describe("a bench", () => {
  it("is one for all exhibits that name the same model, and tells what is chosen", () => {
    const bench = benchFor("shared-in-this-test");
    expect(benchFor("shared-in-this-test")).toBe(bench);
    expect(benchFor("")).not.toBe(benchFor(""));
    let told = 0;
    bench.listen("selection", () => told++);
    expect([bench.select({ unit: 3 }), bench.select({ unit: 3 }), told, bench.selection.unit]).toEqual([true, false, 1, 3]);
  });

  it("frees its worker when the last one leaves", async () => {
    const { experiment, seen } = stage();
    const bench = Object.assign(benchFor(""), { experiment });
    const [one, two] = [{}, {}];
    bench.join(one);
    bench.join(two);
    await experiment.change(plan());
    await experiment.look();
    bench.leave(one);
    expect(seen.open).toBe(2);
    bench.leave(two);
    await soon();
    expect([seen.open, seen.engines]).toEqual([0, 0]);
  });
});
