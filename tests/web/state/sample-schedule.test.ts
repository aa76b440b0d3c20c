import { expect, it } from "vitest";
import { nextSampleStep, sampleSpacing } from "../../../web/src/state/sample-schedule.js";
import { resolveModelSettings } from "../../../web/src/engine/settings.js";

const ladder = (spacing: number, until: number) => {
  const steps: number[] = [];
  for (let step = 0; step < until; steps.push(step)) step = nextSampleStep(step, spacing);
  return steps;
};

it("writes often at first, at round steps, and more seldom later", () => {
  expect(ladder(100, 1500)).toEqual([13, 25, 50, 100, 200, 300, 400, 500, 600, 700, 800, 1000, 1200, 1400, 1600]);
  expect(ladder(1, 12)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 10, 12]);
});

it("depends on the model's size alone", () => {
  const settings = resolveModelSettings({ task: "language-model", batch: 32, window: 64 });
  expect(sampleSpacing({ parameters: 110_000, settings })).toBe(20);
  expect(sampleSpacing({ parameters: 30_000_000, settings })).toBe(1);
});
