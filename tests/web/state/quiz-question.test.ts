import { describe, expect, it } from "vitest";
import { askedFor, fromPlace, isOption, judge, parseRange, place, pointsAt, sampled, type Measured, type Question } from "../../../web/src/state/quiz-question.js";

const question = (more: Partial<Question>): Question => ({
  kind: "choose", runs: ["rnn", "lstm"], options: [], best: "lowest", run: "", compare: "none", from: 0, to: 10, scale: "linear", tolerance: 0, goal: [null, null], ...more,
});
const measured = (runs: Record<string, number>): Measured => ({ x: null, runs: Object.entries(runs).map(([name, value]) => ({ name, values: [value] })) });
const two = measured({ rnn: 2.5, lstm: 1.5 });

describe("a range", () => {
  it.each([
    ["< 0.01", { low: -Infinity, high: 0.01 }], ["> 1e-3", { low: 1e-3, high: Infinity }], ["0.5 to 2", { low: 0.5, high: 2 }], ["-1 to 1", { low: -1, high: 1 }],
    ["2 to 1", null], ["lstm", null], ["1 to", null], ["", null],
  ])("%s", (written, range) => expect(parseRange(written)).toEqual(range));

  it("or a run, yes or no can be chosen, nothing else", () => {
    expect(["rnn", "yes", "no", "< 3", "maybe", "gru"].map((option) => isOption(option, ["rnn", "lstm"]))).toEqual([true, true, true, true, false, false]);
  });
});

describe("choosing", () => {
  it("among runs is right for the one with the lowest number, or the highest", () => {
    const options = ["rnn", "lstm"];
    expect(judge(question({ options }), "lstm", two)).toMatchObject({ right: true, truth: "lstm" });
    expect(judge(question({ options, best: "highest" }), "lstm", two)).toMatchObject({ right: false, truth: "rnn" });
  });

  it("never prefers a run that diverged", () => {
    for (const best of ["lowest", "highest"] as const) {
      expect(judge(question({ options: ["rnn", "lstm"], best }), "rnn", measured({ rnn: Infinity, lstm: 9 })).truth).toBe("lstm");
    }
  });

  it("among ranges includes the lower end and not the upper one", () => {
    const options = ["< 1.5", "1.5 to 2.5", "> 2.5"];
    expect(judge(question({ options, run: "lstm" }), "1.5 to 2.5", two).right).toBe(true);
    expect(judge(question({ options, run: "rnn" }), "> 2.5", two).right).toBe(true);
    expect(judge(question({ options, compare: "difference" }), "< 1.5", two).right).toBe(true);
  });

  it("between yes and no asks whether there is anything", () => {
    const options = ["yes", "no"];
    expect(judge(question({ options }), "yes", measured({ rnn: 1 })).right).toBe(true);
    expect(judge(question({ options }), "yes", measured({ rnn: 0 })).right).toBe(false);
  });

  it("is neither right nor wrong where no option covers what was measured", () => {
    expect(judge(question({ options: ["< 1", "5 to 9"] }), "< 1", two)).toMatchObject({ right: null, truth: null });
    expect(judge(question({ options: ["< 1", "> 1"] }), "< 1", measured({ rnn: Number.NaN })).right).toBeNull();
  });
});

it("an order is right when it is right from end to end", () => {
  const three = measured({ a: 3, b: 1, c: 2 });
  expect(judge(question({ kind: "order" }), ["b", "c", "a"], three).right).toBe(true);
  expect(judge(question({ kind: "order" }), ["b", "a", "c"], three)).toMatchObject({ right: false, truth: ["b", "c", "a"] });
  expect(judge(question({ kind: "order", best: "highest" }), ["a", "c", "b"], three).right).toBe(true);
});

describe("a number", () => {
  it("is right within a tenth of an even scale, or what the author allows", () => {
    const kind = { kind: "number" } as const;
    expect(judge(question(kind), 3.5, two)).toMatchObject({ right: true, side: "low", truth: 2.5 });
    expect(judge(question(kind), 3.6, two).right).toBe(false);
    expect(judge(question({ ...kind, tolerance: 2 }), 0.5, two)).toMatchObject({ right: true, side: "high" });
    expect(judge(question(kind), 5, two).off).toBeCloseTo(0.25);
  });

  it("is right within a factor on a scale of factors", () => {
    const log = { kind: "number", scale: "log", from: 1e-6, to: 1 } as const;
    const small = measured({ rnn: 1e-4 });
    expect(judge(question(log), 2e-4, small).right).toBe(true);
    expect(judge(question(log), 2.1e-4, small).right).toBe(false);
    expect(judge(question({ ...log, tolerance: 10 }), 1e-3, small).right).toBe(true);
  });

  it("beyond the scale lies on its edge", () => {
    const log = question({ kind: "number", scale: "log", from: 1e-6, to: 1 });
    expect(judge(log, 1e-6, measured({ rnn: 0 }))).toMatchObject({ right: true, off: 0 });
    expect(judge(log, 1, measured({ rnn: Infinity })).right).toBe(true);
    expect(place(log, Number.NaN)).toBe(0);
  });

  it("is found again from its place on the scale", () => {
    for (const scale of ["linear", "log"] as const) {
      const on = { from: 0.5, to: 40, scale };
      for (const value of [0.5, 1, 7, 40]) expect(fromPlace(on, place(on, value))).toBeCloseTo(value, 9);
    }
  });

  it("of two runs is their ratio or their difference", () => {
    expect(askedFor({ run: "", compare: "ratio" }, two)[0]).toBeCloseTo(5 / 3);
    expect(askedFor({ run: "", compare: "difference" }, two)[0]).toBeCloseTo(1);
    expect(askedFor({ run: "lstm", compare: "none" }, two)).toEqual([1.5]);
  });
});

describe("a curve", () => {
  const curve: Measured = { x: [0, 1, 2, 3, 4], runs: [{ name: "rnn", values: [1, 0.1, 0.01, 0.001, 0.0001] }] };
  const log = question({ kind: "curve", scale: "log", from: 1e-6, to: 1 });

  it("is compared at the reader's points, by its mean distance", () => {
    expect(judge(log, [1, 0.01, 0.0001], curve)).toMatchObject({ right: true, off: 0, truth: [1, 0.01, 0.0001] });
    expect(judge(log, [1, 1, 1], curve)).toMatchObject({ right: false });
    expect(judge(log, [1, 1, 1], curve).off).toBeCloseTo((0 + 2 / 6 + 4 / 6) / 3);
  });

  it("has points evenly from the first x to the last", () => {
    expect(pointsAt(5, 0, 60)).toEqual([0, 15, 30, 45, 60]);
    expect(sampled([1, 10, 20], [5, 6, 7], [0, 14, 16])).toEqual([5, 6, 7]);
  });
});

describe("a setting", () => {
  const aim = (low: number | null, high: number | null) => question({ kind: "setting", goal: [low, high], run: "rnn" });
  it("is right when the run falls into the goal, low end included", () => {
    expect(judge(aim(2.5, 3), 1, two)).toMatchObject({ right: true, side: null });
    expect(judge(aim(2, 2.5), 1, two)).toMatchObject({ right: false, side: "high" });
    expect(judge(aim(3, null), 1, two)).toMatchObject({ right: false, side: "low" });
    expect(judge(aim(0, null), 1, measured({ rnn: Number.NaN })).right).toBe(false);
  });
});
