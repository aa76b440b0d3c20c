import { describe, expect, it } from "vitest";
import { modelSettings, isRelevant, studioFieldNames } from "../../../web/src/state/fields.js";
import { SettingsDraft } from "../../../web/src/state/settings-draft.js";

describe("settings as they are edited", () => {
  it("give each schedule of feeding its usual k, until a k is typed", () => {
    const draft = new SettingsDraft();
    for (const [schedule, k] of [["exponential", 0.999], ["inverse-sigmoid", 500], ["constant", 0.5]] as const) {
      draft.type("feeding.name", schedule);
      expect(draft.values["feeding.k"]).toBe(k);
    }
    draft.type("feeding.k", "0.25");
    draft.type("feeding.name", "linear");
    expect(draft.values["feeding.k"]).toBe(0.25);
    expect(draft.obstacles).toEqual([]);
  });

  it("say at the field what another choice rules out, and are then no obstacle any more", () => {
    const draft = new SettingsDraft();
    draft.assign({ "feeding.name": "inverse-sigmoid", "feeding.k": 0.25 });
    expect(draft.problem("feeding.k")).toMatchObject({ reason: "beside", choice: "inverse-sigmoid", min: 1 });
    expect(draft.obstacles).toEqual(["feeding.k"]);
    draft.type("feeding.name", "exponential");
    expect(draft.problem("feeding.k")).toBeNull();
    draft.type("hold.i", "-0.5");
    expect(draft.obstacles).toEqual(["hold.i"]);
    draft.type("cell", "gru");
    expect(draft.obstacles).toEqual([]);
  });

  it("leave out of the model what has no meaning beside the others", () => {
    const draft = new SettingsDraft();
    draft.assign({ "hold.i": 1, "hold.r": 1, "dropout": 0.5, "feeding.k": 0.25, "truncation.steps": 3 });
    const without = modelSettings(draft.values, "a text");
    expect(without).toMatchObject({ hold: { i: 1, r: -1 }, dropout: 0, feeding: { k: 1 }, truncation: { steps: 16 } });
    draft.assign({ "cell": "gru", "layers": 2, "feeding.name": "constant", "truncation.name": "steps" });
    expect(modelSettings(draft.values, "a text")).toMatchObject({ hold: { i: -1, r: 1 }, dropout: 0.5, feeding: { k: 0.25 }, truncation: { steps: 3 } });
    draft.assign({ cell: "rnn" });
    expect(studioFieldNames.filter((name) => name.startsWith("hold.") && isRelevant(name, draft.values))).toEqual([]);
  });
});
