/**
 * The loss of a whole run in bounded memory. While there is room, every step is kept; when the room is used
 * up, neighbours are joined in pairs (their mean and their extremes stay), again and again. Which steps are
 * joined depends on the step numbers alone, so two equal runs leave equal histories.
 */

export interface ValidationPoint { step: number; loss: number }

/** Weight of the newest step in the smoothed curve: it averages over about the last tenth of the run, at most 100 steps. */
const newest = (step: number): number => Math.max(0.02, 1 / (1 + 0.1 * (step - 1)));
const MAX_VALIDATION_POINTS = 512;

export class LossHistory {
  /** How many steps one entry stands for. */
  every = 1;
  /** The last step recorded. */
  lastStep = 0;
  validation: ValidationPoint[] = [];
  readonly #capacity: number;
  #count: Uint32Array;
  #sum: Float64Array;
  #low: Float64Array;
  #high: Float64Array;
  #smooth: Float64Array;
  #average = Number.NaN;

  constructor(capacity = 2048) {
    this.#capacity = capacity;
    this.#count = new Uint32Array(capacity);
    [this.#sum, this.#low, this.#high, this.#smooth] = Array.from({ length: 4 }, () => new Float64Array(capacity)) as
      [Float64Array, Float64Array, Float64Array, Float64Array];
  }

  /** `losses` are those of consecutive steps, the last of them `lastStep`. Earlier records of these steps are dropped. */
  add(lastStep: number, losses: ArrayLike<number>): void {
    const before = lastStep - losses.length;
    if (before < this.lastStep) this.rewind(before);
    for (let k = 0; k < losses.length; k++) this.#addOne(before + k + 1, losses[k]!);
  }

  addValidation(step: number, loss: number): void {
    const last = this.validation.at(-1);
    if (last && last.step >= step) return;
    this.validation.push({ step, loss });
    if (this.validation.length > MAX_VALIDATION_POINTS) this.validation = this.validation.filter((_, k) => k % 2 === 1);
  }

  /** Forgets what came after `step`: a model went back to an earlier snapshot. */
  rewind(step: number): void {
    const kept = Math.floor(Math.max(0, step) / this.every);
    this.#count.fill(0, kept);
    this.lastStep = Math.min(this.lastStep, Math.max(0, step));
    this.#average = kept > 0 ? this.#smooth[kept - 1]! : Number.NaN;
    this.validation = this.validation.filter((point) => point.step <= step);
  }

  get isEmpty(): boolean {
    return this.lastStep === 0;
  }

  /** Entry k stands for the steps up to `step[k]`; entries without data are left out. */
  curve() {
    const used = Math.ceil(this.lastStep / this.every);
    const step = new Float64Array(used);
    const columns = { mean: step.slice(), low: step.slice(), high: step.slice(), smooth: step.slice() };
    let length = 0;
    for (let k = 0; k < used; k++) {
      if (this.#count[k] === 0) continue;
      step[length] = Math.min((k + 1) * this.every, this.lastStep);
      columns.mean[length] = this.#sum[k]! / this.#count[k]!;
      columns.low[length] = this.#low[k]!;
      columns.high[length] = this.#high[k]!;
      columns.smooth[length] = this.#smooth[k]!;
      length++;
    }
    return { length, step, ...columns, validation: this.validation, every: this.every };
  }

  #addOne(step: number, loss: number): void {
    while (step > this.#capacity * this.every) this.#halve();
    const k = Math.floor((step - 1) / this.every);
    if (Number.isFinite(loss)) {
      this.#average = Number.isNaN(this.#average) ? loss : this.#average + newest(step) * (loss - this.#average);
    }
    const fresh = this.#count[k] === 0;
    this.#count[k]!++;
    this.#sum[k] = fresh ? loss : this.#sum[k]! + loss;
    this.#low[k] = fresh ? loss : Math.min(this.#low[k]!, loss);
    this.#high[k] = fresh ? loss : Math.max(this.#high[k]!, loss);
    this.#smooth[k] = this.#average;
    this.lastStep = step;
  }

  #halve(): void {
    const half = this.#capacity / 2;
    for (let k = 0; k < half; k++) {
      const [a, b] = [2 * k, 2 * k + 1];
      const [inA, inB] = [this.#count[a]!, this.#count[b]!];
      const newest = inB > 0 ? b : a;
      this.#sum[k] = (inA ? this.#sum[a]! : 0) + (inB ? this.#sum[b]! : 0);
      this.#low[k] = inA && inB ? Math.min(this.#low[a]!, this.#low[b]!) : this.#low[newest]!;
      this.#high[k] = inA && inB ? Math.max(this.#high[a]!, this.#high[b]!) : this.#high[newest]!;
      this.#smooth[k] = this.#smooth[newest]!;
      this.#count[k] = inA + inB;
    }
    this.#count.fill(0, half);
    this.every *= 2;
  }
}
