import { describe, expect, it } from "vitest";
import { count, insertBetween, markdownTable, percent, plainTable, times } from "./table.mjs";

it("writes numbers as people read them, and a dash for none", () => {
  expect([count(75_160.4), percent(0.688), times(28.7), times(0.98), count(null)]).toEqual(["75,160", "69 %", "29 ×", "1.0 ×", "–"]);
});

it("aligns columns", () => {
  expect(plainTable(["", "n"], [["a", "1,000"], ["long", "2"]]).split("\n")).toEqual(["          n", "────  ─────", "a     1,000", "long      2"]);
  expect(markdownTable(["x", "n"], [["a", "1"]])).toBe("| x | n |\n| --- | --: |\n| a | 1 |");
});

describe("insertBetween", () => {
  it("replaces what stands between the markers and nothing else", () => {
    const before = "top\n<!-- b -->\nold\n<!-- /b -->\nend\n";
    const after = insertBetween(before, "b", "new");
    expect(after).toBe("top\n<!-- b -->\nnew\n<!-- /b -->\nend\n");
    expect(insertBetween(after, "b", "new")).toBe(after);
  });

  it("says which lines are missing", () => {
    expect(() => insertBetween("text", "b", "new")).toThrow('"<!-- b -->"');
  });
});
