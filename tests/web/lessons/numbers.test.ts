/** How quoted numbers are read and compared (`tests/lessons`). */
import { expect, it } from "vitest";
import type { Engine } from "../../../web/src/engine/index.js";
import type { LessonEntry } from "../../../web/lessons/lessons.js";
import { check, disagreement, readNumber } from "../../lessons/numbers.js";

it.each([
  ["12", 12, 1], ["1,234", 1234, 1], ["0.50", 0.5, 0.01], ["-3.1", -3.1, 0.1], ["−3.1", -3.1, 0.1], ["1.2e-9", 1.2e-9, 1e-10],
  ["1.2 × 10⁻⁹", 1.2e-9, 1e-10], ["3×10¹²", 3e12, 1e12], ["12 %", 0.12, 0.01], ["0.18%", 0.0018, 0.0001],
])("reads %s", (text, value, unit) => {
  expect(readNumber(text)).toEqual({ value, unit });
});

it.each(["", "three", "1,23", "0.5.1", "1.2 x 10", "12 ms"])("does not read %j", (text) => expect(readNumber(text)).toBeNull());

it("compares at the printed precision", () => {
  expect(disagreement("1.2", 1.249)).toBeNull();
  expect(disagreement("1.2", 1.15)).toBeNull();
  expect(disagreement("1.2", 1.26)).toBe("it is 1.26, but 1.2 is printed");
  expect(disagreement("1.20", 1.21)).not.toBeNull();
  expect(disagreement("12 %", 0.1234)).toBeNull();
  expect(disagreement("-0.5", 0.5)).not.toBeNull();
  expect(disagreement("hello", "hello")).toBeNull();
  expect(disagreement("hello ", "hello")).not.toBeNull();
  expect(disagreement("about 3", 3)).toContain("is not a number");
  expect(disagreement("3", Number.NaN)).not.toBeNull();
});

it("wants every number computed and every computed number quoted, in both languages", async () => {
  const quoted = (...names: [string, string][]) => ({ numbers: names.map(([name, text], at) => ({ name, text, line: at + 1 })) });
  const lesson = {
    slug: "01-x", presets: { a: { k: 2 }, b: { k: 3 } },
    zh: quoted(["a.square", "4"], ["a.lost", "1"]), en: quoted(["a.square", "5"]),
  } as unknown as LessonEntry;
  const square = async ({ preset, presets }: { preset: Record<string, unknown>; presets: object }) => ({ square: Number(preset["k"]) ** 2, presets: Object.keys(presets).length });
  expect(await check(lesson, { a: square, c: square }, {} as Engine)).toEqual([
    "numbers are computed for the preset c, which is not there",
    "01-x/zh.md:2: a.lost: nothing computes it",
    "01-x/zh.md: a.presets is computed but quoted nowhere",
    "01-x/en.md:1: a.square: it is 4, but 5 is printed",
    "01-x/en.md: a.presets is computed but quoted nowhere",
  ]);
});
