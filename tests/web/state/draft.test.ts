import { describe, expect, it } from "vitest";
import { Draft, isPresetName, parsePreset, readPresetAttribute } from "../../../web/src/state/draft.js";
import { choice, integer, logRange, range, set, text } from "../../../web/src/state/exhibit-fields.js";
import { gapLine, gapText, gapWindow } from "../../../web/src/state/gap-text.js";

const fields = { cell: choice(["rnn", "lstm"]), hidden: range(8, 1, 16, 1), rate: logRange(0.1, 1e-3, 10), shown: set(["a", "b", "c"], "a,b"), text: text("hello", 8), seed: integer(1, 0, 9) };

describe("an exhibit's settings", () => {
  it("keep what was typed, and count only what is right", () => {
    const draft = new Draft(fields);
    expect([draft.type("hidden", "0,5"), draft.typed("hidden"), draft.values.hidden, draft.problem("hidden")?.reason]).toEqual([false, "0,5", 8, "decimal-comma"]);
    expect([draft.type("hidden", "16"), draft.values.hidden, draft.problem("hidden")]).toEqual([true, 16, null]);
    expect([draft.type("hidden", "16"), draft.type("hidden", "1.5"), draft.values.hidden]).toEqual([false, false, 16]);
    expect([draft.type("text", "too many characters"), draft.problem("text")]).toEqual([false, { reason: "too-long", value: "19", max: 8 }]);
  });

  it("read sets in one order, from strings and lists", () => {
    const draft = new Draft(fields);
    draft.type("shown", "c,a");
    expect(draft.values.shown).toBe("a,c");
    draft.type("shown", ["b"]);
    expect(draft.values.shown).toBe("b");
    expect([draft.type("shown", ""), draft.problem("shown")?.reason, draft.type("shown", "z"), draft.problem("shown")?.reason]).toEqual([false, "missing", false, "not-a-choice"]);
  });

  it("are filled from a preset; what cannot be used is told and keeps its default", () => {
    const draft = new Draft(fields);
    const problems = draft.fill({ ...parsePreset("cell=lstm hidden=99 text=to+be&nonsense=1;seed=3") });
    expect(draft.values).toMatchObject({ cell: "lstm", hidden: 8, text: "to be", seed: 3 });
    expect(problems.map(({ kind, name }) => [kind, name])).toEqual([["field", "hidden"], ["unknown", "nonsense"]]);
  });

  it("take a lesson's preset by its name", async () => {
    expect([isPresetName("05-vanishing-exploding/relu"), isPresetName("cell=rnn")]).toEqual([true, false]);
    expect(await readPresetAttribute("05-x/relu", async (name) => ({ name }))).toEqual({ given: { name: "05-x/relu" }, problems: [] });
    const { problems } = await readPresetAttribute("05-x/relu", async () => Promise.reject(new RangeError("no")));
    expect(problems).toEqual([{ kind: "missing", name: "05-x/relu", failure: null }]);
  });
});

describe("the text with a gap", () => {
  it("is the same for the same seed, and its lines fill windows exactly", () => {
    const task = { gap: 12, keys: 4, lines: 64, seed: 7 };
    expect(gapText(task)).toBe(gapText(task));
    expect(gapText(task)).not.toBe(gapText({ ...task, seed: 8 }));
    expect(gapText(task).length).toBe(64 * gapWindow(12));
    const lines = gapText(task).match(/.{4,}/g)!;
    expect(lines).toHaveLength(64);
    for (const line of lines) expect(line).toMatch(/^([a-d])\.{1,12}\?\1$/);
    expect(lines).toContain(gapLine("a", 12));
    // Chance is fair enough that no key is much easier to guess.
    for (const key of "abcd") expect(lines.filter((line) => line[0] === key).length).toBeGreaterThan(6);
  });
});
