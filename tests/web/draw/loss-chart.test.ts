import { describe, expect, it } from "vitest";
import { drawLossChart, lossChartLayout, type LossChartData, type LossCurve } from "../../../web/src/draw/loss-chart.js";
import { linearScale, logScale, niceCeiling } from "../../../web/src/draw/scale.js";

describe("scales", () => {
  it("map ends to ends", () => {
    const scale = linearScale([0, 4], [100, 0], 4);
    expect([scale(0), scale(2), scale(4)]).toEqual([100, 50, 0]);
    expect(scale.ticks).toEqual([0, 1, 2, 3, 4]);
    const log = logScale([1, 1000], [0, 300], 12);
    expect([log(1), log(10), log(1000)].map(Math.round)).toEqual([0, 100, 300]);
    expect(log.ticks).toEqual([1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]);
  });

  it("grow in calm steps", () => {
    expect([0.7, 1, 11, 49, 50, 51, 2999, 3001].map(niceCeiling)).toEqual([0.8, 1, 15, 50, 50, 60, 3000, 4000]);
    expect(niceCeiling(0)).toBe(1);
  });
});

/** Notes which calls a drawing makes, and with which numbers. */
function recorder() {
  const numbers: number[] = [];
  const texts: string[] = [];
  const context = new Proxy({} as Record<string, unknown>, {
    get: (target, name: string) => target[name] ?? ((...given: unknown[]) => {
      numbers.push(...given.filter((value): value is number => typeof value === "number"));
      if (name === "fillText") texts.push(String(given[0]));
      return name === "measureText" ? { width: 40 } : undefined;
    }),
    set: (target, name: string, value) => ((target[name] = value), true),
  });
  return { context: context as unknown as CanvasRenderingContext2D, numbers, texts };
}

function curve(losses: number[]): LossCurve {
  const step = losses.map((_, k) => k + 1);
  return { length: losses.length, step, mean: losses, low: losses, high: losses, smooth: losses, validation: [{ step: 2, loss: 3 }] };
}

const size = { width: 600, height: 300, pixelRatio: 2 };
const words = {
  nats: "nats", step: "step", perplexity: "perplexity", train: "training", validation: "held out", before: "before", uniform: "guessing", number: String,
};
const data = (given: Partial<LossChartData>): LossChartData => ({ run: null, ghost: null, uniform: null, stepAxis: "linear", cursor: null, ...given });

describe("the loss chart", () => {
  it.each(["light", "dark"] as const)("names what it draws, and only that (%s)", (theme) => {
    const empty = recorder();
    drawLossChart(empty.context, data({}), words, size, theme);
    expect(empty.texts).not.toContain("training");
    const full = recorder();
    drawLossChart(full.context, data({ run: curve([4, 3, 2]), ghost: curve([4, 3.5]), uniform: 4.1 }), words, size, theme);
    for (const name of ["training", "held out", "before", "guessing", "nats", "step"]) expect(full.texts).toContain(name);
  });

  it.each(["linear", "log"] as const)("never hands the canvas a number that is none (%s)", (stepAxis) => {
    const drawn = recorder();
    const wild = curve([4, Number.NaN, 1e30, Infinity, 0, 2]);
    drawLossChart(drawn.context, data({ run: wild, stepAxis, uniform: 4, cursor: 3 }), words, size, "light");
    expect(drawn.numbers.filter(Number.isNaN)).toEqual([]);
  });

  it("keeps a run that explodes from flattening the rest", () => {
    const { y, bottom } = lossChartLayout(data({ run: curve([4, 3, 1e9]), uniform: 4 }), size);
    expect(bottom - y(3)).toBeGreaterThan(60);
  });
});
