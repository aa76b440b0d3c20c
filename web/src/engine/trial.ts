/** Runs on the worker that leads. Finds out by trying whether helpers make a model's training faster. */

/** How long one way of working is tried, in seconds and steps; the first try is for warming up. */
const TRY_SECONDS = 0.4;
const TRY_STEPS = 3;

export class Trial {
  /** Speed together ÷ speed alone. */
  gain: number | null = null;
  private present = 1;
  private tries: { together: boolean; speed: number }[] = [];
  private began = { at: 0, step: 0 };

  /** Called before each step: how many of the workers that are there should compute it. */
  workers(present: number, step: number): number {
    if (present === 1) return 1;
    if (present !== this.present) this.restart(present, step);
    if (this.gain === null) this.watch(step);
    return this.gain === null ? (this.together ? present : 1) : this.gain > 1 ? present : 1;
  }

  private get together(): boolean {
    return this.tries.length % 2 === 0;
  }

  private restart(present: number, step: number): void {
    Object.assign(this, { present, gain: null, tries: [], began: { at: performance.now(), step } });
  }

  /** Together to warm up, then alone, then together. */
  private watch(step: number): void {
    const seconds = (performance.now() - this.began.at) / 1000;
    const steps = step - this.began.step;
    if (seconds < TRY_SECONDS || steps < TRY_STEPS) return;
    this.tries.push({ together: this.together, speed: steps / seconds });
    this.began = { at: performance.now(), step };
    const [, alone, together] = this.tries;
    if (alone && together) this.gain = together.speed / alone.speed;
  }
}
