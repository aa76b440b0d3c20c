/** Runs on the worker. The states of one model's training that can be gone back to. */
import type { Trained } from "#engine";
import type { Progress, Snapshot } from "./api.js";
import type { Bytes } from "./protocol.js";
import { fieldError } from "./settings.js";

const MOST = 8;
const MOST_BYTES = 64e6;
/** A weight and two moments. */
const BYTES_PER_PARAMETER = 12;

interface Kept extends Snapshot { file: Bytes }

export class Snapshots {
  /** Of early stopping; its state is never dropped. */
  best: Progress["best"] = null;
  /** In the order in which they were taken. */
  private kept: Kept[] = [];

  constructor(private readonly session: Trained, private readonly settings: string) {}

  /** Where training begins, unless there is a snapshot already or this one would leave no room for others. */
  begin(): void {
    if (this.kept.length === 0 && this.session.parameters * BYTES_PER_PARAMETER < MOST_BYTES) this.take();
  }

  list(): Snapshot[] {
    return this.kept.map(({ step, loss }) => ({ step, loss })).sort((a, b) => a.step - b.step);
  }

  /** Ends the step under way first. */
  take(): Kept {
    const { session } = this;
    const file = session.snapshot(this.settings);
    const { step } = session;
    // As `Progress` tells it.
    const loss = Math.fround(session.loss);
    const before = this.kept.find((one) => one.step === step);
    const taken = { step, loss: Number.isNaN(loss) ? (before?.loss ?? null) : loss, file };
    this.kept = [...this.kept.filter((one) => one !== before), taken];
    this.drop(taken);
    return taken;
  }

  /** Keeps the state of now if no measurement was better. */
  takeIfBest(validationLoss: number): boolean {
    if (this.best && validationLoss >= this.best.validationLoss) return false;
    this.best = { step: this.session.step, validationLoss };
    this.take();
    return true;
  }

  find(step: number): Kept {
    const found = this.kept.find((one) => one.step === step);
    if (!found) throw fieldError("step", { reason: "no-snapshot", value: String(step), steps: this.list().map((one) => one.step).join(", ") });
    return found;
  }

  /** The session stands at that step again, and its losses count from there. */
  goTo(step: number): Snapshot {
    const { loss, file } = this.find(step);
    this.session.restore(file);
    this.session.training();
    if (this.best && this.best.step > step) this.best = null;
    return { step, loss };
  }

  private drop(newest: Kept): void {
    const bytes = () => this.kept.reduce((sum, { file }) => sum + file.length, 0);
    while (this.kept.length > MOST || bytes() > MOST_BYTES) {
      const at = this.kept.findIndex((one) => one !== newest && one.step !== this.best?.step);
      if (at < 0) return;
      this.kept.splice(at, 1);
    }
  }
}
