/**
 * When to write a sample while training: about so many seconds apart, but always at a round step number, so
 * that a sample quoted from one machine can be found again on any other.
 */

/** Seconds to let pass after the n-th sample: lively at first, calmer later. */
export function patience(samples: number): number {
  if (samples < 7) return 2.3;
  if (samples < 14) return 5;
  return samples < 22 ? 10 : 20;
}

/** The step of the next sample. `stepsPerSecond` is 0 while nothing is known yet. */
export function nextSampleStep(step: number, stepsPerSecond: number, seconds: number): number {
  if (stepsPerSecond <= 0) return step + 5;
  const distance = Math.max(1, stepsPerSecond * seconds);
  const spacing = roundSpacing(distance / 2);
  return (Math.floor(step / spacing) + Math.max(1, Math.round(distance / spacing))) * spacing;
}

/** The largest of 1, 5, 10, 25, 50, 100, 250, 500 … not above `distance`; at least 1. */
function roundSpacing(distance: number): number {
  let spacing = 1;
  for (let power = 1; power <= 1e9; power *= 10) {
    for (const factor of [1, 2.5, 5]) {
      const candidate = factor * power;
      if (Number.isInteger(candidate) && candidate <= distance) spacing = candidate;
    }
  }
  return spacing;
}
