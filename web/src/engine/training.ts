/** Runs on the worker. One call of `train`: slices, progress that never queues up, snapshots now and then. */
import type { Opened } from "./host.js";
import type { Progress } from "./api.js";
import { mergeProgress, type Bytes } from "./protocol.js";
import type { Job } from "./scheduler.js";

const PROGRESS_MILLISECONDS = 33;
const SNAPSHOT_MILLISECONDS = 10_000;
/** C++ keeps at most 4096 losses: the smallest models take as many steps before the next progress is due. */
const MOST_STEPS_UNREAD = 4096;
/** How far back the average speed looks. */
const SPEED_MEMORY_SECONDS = 2;

export interface TrainingEvents {
  progress(progress: Progress): void;
  snapshot(step: number, file: Bytes): void;
  end(): void;
  fail(error: unknown): void;
}

export class TrainingJob implements Job {
  private target: number;
  private readonly perStep: number;
  private waiting: Progress | null = null;
  private inFlight = false;
  private lastRead = performance.now();
  private lastSnapshot = performance.now();
  /** Measurements in a row that were not below the best. */
  private worse = 0;
  private speed = 0;
  private busySeconds = 0;
  private restedSince: number | null = null;

  constructor(private readonly model: Opened, private readonly goal: { steps: number; patience: number }, private readonly events: TrainingEvents) {
    const { session, info, crew, snapshots } = model;
    snapshots.begin();
    crew?.resume();
    this.target = session.step + goal.steps;
    this.perStep = info.settings.task === "language-model" ? info.settings.batch * info.settings.window : info.settings.batch;
  }

  slice(milliseconds: number): boolean | Promise<void> {
    const { session, crew } = this.model;
    const began = performance.now();
    // While helpers compute, this model is being trained too.
    if (this.restedSince !== null) this.busySeconds += (began - this.restedSince) / 1000;
    this.restedSince = null;
    const snapshotDue = began - this.lastSnapshot > SNAPSHOT_MILLISECONDS;
    // A snapshot holds the state between two steps: train just to the end of this one.
    const far = snapshotDue ? session.step + 1 : this.model.toldStep + MOST_STEPS_UNREAD;
    const target = Math.min(this.target, far, this.nextMeasurement());
    const reached = crew ? crew.train(target, milliseconds) : session.train(target, milliseconds);
    this.busySeconds += (performance.now() - began) / 1000;
    if (reached === true) this.measured();
    if (reached === true && snapshotDue) this.snapshot();
    const full = session.step - this.model.toldStep >= MOST_STEPS_UNREAD;
    if (full || performance.now() - this.lastRead >= PROGRESS_MILLISECONDS) this.read();
    if (typeof reached === "boolean") return reached && session.step >= this.target;
    this.restedSince = performance.now();
    return reached;
  }

  /** The page has taken the last progress: it may have the next one. */
  taken(): void {
    this.inFlight = false;
    this.send();
  }

  end(): void {
    this.model.crew?.pause();
    this.read();
    if (this.waiting) this.events.progress(this.waiting);
    // Stopped within a step, the last regular snapshot has to do: ending the step would make Pause wait.
    if (this.model.session.betweenSteps) this.snapshot();
    this.events.end();
  }

  fail(error: unknown): void {
    if ((error as { code?: unknown }).code === "diverged") {
      this.read();
      if (this.waiting) this.events.progress(this.waiting);
    }
    this.events.fail(error);
  }

  /** Where patience has to look at the validation loss: the state that it belongs to is there only until the next step. */
  private nextMeasurement(): number {
    const { session } = this.model;
    if (this.goal.patience === 0) return Infinity;
    // Between steps what was measured here is known; otherwise it may be being measured now.
    const from = session.betweenSteps ? session.step + 1 : session.step;
    return Math.ceil(from / session.validateEvery) * session.validateEvery;
  }

  private measured(): void {
    const { session, snapshots } = this.model;
    const { patience } = this.goal;
    if (patience === 0 || session.step % session.validateEvery !== 0) return;
    this.worse = snapshots.takeIfBest(session.validationLoss) ? 0 : this.worse + 1;
    if (this.worse >= patience) this.target = session.step;
  }

  private read(): void {
    const { session, crew } = this.model;
    const t = session.training();
    this.lastRead = performance.now();
    const steps = Math.max(0, t.step - this.model.toldStep);
    // Training that diverged has gone back: the steps that the model will take again are not told now.
    const losses = t.losses.slice(0, steps);
    this.measure(steps);
    // A validation ends later than its step, which may have been told without it.
    const validated = t.validationStep > this.model.toldValidation;
    this.model.toldStep = t.step;
    this.model.toldValidation = t.validationStep;
    if (losses.length === 0 && !validated) return;
    this.waiting = mergeProgress(this.waiting, {
      step: t.step,
      loss: losses.at(-1) ?? Math.fround(t.loss),
      losses,
      validationLoss: t.validationStep > 0 ? t.validationLoss : null,
      validationStep: t.validationStep,
      gradientNorm: t.gradientNorm,
      charactersPerSecond: this.speed,
      epoch: t.epoch,
      teacherProbability: session.teacherProbability,
      best: this.model.snapshots.best,
      workers: crew?.workers ?? 1,
      gain: crew?.gain ?? null,
    });
    this.send();
  }

  private measure(steps: number): void {
    if (steps === 0) return;
    const recent = (steps * this.perStep) / this.busySeconds;
    const weight = this.speed === 0 ? 1 : 1 - Math.exp(-this.busySeconds / SPEED_MEMORY_SECONDS);
    this.speed += weight * (recent - this.speed);
    this.busySeconds = 0;
  }

  private send(): void {
    if (this.inFlight || !this.waiting) return;
    this.inFlight = true;
    this.events.progress(this.waiting);
    this.waiting = null;
  }

  private snapshot(): void {
    this.lastSnapshot = performance.now();
    const { step, file } = this.model.snapshots.take();
    this.events.snapshot(step, file.slice());
  }
}
