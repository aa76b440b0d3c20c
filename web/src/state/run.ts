/** One model's life as the reader sees it: its curve, its samples, where it stands. */
import type { Model, ModelInfo, Numerics, Progress } from "../engine/api.js";
import { LossHistory } from "./loss-history.js";

export interface SampleEntry {
  id: number;
  prompt: string;
  text: string;
  step: number;
  temperature: number;
  /** exp of the training loss at that step, or null before the first step. */
  perplexity: number | null;
}

const MOST_SAMPLES = 60;
const MOST_SAMPLE_CHARACTERS = 300_000;

export class Run {
  readonly history = new LossHistory();
  samples: SampleEntry[] = [];
  progress: Progress | null = null;
  info: ModelInfo | null = null;
  model: Model | null = null;
  /** What its engine really runs. */
  numerics: Numerics = "reproducible";
  /** Where training stops next. */
  target = 0;
  /** What the model was built from, to notice that it no longer is what the settings say. */
  builtFrom: ReadonlyMap<string, number | string> | null = null;
  /** The file it was opened from without a text: it can write, and learn once it is opened with one. */
  file: Uint8Array | null = null;
  #speed = 0;
  #nextSample = 1;

  get step(): number {
    return this.progress?.step ?? 0;
  }

  record(progress: Progress): void {
    this.progress = progress;
    this.history.add(progress.step, progress.losses);
    if (progress.validationLoss !== null) this.history.addValidation(progress.validationStep, progress.validationLoss);
    const now = progress.charactersPerSecond;
    if (Number.isFinite(now) && now > 0) this.#speed = this.#speed === 0 ? now : this.#speed + 0.15 * (now - this.#speed);
  }

  /** Characters per second, without the flicker. */
  get speed(): number {
    return this.#speed;
  }

  /** Seconds to the target at this speed, or null when unknown. */
  get secondsLeft(): number | null {
    const settings = this.info?.settings;
    if (!settings || this.#speed === 0 || this.step >= this.target) return null;
    return ((this.target - this.step) * settings.batch * settings.window) / this.#speed;
  }

  addSample(entry: Omit<SampleEntry, "id">): void {
    this.samples = [{ id: this.#nextSample++, ...entry }, ...this.samples];
    let characters = 0;
    const room = this.samples.findIndex((sample, k) => {
      characters += sample.text.length;
      return k >= MOST_SAMPLES || (k > 0 && characters > MOST_SAMPLE_CHARACTERS);
    });
    if (room > 0) this.samples.length = room;
  }

  close(): void {
    this.model?.close();
    this.model = null;
  }
}
