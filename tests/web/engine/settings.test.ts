import { describe, expect, it } from "vitest";
import { checkValue, modelFields, parseTyped, resolveModelSettings, trainFields, trainingChanges, withChanges } from "../../../web/src/engine/settings.js";

describe("a number as a person types it", () => {
  const rate = modelFields["optimizer.rate"];
  it.each([["0.01", 0.01], [" 1e-3 ", 1e-3], [".5", 0.5], ["+2", 2], ["5.", 5], ["1E-5", 1e-5]])("understands %j", (typed, value) => {
    expect(parseTyped(rate, typed)).toEqual({ value });
  });

  it.each([
    ["", "missing"], ["   ", "missing"], ["0,01", "decimal-comma"], ["NaN", "not-a-number"], ["Infinity", "not-a-number"], ["1e9", "out-of-range"],
    ["-1", "out-of-range"], ["0x10", "not-a-number"], ["1 000", "not-a-number"], ["１", "not-a-number"], ["1e999", "out-of-range"], ["--1", "not-a-number"],
  ])("explains %j: %s", (typed, reason) => {
    expect(parseTyped(rate, typed)).toMatchObject({ reason });
  });

  it("wants whole numbers where only those have a meaning", () => {
    expect(parseTyped(modelFields.hidden, "1.5")).toMatchObject({ reason: "not-an-integer" });
    expect(parseTyped(modelFields.hidden, "1e2")).toEqual({ value: 100 });
  });
});

describe("the table of settings", () => {
  it.each(Object.entries({ ...modelFields, ...trainFields }))("%s has a default within its own range", (_, field) => {
    expect(checkValue(field, field.fallback)).toBeNull();
  });

  it("gives every setting a value", () => {
    const settings = resolveModelSettings({ task: "language-model", optimizer: { name: "sgd" } });
    expect(settings).toMatchObject({ cell: "lstm", optimizer: { name: "sgd", rate: modelFields["optimizer.rate"].fallback, momentum: 0 } });
  });

  it("names the field that is wrong", () => {
    const wrong = { task: "language-model", optimizer: { rate: -1 } } as const;
    expect(() => resolveModelSettings(wrong)).toThrow(expect.objectContaining({ code: "invalid-field", field: "optimizer.rate" }));
  });
});

describe("changes of a saved model's training", () => {
  const settings = resolveModelSettings({ task: "language-model", optimizer: { name: "sgd", momentum: 0.9 }, clip: 2 });

  it("are only those that were given", () => {
    expect(trainingChanges({})).toEqual({});
    expect(trainingChanges({ text: "a", optimizer: { rate: 0.1 }, clipValue: 1 })).toEqual({ "optimizer.rate": 0.1, "clipValue": 1 });
    expect(withChanges(settings, {})).toEqual(settings);
    expect(withChanges(settings, { "optimizer.rate": 0.1, "schedule.name": "step", "clip": 0 })).toEqual({
      ...settings, optimizer: { ...settings.optimizer, rate: 0.1 }, schedule: { ...settings.schedule, name: "step" }, clip: 0,
    });
  });

  it("are checked with the same table, and touch nothing that a file fixes", () => {
    for (const [given, field] of [[{ optimizer: { rate: 11 } }, "optimizer.rate"], [{ schedule: 5 }, "schedule"], [{ hidden: 5 }, "hidden"], [{ batch: 4 }, "batch"]] as const) {
      expect(() => trainingChanges(given as never)).toThrow(expect.objectContaining({ code: "invalid-field", field }));
    }
  });
});
