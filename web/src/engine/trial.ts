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
  /** Of the present try, or since the last one; time between calls of `train` does not count. */
  private seconds = 0;
  private steps = 0;
  private mark = { at: 0, step: 0 };

  /** Called before each step: how many of the workers that are there should compute it. */
  workers(present: number, step: number): number {
    if (present === 1) return 1;
    this.count(step);
    if (present !== this.present) Object.assign(this, { present, gain: null, tries: [], seconds: 0, steps: 0 });
    this.judge();
    const together = this.tries ? this.tries.length % 2 === 0 : this.gain! > 1;
    return together ? present : 1;
  }

  /** Training goes on after a pause. */
  resume(step: number): void {
    this.mark = { at: performance.now(), step };
  }

  pause(step: number): void {
    this.count(step);
  }

  private count(step: number): void {
    this.seconds += (performance.now() - this.mark.at) / 1000;
    this.steps += Math.max(0, step - this.mark.step);
    this.resume(step);
  }

  private judge(): void {
    const { seconds, steps, tries } = this;
    if (seconds < (tries ? TRY_SECONDS : VALID_SECONDS) || steps < TRY_STEPS) return;
    Object.assign(this, { seconds: 0, steps: 0 });
    if (!tries) {
      this.tries = [];
      return;
    }
    tries.push(steps / seconds);
    const [, alone, together] = tries;
    if (!alone || !together) return;
    this.gain = together / alone;
    this.tries = null;
  }
}
