import { describe, expect, it } from "vitest";
import { LossHistory } from "../../../web/src/state/loss-history.js";

const loss = (step: number) => 4 / Math.sqrt(step) + ((step * 7919) % 13) / 100;
const steps = (from: number, to: number) => Float64Array.from({ length: to - from + 1 }, (_, k) => loss(from + k));

describe("the loss of a whole run", () => {
  it("keeps every step while there is room", () => {
    const history = new LossHistory(64);
    history.add(40, steps(1, 40));
    const curve = history.curve();
    expect(curve.every).toBe(1);
    expect([...curve.step]).toEqual(Array.from({ length: 40 }, (_, k) => k + 1));
    expect([...curve.mean]).toEqual([...steps(1, 40)]);
  });

  it("stays within its room and keeps means and extremes true", () => {
    const history = new LossHistory(64);
    history.add(1000, steps(1, 1000));
    const curve = history.curve();
    expect(curve.every).toBe(16);
    expect(curve.length).toBe(63);
    const third = steps(33, 48);
    expect(curve.step[2]).toBe(48);
    expect(curve.mean[2]).toBeCloseTo(third.reduce((a, b) => a + b) / 16, 12);
    expect([curve.low[2], curve.high[2]]).toEqual([Math.min(...third), Math.max(...third)]);
  });

  it("does not depend on how the steps arrive", () => {
    const [one, other] = [new LossHistory(32), new LossHistory(32)];
    one.add(500, steps(1, 500));
    for (let from = 1; from <= 500; from += 7) other.add(Math.min(500, from + 6), steps(from, Math.min(500, from + 6)));
    expect(other.curve()).toEqual(one.curve());
  });

  it("goes back when the model does", () => {
    const [history, straight] = [new LossHistory(64), new LossHistory(64)];
    history.add(50, steps(1, 50));
    history.addValidation(45, 2);
    history.add(40, steps(31, 40));
    straight.add(40, steps(1, 40));
    expect(history.lastStep).toBe(40);
    expect([...history.curve().mean]).toEqual([...straight.curve().mean]);
    expect(history.curve().validation).toEqual([]);
  });

  it("survives infinities and a million steps", () => {
    const history = new LossHistory();
    history.add(3, [1, Infinity, Number.NaN]);
    for (let step = 1000; step <= 1_000_000; step += 1000) history.add(step, new Float32Array(1000).fill(1.5));
    for (let step = 1; step < 2000; step++) history.addValidation(step * 500, 1);
    const curve = history.curve();
    expect(curve.length).toBeLessThanOrEqual(2048);
    expect(curve.smooth[curve.length - 1]).toBeCloseTo(1.5, 6);
    expect(history.validation.length).toBeLessThanOrEqual(512);
  });
});
