/** One question being answered: the answer, the run that tells, and the tries so far. */
import type { CalibrationStore } from "./calibration.js";
import type { Experiment, Plan, Trial } from "./experiment.js";
import { Notifier } from "./notifier.js";
import type { Asked, Values } from "./quiz-asked.js";
import { judge, type Answer, type Measured, type Question, type Verdict } from "./quiz-question.js";

export interface Try { answer: Answer; measured: Measured; verdict: Verdict; counted: boolean }

/** What a commitment is about. `literal`: numbers that are there already, instead of a run. */
export interface Commitment {
  id: string;
  question: Question;
  asked: Asked;
  literal: Measured | null;
  plan: () => Promise<Plan>;
}

export class Quiz extends Notifier<"change"> {
  phase: "asking" | "running" | "done" = "asking";
  answer: Answer | null = null;
  /** Whether a commitment was asked for without an answer. */
  nudged = false;
  tries: Try[] = [];
  readonly #store: CalibrationStore;
  #commitment: Commitment | null = null;
  #read = new Map<string, Values>();
  #failing: Promise<void> | null = null;
  /** Whether the experiment has been seen at work since the commitment. */
  #begun = false;

  constructor(store: CalibrationStore) {
    super();
    this.#store = store;
  }

  get last(): Try | null {
    return this.phase === "done" ? this.tries.at(-1) ?? null : null;
  }

  get #isRunning(): boolean {
    return this.phase === "running";
  }

  /** Whether this commitment still runs: the reader has neither stopped it nor committed again. */
  #isAbout(commitment: Commitment | null): boolean {
    return this.#isRunning && this.#commitment === commitment;
  }

  give(answer: Answer | null): void {
    if (this.phase !== "asking") return;
    this.answer = answer;
    this.nudged = false;
    this.tell("change");
  }

  /** Runs what the question is about; `hear` notices when it is done. Rejections are the texts' that did not arrive. */
  async commit(commitment: Commitment, experiment: Experiment): Promise<void> {
    if (this.phase !== "asking") return;
    if (this.answer === null) {
      this.nudged = true;
      return this.tell("change");
    }
    this.#commitment = commitment;
    this.#begun = false;
    this.#enter("running");
    if (commitment.literal) return this.#finish(commitment.literal);
    try {
      const plan = await commitment.plan();
      if (!this.#isAbout(commitment)) return;
      const known = this.#read.size > 0 && JSON.stringify(plan) === JSON.stringify(experiment.plan) && experiment.phase === "finished";
      if (known) return this.#finish(this.#measured(plan));
      this.#read.clear();
      void experiment.change(plan);
      await this.resume(experiment);
    } catch (reason) {
      if (!this.#isAbout(commitment)) return;
      this.#enter("asking");
      throw reason;
    }
  }

  /** Goes on until the experiment ends or rests; one that was closed under way gives no answer. */
  async resume(experiment: Experiment): Promise<void> {
    const commitment = this.#commitment;
    await experiment.train();
    if (this.#isAbout(commitment)) this.#conclude(experiment);
  }

  /** Reads a run once it has trained as long as it should. */
  async read(trial: Trial, plan: Plan, signal: AbortSignal): Promise<void> {
    if (!this.#isRunning || !this.#commitment || trial.step < plan.steps) return;
    const settings = plan.models[trial.name] as { text?: string };
    const { measure } = await import("./quiz-measures.js");
    this.#read.set(trial.name, await measure(trial, this.#commitment.asked, settings.text ?? "", signal));
  }

  /** Where the experiment has got to; what it stands at from a run before means nothing. */
  hear(experiment: Experiment): void {
    if (!this.#isRunning) return;
    if (experiment.isBusy) this.#begun = true;
    else if (this.#begun) this.#conclude(experiment);
  }

  /** A run that diverged is a result, too, even where no other is left; one that could not be read is none. */
  #conclude(experiment: Experiment): void {
    const { phase, problem, plan, trials } = experiment;
    if (!this.#isRunning || experiment.isBusy || phase === "paused" || phase === "ready") return;
    if (phase === "finished" && this.#read.size === trials.length) return this.#finish(this.#measured(plan));
    if (phase !== "failed" || problem?.code !== "diverged") return this.#enter("asking");
    const signal = new AbortController().signal;
    this.#failing ??= Promise.all(trials.map((trial) => this.read(trial, plan, signal))).then(() => {
      experiment.dismissProblem();
      this.#finish(this.#measured(plan));
    }).catch(() => this.#enter("asking")).finally(() => (this.#failing = null));
  }

  stop(experiment: Experiment): void {
    if (!this.#isRunning) return;
    this.#enter("asking");
    experiment.pause();
  }

  /** Another try; the answer stays as it was. */
  again(): void {
    if (this.phase === "done") this.#enter("asking");
  }

  /** Another question: nothing of the one before stays. */
  renew(): void {
    this.answer = null;
    this.nudged = false;
    this.tries = [];
    this.#read.clear();
    this.#enter("asking");
  }

  #measured(plan: Plan): Measured {
    const names = Object.keys(plan.models);
    return { x: this.#read.get(names[0]!)?.x ?? null, runs: names.map((name) => ({ name, values: this.#read.get(name)?.values ?? [Number.NaN] })) };
  }

  #finish(measured: Measured): void {
    const { id, question } = this.#commitment!;
    const answer = this.answer!;
    const verdict = judge(question, answer, measured);
    const counted = verdict.right !== null && this.#store.add(id, verdict.right, verdict.off);
    this.tries = [...this.tries, { answer, measured, verdict, counted }];
    this.#enter("done");
  }

  #enter(phase: Quiz["phase"]): void {
    this.phase = phase;
    this.tell("change");
  }
}
