/**
 * What an exhibit does with the engine: builds models from a plan, reads them, trains them side by side and reads again.
 * Models share the steps fairly: each trains up to the next reading before any goes on, so that what is compared has
 * trained equally long. Another plan cancels everything that is under way.
 */
import type { Engine, ExampleModel, ExampleSettings, LanguageModelSettings, Model, Progress } from "../engine/api.js";
import { EngineSource, type EngineModule } from "./engine-source.js";
import { LossHistory } from "./loss-history.js";
import { Notifier } from "./notifier.js";
import { asFailure, type Failure } from "./remedy.js";
import { takeTurn } from "./turn.js";

export type ExperimentPhase = "idle" | "preparing" | "ready" | "training" | "resting" | "paused" | "finished" | "failed";

export interface Plan {
  /** The models by name; the names are the exhibit's own. */
  models: Record<string, LanguageModelSettings | ExampleSettings>;
  /** How long each trains. */
  steps: number;
  /** Steps between two readings. */
  every: number;
}

/** One model of the plan and where it stands. `M`: what the plan's tasks make, usually language models. */
export interface Trial<M = Model> {
  readonly name: string;
  readonly model: M;
  readonly history: LossHistory;
  progress: Progress | null;
  step: number;
  /** Why it cannot train on (it diverged); it can still be read. */
  failure: Failure | null;
}

/** Reads one model after a pause in training; a rejection fails the experiment. */
export type Reader<M = Model> = (trial: Trial<M>, signal: AbortSignal, engine: Engine) => Promise<unknown>;

const noPlan: Plan = { models: {}, steps: 0, every: 1 };

export class Experiment extends Notifier<"phase" | "progress" | "reading" | "plan"> {
  phase: ExperimentPhase = "idle";
  problem: Failure | null = null;
  /** Whether it paused because another exhibit began to train. */
  displaced = false;
  plan = noPlan;
  trials: Trial[] = [];
  /** Whether anyone looks at it; where nobody does, training waits. */
  readonly #seenBy = new Set<object>();
  readonly #readers = new Set<Reader<never>>();
  readonly #engine: EngineSource;
  /** What the trials were built from. */
  #built = "";
  #looked = false;
  #job: AbortController | null = null;
  #working: Promise<void> = Promise.resolve();
  #wake: (() => void) | null = null;

  constructor(load?: () => Promise<EngineModule>) {
    super();
    this.#engine = new EngineSource(load);
  }

  get isBusy(): boolean {
    return this.phase === "preparing" || this.phase === "training" || this.phase === "resting";
  }

  get step(): number {
    return this.trials.length === 0 ? 0 : Math.min(...this.trials.map(({ step }) => step));
  }

  /** The engine itself, for what asks for no model. */
  engine(): Promise<Engine> {
    return this.#engine.engine({});
  }

  trial(name: string): Trial | undefined {
    return this.trials.find((trial) => trial.name === name);
  }

  /** Has every model read whenever training comes to a stop. Returns what ends that. */
  observe<M = Model>(reader: Reader<M>): () => void {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  /**
   * Other models take the place of those that are there; a plan that only changes `steps` or `every` keeps them. An
   * experiment that had been looked at is looked at again at once, so that a dial shows what it does.
   */
  async change(plan: Plan): Promise<void> {
    const same = JSON.stringify(plan.models) === JSON.stringify(this.plan.models);
    this.plan = plan;
    this.tell("plan", "phase");
    if (!same && this.#looked) await this.look();
  }

  /** Builds what is not built and reads it, without training. */
  look(): Promise<void> {
    return this.#exclusively(async (signal) => {
      await this.#prepare(signal);
      await this.#read(signal);
      if (!signal.aborted) this.#enter(this.step === 0 ? "ready" : this.step >= this.plan.steps ? "finished" : "paused");
    });
  }

  /** Trains every model up to the plan's steps; those that are there go on by as many again. */
  train(): Promise<void> {
    if (this.isBusy && this.phase !== "preparing") return this.#working;
    return this.#exclusively(async (signal) => {
      await this.#prepare(signal);
      if (this.step === 0) await this.#read(signal);
      const release = takeTurn(() => {
        this.displaced = true;
        this.pause();
      });
      const goal = this.step >= this.plan.steps ? this.step + this.plan.steps : this.plan.steps;
      try {
        while (this.step < goal && !signal.aborted) await this.#lap(goal, signal);
      } finally {
        release();
      }
      if (!signal.aborted) this.#enter("finished");
    });
  }

  /** Training stops within a slice; what was reached stays. */
  pause(): void {
    if (!this.isBusy) return;
    this.#stop();
    this.#enter(this.trials.length === 0 ? "idle" : "paused");
  }

  /** Back to the untrained models of the same seeds. */
  async reset(): Promise<void> {
    this.#stop();
    this.#enter("preparing");
    await this.#working;
    this.#clear();
    await this.look();
  }

  dismissProblem(): void {
    this.problem = null;
    this.#enter(this.trials.length === 0 ? "idle" : "paused");
  }

  /** Who looks at it, and whether they can see it now. */
  seen(by: object, visible: boolean): void {
    if (visible) this.#seenBy.add(by);
    else this.#seenBy.delete(by);
    this.#wake?.();
  }

  /** Stops and frees the worker. It can be used again afterwards. */
  close(): void {
    this.#stop();
    this.#clear();
    this.#looked = false;
    this.#engine.close();
    this.#enter("idle");
  }

  #stop(): void {
    this.#job?.abort();
    this.#job = null;
    this.#wake?.();
  }

  /** One thing at a time: what was under way is cancelled and has ended before `work` begins. */
  #exclusively(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#job?.abort();
    const job = (this.#job = new AbortController());
    const before = this.#working;
    this.#wake?.();
    const run = async () => {
      await before;
      if (job.signal.aborted) return;
      try {
        await work(job.signal);
      } catch (reason) {
        if (!job.signal.aborted) this.#fail(reason);
      }
      if (this.#job === job) this.#job = null;
    };
    return (this.#working = run());
  }

  async #prepare(signal: AbortSignal): Promise<void> {
    this.problem = null;
    this.displaced = false;
    this.#looked = true;
    const wanted = JSON.stringify(this.plan.models);
    if (wanted === this.#built) return;
    this.#enter("preparing");
    this.#clear();
    const engine: Engine = await this.#engine.engine({});
    for (const [name, settings] of Object.entries(this.plan.models)) {
      const model = (await engine.create(settings as LanguageModelSettings)) as Model | ExampleModel;
      if (signal.aborted) {
        model.close();
        return this.#clear();
      }
      this.trials.push({ name, model: model as Model, history: new LossHistory(), progress: null, step: 0, failure: null });
    }
    this.#built = wanted;
  }

  async #read(signal: AbortSignal): Promise<void> {
    // Who was closed meanwhile must not fetch an engine again.
    if (signal.aborted) return;
    const engine = await this.#engine.engine({});
    for (const trial of this.trials) for (const reader of this.#readers) {
      if (signal.aborted) return;
      await (reader as Reader)(trial, signal, engine);
    }
    if (!signal.aborted) this.tell("reading");
  }

  async #lap(goal: number, signal: AbortSignal): Promise<void> {
    await this.#beSeen(signal);
    if (signal.aborted) return;
    this.#enter("training");
    const { every } = this.plan;
    const stop = Math.min(goal, (Math.floor(this.step / every) + 1) * every);
    for (const trial of this.trials) if (trial.step < stop) await this.#advance(trial, stop, signal);
    await this.#read(signal);
  }

  async #advance(trial: Trial, stop: number, signal: AbortSignal): Promise<void> {
    if (trial.failure) return void (trial.step = stop);
    try {
      for await (const progress of trial.model.train({ steps: stop - trial.step, signal })) {
        trial.progress = progress;
        trial.step = progress.step;
        trial.history.add(progress.step, progress.losses);
        if (progress.validationLoss !== null) trial.history.addValidation(progress.validationStep, progress.validationLoss);
        if (!signal.aborted) this.tell("progress");
      }
    } catch (reason) {
      const failure = asFailure(reason);
      // One of several models may diverge; that is a result, and the others go on.
      if (failure.code !== "diverged") throw reason;
      Object.assign(trial, { failure, step: stop });
      if (this.trials.every((other) => other.failure)) throw reason;
    }
  }

  /** Waits while nobody can see it. */
  async #beSeen(signal: AbortSignal): Promise<void> {
    while (this.#seenBy.size === 0 && !signal.aborted) {
      if (this.phase !== "resting") this.#enter("resting");
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    this.#wake = null;
  }

  #clear(): void {
    this.#built = "";
    for (const { model } of this.trials.splice(0)) model.close();
  }

  #fail(reason: unknown): void {
    const failure = asFailure(reason);
    if (failure.code === "aborted" || failure.code === "closed") return;
    if (failure.code === "engine-missing" || failure.code === "engine-damaged") this.#engine.close();
    this.problem = failure;
    this.#enter("failed");
  }

  #enter(phase: ExperimentPhase): void {
    this.phase = phase;
    this.tell("phase");
  }
}
