import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Trial } from "../../../web/src/engine/trial.js";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

/** Steps of so many milliseconds alone and together, until so many seconds have passed. */
function run(trial: Trial, alone: number, together: number, present = 2, seconds = 3): number[] {
  const used: number[] = [];
  for (let elapsed = 0, step = 0; elapsed < seconds * 1000; step++) {
    const workers = trial.workers(present, step);
    const took = workers > 1 ? together : alone;
    vi.advanceTimersByTime(took);
    elapsed += took;
    used.push(workers);
  }
  return used;
}

describe("a trial", () => {
  it("keeps helpers that make training faster, and tells by how much", () => {
    const trial = new Trial();
    const used = run(trial, 18, 10);
    expect(trial.gain).toBeCloseTo(1.8, 1);
    expect(used[0]).toBe(2);
    expect(used).toContain(1);
    expect(used.at(-1)).toBe(2);
  });

  it("leaves out helpers that make it slower", () => {
    const trial = new Trial();
    expect(run(trial, 1, 2).at(-1)).toBe(1);
    expect(trial.gain).toBeCloseTo(0.5, 1);
  });

  it("compares steps that are long in steps, not in seconds", () => {
    const trial = new Trial();
    run(trial, 2000, 1100, 2, 20);
    expect(trial.gain).toBeCloseTo(1.8, 1);
  });

  it("tries anew when another helper is there", () => {
    const trial = new Trial();
    run(trial, 18, 10);
    expect(trial.workers(3, 1000)).toBe(3);
    expect(trial.gain).toBeNull();
  });

  it("does not count a pause", () => {
    const trial = new Trial();
    for (let k = 0; k < 40; k++) {
      run(trial, 18, 10, 2, 0.9);
      vi.advanceTimersByTime(60_000);
      trial.resume(0);
    }
    expect(trial.gain).toBeCloseTo(1.8, 1);
  });

  it("adds up what short calls of training tell", () => {
    const trial = new Trial();
    for (let step = 0; step < 40; step++) {
      trial.resume(step);
      vi.advanceTimersByTime(trial.workers(2, step) > 1 ? 300 : 540);
      trial.pause(step + 1);
      vi.advanceTimersByTime(2000); // a sample is written
    }
    expect(trial.gain).toBeCloseTo(1.8, 1);
  });

  it("asks again after half a minute, and keeps what it knew meanwhile", () => {
    const trial = new Trial();
    run(trial, 18, 10);
    const used = run(trial, 10, 18, 2, 40);
    expect(used.filter((workers) => workers === 1).length).toBeGreaterThan(20);
    expect(trial.gain).toBeCloseTo(0.55, 1);
  });

  it("has nothing to try for one worker", () => {
    const trial = new Trial();
    expect(run(trial, 5, 5, 1)).not.toContain(2);
    expect(trial.gain).toBeNull();
  });
});
