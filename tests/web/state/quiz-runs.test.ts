import { describe, expect, it } from "vitest";
import { Draft } from "../../../web/src/state/draft.js";
import { askedOf, planOf, problemsOf, questionOf, quizFields, runsOf, type Corpora, type QuizValues } from "../../../web/src/state/quiz-runs.js";

function values(preset: Record<string, unknown>): QuizValues {
  const draft = new Draft(quizFields);
  expect(draft.fill(preset)).toEqual([]);
  return draft.values;
}
const corpora = (language: "en" | "zh" = "en"): Corpora => ({ language, load: async (name) => `the ${name} text` });
const runs = { rnn: { cell: "rnn", seed: 3 }, lstm: { cell: "lstm", optimizer: { name: "sgd" } } };
const names = Object.keys(runs);
const kinds = (preset: Record<string, unknown>, options: string[] = [], of = names) => problemsOf(values({ runs, ...preset }), options, of).map(({ kind }) => kind);

describe("a plan", () => {
  it("has each run with its text and seed", async () => {
    expect(await planOf(values({ runs, steps: 40 }), null, corpora())).toEqual({
      models: {
        rnn: { task: "language-model", cell: "rnn", seed: 3, text: "the english text" },
        lstm: { task: "language-model", cell: "lstm", optimizer: { name: "sgd" }, text: "the english text" },
      }, steps: 40, every: 40,
    });
    const seeded = await planOf(values({ runs, seed: 9 }), null, corpora("zh"));
    expect(Object.values(seeded.models)).toEqual([expect.objectContaining({ seed: 9, text: "the chinese text" }), expect.objectContaining({ seed: 9 })]);
  });

  it("takes texts by name, with a gap, or written out, and none for models of examples", async () => {
    const given = { a: { text: "chinese" }, b: { text: { gap: 3, lines: 1 } }, c: { text: "abc" }, d: { task: "classify", data: "gap" } };
    const { models, every } = await planOf(values({ runs: given, steps: 0 }), null, corpora());
    expect(models["a"]!.text).toBe("the chinese text");
    expect(models["b"]!.text).toMatch(/^([a-d])\.+\?\1\n/);
    expect(models["c"]!.text).toBe("abc");
    expect(models["d"]).toEqual({ task: "classify", data: "gap" });
    expect(every).toBe(1);
  });

  it("puts the reader's setting into every run, however deep it lies", async () => {
    const plan = await planOf(values({ runs, sets: "optimizer.rate" }), 0.5, corpora());
    expect(plan.models["lstm"]).toMatchObject({ optimizer: { name: "sgd", rate: 0.5 } });
    expect((await planOf(values({ runs, sets: "forgetBias" }), 2, corpora())).models["rnn"]).toMatchObject({ forgetBias: 2 });
  });

  it("has no runs where they cannot be read", () => {
    for (const given of ["", "nonsense", "[1]", '{"a":3}', JSON.stringify(Object.fromEntries([..."abcde"].map((name) => [name, {}])))]) {
      expect(runsOf({ runs: given })).toEqual({});
    }
  });
});

it("the lens reads the text of the page's language", () => {
  expect(askedOf(values({ text: { en: "wave", zh: "浪" } }), "zh").text).toBe("浪");
  expect(askedOf(values({ text: { en: "wave" } }), "zh").text).toBe("wave");
  expect(askedOf(values({ text: "wave", distance: 4 }), "en")).toMatchObject({ text: "wave", distance: 4 });
  expect(askedOf(values({}), "en").text).toBe("");
});

it("a question is what the fields say", () => {
  expect(questionOf(values({ kind: "setting", goal: [0.05, null], scale: "log", from: 0.1, to: 5 }), ["a"], names))
    .toMatchObject({ kind: "setting", goal: [0.05, null], scale: "log", from: 0.1, to: 5, runs: names, options: ["a"] });
});

describe("what an author has to put right", () => {
  it.each<[string, Record<string, unknown>, string[], string[]]>([
    ["nothing", {}, ["rnn", "lstm"], []],
    ["too few answers", {}, ["rnn"], ["too-few-options"]],
    ["an answer that is none", {}, ["rnn", "maybe"], ["bad-option"]],
    ["an order that lacks a run", { kind: "order" }, ["rnn"], ["order-runs"]],
    ["a scale upside down", { kind: "number", from: 2, to: 1 }, [], ["bad-scale"]],
    ["a log scale from 0", { kind: "number", from: 0, to: 1, scale: "log" }, [], ["bad-scale"]],
    ["a setting without a name and a goal", { kind: "setting" }, [], ["no-setting", "bad-goal"]],
    ["a run that is not there", { kind: "number", run: "gru" }, [], ["no-such-run"]],
    ["a curve of a number", { kind: "curve" }, [], ["no-curve"]],
    ["a number of a curve", { kind: "number", measure: "loss-curve" }, [], ["no-number"]],
  ])("%s", (_, preset, options, problems) => expect(kinds(preset, options)).toEqual(problems));

  it("a comparison of other than two, and no runs at all", () => {
    expect(kinds({ kind: "number", compare: "ratio" }, [], ["rnn"])).toEqual(["two-runs"]);
    expect(kinds({}, [], [])).toEqual(["no-runs"]);
  });
});
