import { describe, expect, it } from "vitest";
import { bestOf, columnOf, correlation, correlations, featureOf, rankOf, unitScale } from "../../../web/src/state/followers.js";
import { gatesFields, gatesPlan, isChanged, meansOf, passageOf, saturationOf, settingsOf, type GatesSettings } from "../../../web/src/state/gates.js";
import { marksText } from "../../../web/src/state/marks-text.js";

describe("what units may follow", () => {
  const of = (feature: Parameters<typeof featureOf>[0], text: string) => featureOf(feature, [...text]).join("");

  it("is found in the characters alone", () => {
    expect(of("quote", `a"b"c“d”e「f」`)).toBe("011001100110");
    expect(of("bracket", "a(b[c])d)e（f）")).toBe("0112210000110");
    expect(of("line", "ab\ncde\nf")).toBe("12012301");
    expect(of("word", "ab, don't 门")).toBe("12001234501");
    expect(unitScale([0, 2, 4])).toEqual([0, 0.5, 1]);
    expect(unitScale([0, 0])).toEqual([0, 0]);
  });

  it("is measured by Pearson's r, which is 0 for what never changes", () => {
    expect(correlation([1, 2, 3], [10, 20, 30])).toBeCloseTo(1, 12);
    expect(correlation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
    // By hand: covariance 1, variances 2 and 2.
    expect(correlation([1, 2, 3], [1, 3, 2])).toBeCloseTo(0.5, 12);
    expect([correlation([0.9, 0.9, 0.9], [0, 1, 0]), correlation([1, 2, 3], [0, 0, 0])]).toEqual([0, 0]);
  });

  it("leads to the unit that goes with it most closely, in either direction", () => {
    const rows = [[0, 5, 0.1], [1, 1, 0.2], [0, 5, 0.1], [1, 1, 0.4]];
    const r = correlations(rows, [0, 1, 0, 1]);
    expect(r.map((value) => Math.round(100 * value) / 100)).toEqual([1, -1, 0.82]);
    expect([bestOf(r), bestOf([0.1, -0.9, 0.5]), columnOf(rows, 1)]).toEqual([0, 1, [5, 1, 5, 1]]);
    expect([0, 1, 2].map((unit) => rankOf([0.1, 0.5, -0.2], unit))).toEqual([2, 1, 3]);
  });
});

describe("the gates' summary", () => {
  it("is their means, and how often each is nearly shut or open", () => {
    const rows = [[0.05, 0.95], [0.05, 0.5], [0.2, 1]];
    expect(meansOf(rows)).toEqual([0.5, 0.275, 0.6]);
    expect(saturationOf(rows)).toEqual({ shut: [2 / 3, 0], open: [0, 2 / 3] });
  });
});

const usual = Object.fromEntries(Object.entries(gatesFields).map(([name, { fallback }]) => [name, fallback])) as unknown as GatesSettings;

describe("the experiment with gates", () => {
  it("has one model until something is changed, then two from one seed and text", () => {
    expect([isChanged(usual), Object.keys(gatesPlan(usual).models)]).toEqual([false, ["plain"]]);
    const { models: { plain, changed } } = gatesPlan({ ...usual, "hold.f": "0.9", forgetBias: 2, seed: 7 });
    expect(changed).toEqual({ ...plain, forgetBias: 2, hold: { f: 0.9 } });
    expect(plain).not.toHaveProperty("hold");
  });

  it("can be told from its plan, so that exhibits can share it", () => {
    for (const settings of [usual, { ...usual, learn: "story", "hold.i": "0", steps: 50 }, { ...usual, learn: "own", own: "to be or not to be ".repeat(40), hidden: 8, seed: 5, forgetBias: 3 }] as GatesSettings[]) {
      const plan = gatesPlan(settings);
      expect(gatesPlan({ ...usual, ...settingsOf(plan) } as GatesSettings)).toEqual(plan);
    }
    expect(settingsOf({ models: { lstm: { task: "language-model" } }, steps: 1, every: 1 })).toBeNull();
  });

  it("reads the reader's passage, or one it never trains on", () => {
    expect(passageOf({ ...usual, passage: "abc" })).toBe("abc");
    expect(passageOf({ ...usual, learn: "own", own: "0123456789".repeat(5) })).toBe("56789");
    for (const learn of ["marks-en", "marks-zh"] as const) {
      const passage = passageOf({ ...usual, learn });
      expect((gatesPlan({ ...usual, learn }).models.plain as { text: string }).text).not.toContain(passage);
      for (const feature of ["quote", "bracket", "line"] as const) expect(Math.max(...featureOf(feature, [...passage])), `${learn} ${feature}`).toBeGreaterThan(0);
    }
  });

  it("learns lines in which every mark is closed by its own, from a seed", () => {
    for (const [language, width] of [["en", 36], ["zh", 20]] as const) {
      const text = marksText(language, 4000, 3);
      expect([text.length, marksText(language, 4000, 3) === text, marksText(language, 4000, 4) === text]).toEqual([4000, true, false]);
      expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(width);
      const marks = text.replace(/[^"“”()（）]/g, "");
      expect(marks).toMatch(language === "en" ? /^("")?(\(\)"")+\(?\)?"?$/ : /^(“”)?(（）“”)+（?）?“?$/);
    }
  });
});
