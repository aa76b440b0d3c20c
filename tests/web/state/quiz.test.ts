import { describe, expect, it } from "vitest";
import type { Engine, LanguageModelSettings } from "../../../web/src/engine/api.js";
import { UnrolledError } from "../../../web/src/engine/errors.js";
import { CalibrationStore } from "../../../web/src/state/calibration.js";
import { Experiment } from "../../../web/src/state/experiment.js";
import { Quiz, type Commitment } from "../../../web/src/state/quiz.js";
import type { Question } from "../../../web/src/state/quiz-question.js";

/** An engine with the API's manners, whose gradient norms are 4 for the RNN and 2 for the LSTM. */
function stage(diverge: string[] = []) {
  const seen = { created: 0, trained: 0 };
  const create = async ({ cell, forgetBias }: LanguageModelSettings) => {
    seen.created++;
    let step = 0;
    return {
      async *train({ steps = 1, signal }: { steps?: number; signal?: AbortSignal }) {
        for (const end = step + steps; step < end && !signal?.aborted;) {
          await new Promise((resolve) => setTimeout(resolve));
          step++, seen.trained++;
          if (diverge.includes(cell!)) throw new UnrolledError("diverged", "It diverged.");
          yield { step, loss: 1, losses: Float32Array.of(1), validationLoss: null, gradientNorm: forgetBias ?? (cell === "rnn" ? 4 : 2) };
        }
      },
      close: () => undefined,
    };
  };
  const experiment = new Experiment(async () => ({ createEngine: async () => ({ create, close: () => undefined }) as unknown as Engine, loadCorpus: async () => "" }));
  experiment.seen(seen, true);
  const store = new CalibrationStore(null), quiz = new Quiz(store);
  experiment.observe((trial, signal) => quiz.read(trial, experiment.plan, signal));
  experiment.listen("phase", () => quiz.hear(experiment));
  quiz.listen("change", () => quiz.hear(experiment));
  return { quiz, experiment, store, seen };
}

const question: Question = { kind: "choose", runs: ["rnn", "lstm"], options: ["rnn", "lstm"], best: "lowest", run: "", compare: "none", from: 0, to: 10, scale: "linear", tolerance: 0, goal: [null, null] };
const asked = { measure: "gradient-norm", text: "", distance: 1, layer: 0, unit: -1, gate: "f" } as const;
const commitment = (more: Partial<Commitment> = {}): Commitment => ({
  id: "bet", question, asked, literal: null,
  plan: async () => ({ models: { rnn: { task: "language-model", cell: "rnn" }, lstm: { task: "language-model", cell: "lstm" } }, steps: 3, every: 3 }), ...more,
});

describe("a quiz", () => {
  it("runs nothing before there is an answer", async () => {
    const { quiz, experiment, seen } = stage();
    await quiz.commit(commitment(), experiment);
    expect([quiz.phase, quiz.nudged, seen.created]).toEqual(["asking", true, 0]);
    quiz.give("rnn");
    expect(quiz.nudged).toBe(false);
  });

  it("judges by what the run measured, and counts the first answer alone", async () => {
    const { quiz, experiment, store, seen } = stage();
    quiz.give("rnn");
    await quiz.commit(commitment(), experiment);
    expect(quiz.last).toMatchObject({ answer: "rnn", counted: true, verdict: { right: false, truth: "lstm" }, measured: { runs: [{ name: "rnn", values: [4] }, { name: "lstm", values: [2] }] } });
    quiz.again();
    expect([quiz.phase, quiz.answer, quiz.last]).toEqual(["asking", "rnn", null]);
    quiz.give("lstm");
    await quiz.commit(commitment(), experiment);
    expect(quiz.last).toMatchObject({ counted: false, verdict: { right: true } });
    expect(store.summary).toMatchObject({ predictions: 1, right: 0 });
    expect([quiz.tries.length, seen.trained], "the same runs need not run again").toEqual([2, 6]);
  });

  it("is not changed by an answer that comes too late", async () => {
    const { quiz, experiment } = stage();
    quiz.give("rnn");
    const run = quiz.commit(commitment(), experiment);
    quiz.give("lstm");
    await run;
    expect(quiz.last!.answer).toBe("rnn");
  });

  it.each(["its texts", "preparing", "training"])("is not ended by a commitment that the reader stopped at %s", async (reached) => {
    const { quiz, experiment } = stage();
    let arrive = (): void => undefined;
    const texts = reached === "its texts" ? new Promise<void>((resolve) => (arrive = resolve)) : Promise.resolve();
    quiz.give("rnn");
    const there = new Promise<void>((resolve) => (reached === "its texts" ? resolve() : experiment.listen("phase", () => experiment.phase === reached && resolve())));
    const stopped = quiz.commit(commitment({ plan: async () => (await texts, commitment().plan()) }), experiment);
    await there;
    quiz.stop(experiment);
    const second = quiz.commit(commitment(), experiment);
    arrive();
    await Promise.all([stopped, second]);
    expect([quiz.phase, quiz.last?.verdict.right]).toEqual(["done", false]);
  });

  it("runs anew when a setting asks for another model", async () => {
    const { quiz, experiment, seen } = stage();
    const setting = { ...question, kind: "setting", goal: [1, 3], run: "lstm" } as Question;
    const plan = (forgetBias: number) => async () => ({ models: { lstm: { task: "language-model" as const, cell: "lstm" as const, forgetBias } }, steps: 2, every: 2 });
    for (const value of [1, 2]) {
      quiz.give(value);
      await quiz.commit(commitment({ question: setting, plan: plan(value) }), experiment);
      expect(quiz.last!.verdict).toMatchObject({ right: true, truth: value });
      quiz.again();
    }
    expect([quiz.tries.length, seen.trained]).toEqual([2, 4]);
  });

  it("takes literal numbers without an engine", async () => {
    const { quiz, experiment, seen } = stage();
    quiz.give("rnn");
    await quiz.commit(commitment({ literal: { x: null, runs: [{ name: "rnn", values: [1] }, { name: "lstm", values: [2] }] } }), experiment);
    expect([quiz.last!.verdict.right, seen.created]).toEqual([true, 0]);
  });

  it("takes a run that diverged for a result, also where no other is left", async () => {
    for (const [lost, truth] of [[["rnn"], "no"], [["rnn", "lstm"], "yes"]] as const) {
      const { quiz, experiment } = stage([...lost]);
      quiz.give("yes");
      const yes = { ...question, options: ["yes", "no"], run: "lstm" };
      await quiz.commit(commitment({ question: yes, asked: { ...asked, measure: "diverged" } }), experiment);
      while (quiz.phase === "running") await new Promise((resolve) => setTimeout(resolve, 2));
      expect([quiz.last?.verdict.truth, experiment.problem]).toEqual([truth, null]);
    }
  });

  it("asks again when it is stopped, when the texts do not arrive, and when the run is closed", async () => {
    const { quiz, experiment, store } = stage();
    quiz.give("rnn");
    const long = commitment({ plan: async () => ({ ...(await commitment().plan()), steps: 1000, every: 1000 }) });
    const run = quiz.commit(long, experiment);
    while (experiment.phase !== "training") await new Promise((resolve) => setTimeout(resolve, 2));
    quiz.stop(experiment);
    await run;
    expect([quiz.phase, quiz.answer]).toEqual(["asking", "rnn"]);
    await expect(quiz.commit(commitment({ plan: async () => { throw new Error("offline"); } }), experiment)).rejects.toThrow("offline");
    expect(quiz.phase).toBe("asking");
    const closed = quiz.commit(long, experiment);
    while (experiment.phase !== "training") await new Promise((resolve) => setTimeout(resolve, 2));
    experiment.close();
    await closed;
    expect([quiz.phase, store.summary.predictions]).toEqual(["asking", 0]);
  });

  it("forgets the tries when another question takes its place", async () => {
    const { quiz, experiment } = stage();
    quiz.give("rnn");
    await quiz.commit(commitment(), experiment);
    quiz.renew();
    expect([quiz.phase, quiz.answer, quiz.tries]).toEqual(["asking", null, []]);
  });
});
