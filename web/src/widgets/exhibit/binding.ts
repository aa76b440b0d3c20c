/** Binds an exhibit to its experiment: joins and leaves, rests out of sight, asks anew when the settings ask for other models. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { asFailure, benchFor, type Bench, type Engine, type EngineModule, type ExperimentPhase, type Failure, type Plan, type Reader, type Trial } from "../../state/index.js";

export interface Bound {
  /** The name of the model it shares, or "". */
  model(): string;
  engine(): (() => Promise<EngineModule>) | undefined;
  /** What it wants built; null for nothing. */
  plan(): Plan | null;
  /** What reading depends on besides the models. */
  reads(): unknown;
  read: Reader;
  /** Whether it has wishes of its own, or looks at whatever is there. */
  hasWishes(): boolean;
  adopt(plan: Plan): void;
  /** What was asked of a model cannot be read of it; null when it can again. */
  unreadable(failure: Failure | null): void;
  phase(phase: ExperimentPhase): void;
  left(): void;
}

/** Milliseconds: a dragged slider settles; eyes follow a picture. */
const SETTLED = 120, PACE = 60;

export class Binding implements ReactiveController {
  #bench: Bench | null = null;
  #stops: (() => void)[] = [];
  #inView = false;
  #reads = "";
  #phase: ExperimentPhase = "idle";
  #settling: ReturnType<typeof setTimeout> | undefined;
  #next: ReturnType<typeof setTimeout> | undefined;
  readonly #sight = new IntersectionObserver((entries) => {
    this.#inView = entries.at(-1)!.isIntersecting;
    this.#look();
  });

  constructor(private readonly host: ReactiveControllerHost & HTMLElement, private readonly bound: Bound) {
    host.addController(this);
  }

  get bench(): Bench {
    return (this.#bench ??= this.#join());
  }

  hostConnected(): void {
    document.addEventListener("visibilitychange", this.#look);
    this.#sight.observe(this.host);
  }

  hostDisconnected(): void {
    document.removeEventListener("visibilitychange", this.#look);
    this.#sight.disconnect();
    clearTimeout(this.#settling);
    // An element that is only moved to another place is back before this runs.
    queueMicrotask(() => this.host.isConnected || this.leave());
  }

  leave(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#bench?.leave(this);
    this.#bench = null;
    this.bound.left();
  }

  /** A setting changed: once it stands still, the experiment is asked anew. */
  settle(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => void this.ask(), SETTLED);
  }

  /** Has built what the settings ask for, where that is not there, and read where reading has changed. */
  async ask(): Promise<void> {
    // A preset may arrive when the element has left; it asks again when it is back.
    const plan = this.host.isConnected ? this.bound.plan() : null;
    if (!plan) return;
    const { experiment } = this.bench;
    const reads = JSON.stringify(this.bound.reads());
    const reread = reads !== this.#reads;
    this.#reads = reads;
    if (JSON.stringify(plan) !== JSON.stringify(experiment.plan)) await experiment.change(plan);
    if (reread && ["ready", "paused", "finished"].includes(experiment.phase)) await experiment.look();
  }

  #join(): Bench {
    const bench = benchFor(this.bound.model(), this.bound.engine());
    const { experiment } = bench;
    const update = () => this.host.requestUpdate();
    bench.join(this);
    this.#stops = [
      experiment.observe((trial, signal, engine) => this.#read(trial, signal, engine)),
      experiment.listen("phase", () => this.#hearPhase(experiment.phase)),
      experiment.listen("reading", update),
      experiment.listen("plan", () => this.bound.adopt(experiment.plan)),
      experiment.listen("progress", () => (this.#next ??= setTimeout(() => {
        this.#next = undefined;
        update();
      }, PACE))),
      bench.listen("selection", update),
    ];
    experiment.seen(this, this.#inView && !document.hidden);
    // Who comes later, without wishes of its own, looks at the model that is there.
    queueMicrotask(() => {
      if (Object.keys(experiment.plan.models).length > 0 && !this.bound.hasWishes()) this.bound.adopt(experiment.plan);
      else void this.ask();
    });
    return bench;
  }

  /** A text that this model cannot read is this exhibit's trouble alone: training and its neighbours go on. */
  async #read(trial: Trial, signal: AbortSignal, engine: Engine): Promise<void> {
    try {
      await this.bound.read(trial, signal, engine);
      this.bound.unreadable(null);
    } catch (reason) {
      const failure = asFailure(reason);
      if (!["unknown-characters", "invalid-field", "text-too-short", "text-too-long"].includes(failure.code)) throw reason;
      this.bound.unreadable(failure);
    }
  }

  #hearPhase(phase: ExperimentPhase): void {
    this.host.requestUpdate();
    if (phase !== this.#phase) this.bound.phase((this.#phase = phase));
  }

  readonly #look = (): void => {
    this.#bench?.experiment.seen(this, this.#inView && !document.hidden);
  };
}
