/** Runs on the worker that leads. Finds out by trying, now and then, whether helpers make a model's training faster. */

/** How long one way of working is tried, in seconds and steps. */
const TRY_SECONDS = 0.4;
const TRY_STEPS = 3;
/** Other programs come and go: what was found out is asked again after so many seconds. */
const VALID_SECONDS = 30;

export class Trial {
  /** Speed together ÷ speed alone, as last measured. */
  gain: number | null = null;
  private present = 1;
  /** Steps per second: together to warm up, alone, together. Null when it is known. */
  private tries: number[] | null = [];
  private began = { at: 0, step: 0 };

  /** Called before each step: how many of the workers that are there should compute it. */
  workers(present: number, step: number): number {
    if (present === 1) return 1;
    if (present !== this.present) {
      Object.assign(this, { present, gain: null, tries: [] });
      this.resume(step);
    }
    this.watch(step);
    const together = this.tries ? this.tries.length % 2 === 0 : this.gain! > 1;
    return together ? present : 1;
  }

  /** Training goes on after a pause, which is not to be counted. */
  resume(step: number): void {
    this.began = { at: performance.now(), step };
  }

  private watch(step: number): void {
    const seconds = (performance.now() - this.began.at) / 1000;
    const steps = step - this.began.step;
    if (seconds < (this.tries ? TRY_SECONDS : VALID_SECONDS) || steps < TRY_STEPS) return;
    this.resume(step);
    if (!this.tries) {
      this.tries = [];
      return;
    }
    this.tries.push(steps / seconds);
    const [, alone, together] = this.tries;
    if (!alone || !together) return;
    this.gain = together / alone;
    this.tries = null;
  }
}
