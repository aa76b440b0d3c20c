import { describe, expect, it } from "vitest";
import { pageCatalogues as catalogues } from "../../../web/src/i18n/pages.js";
import { PresetError, inLanguage, resolvePreset } from "../../../web/src/state/lesson-presets.js";

const files = {
  "05-vanishing": async () => ({ vanish: { cell: "rnn", deep: { rate: 0.1 } }, explode: {} }),
  "06-lstm": async () => { throw new Error("offline"); },
};
const refusal = (name: string) => resolvePreset(name, files).then(() => { throw new Error("found"); }, (error: PresetError) => error);

it("takes of a setting that stands in both languages the one of the page", () => {
  const preset = { learn: { en: "marks-en", zh: "marks-zh" }, steps: 3, deep: { rate: 1 } };
  expect(inLanguage(preset, "zh")).toEqual({ learn: "marks-zh", steps: 3, deep: { rate: 1 } });
  expect(inLanguage(preset, "en").learn).toBe("marks-en");
});

describe("resolvePreset", () => {
  it("gives the value as the author wrote it", async () => {
    expect(await resolvePreset("05-vanishing/vanish", files)).toEqual({ cell: "rnn", deep: { rate: 0.1 } });
  });

  it("answers an unknown name with the names there are, in both languages", async () => {
    const error = await refusal("05-vanishing/vanishes");
    expect(error).toBeInstanceOf(PresetError);
    expect(catalogues.en.errorSentence(error)).toBe("There is no preset 05-vanishing/vanishes: choose 05-vanishing/vanish, 05-vanishing/explode.");
    expect(catalogues.zh.errorSentence(error)).toBe("没有“05-vanishing/vanishes”这个预设。现有的是：05-vanishing/vanish、05-vanishing/explode。");
    expect((await refusal("05-vanishing/constructor")).code).toBe("unknown-preset");
    expect((await refusal("07-none/x")).details.known).toEqual(["05-vanishing/…", "06-lstm/…"]);
    expect((await refusal("nonsense")).code).toBe("unknown-preset");
  });

  it("says when the file does not come", async () => {
    const error = await refusal("06-lstm/x");
    expect(error.code).toBe("preset-missing");
    for (const words of Object.values(catalogues)) expect(words.errorSentence(error)).toContain("06-lstm/x");
  });
});
