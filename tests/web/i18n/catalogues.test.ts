import { describe, expect, it } from "vitest";
import type { ErrorCode } from "../../../web/src/engine/errors.js";
import { errorSentence } from "../../../web/src/engine/sentences.js";
import type { FieldProblem } from "../../../web/src/engine/settings.js";
import { studioFieldNames } from "../../../web/src/state/fields.js";
import type { NoticeCode } from "../../../web/src/engine/text.js";
import { chooseLanguage } from "../../../web/src/i18n/index.js";
import { pageCatalogues } from "../../../web/src/i18n/pages.js";

const { en, zh } = pageCatalogues;

// Records, so that a new code does not compile until it is here.
const errors: Record<ErrorCode, Record<string, unknown>> = {
  "invalid-field": { reason: "out-of-range", value: "0", min: 1, max: 9 },
  "text-too-short": { characters: 1, needed: 2 },
  "text-too-long": { bytes: 5e7, limit: 1e7 },
  "unknown-characters": { characters: ["Ω", "ß"] },
  "diverged": { step: 12, restored: 11, tensor: "h", layer: 1, time: 12, rate: 1 },
  "bad-data": { problem: "not-a-number", line: 3, column: "price", value: "n/a" }, "nothing-held-out": {},
  "bad-file": {}, "busy": {}, "no-text": {}, "aborted": {}, "closed": {}, "no-simd": {}, "engine-missing": {},
  "engine-damaged": {}, "out-of-memory": {}, "worker-lost": { step: 40 },
};
const notices: Record<NoticeCode, Record<string, number>> = {
  "bom-removed": { count: 1 }, "line-ends": { count: 2 }, "normalized": {}, "lone-surrogates": { count: 3 }, "nul-removed": { count: 4 },
  "batch-reduced": { batch: 3, asked: 8 }, "few-examples": { batch: 3, asked: 8 }, "rare-characters": { kept: 4095, rare: 16000, share: 0.12 },
  "rare-words": { kept: 4095, rare: 20, share: 0.01 }, "no-validation": {},
};
const problems: Record<FieldProblem["reason"], FieldProblem> = {
  "missing": { reason: "missing" },
  "not-a-number": { reason: "not-a-number", value: "abc" },
  "decimal-comma": { reason: "decimal-comma", value: "0,5", suggestion: "0.5" },
  "not-an-integer": { reason: "not-an-integer", value: "1.5" },
  "out-of-range": { reason: "out-of-range", value: "-1", min: 0, max: 4294967295 },
  "not-a-choice": { reason: "not-a-choice", value: "x", choices: ["a", "b"] },
  "wrong-kind": { reason: "wrong-kind", value: "x", wanted: "an object" },
  "too-many-sequences": { reason: "too-many-sequences", value: "9", max: 4 },
  "beside": { reason: "beside", value: "2", other: "feeding.name", choice: "exponential", min: 0, max: 0.999999 },
  "no-such-gate": { reason: "no-such-gate", value: "1", cell: "lstm", wanted: "gru" },
  "no-snapshot": { reason: "no-snapshot", value: "7", steps: "0, 10" },
  "unknown-field": { reason: "unknown-field" },
  "unused": { reason: "unused", value: "5" },
};

function leaves(value: object, path = ""): [string, unknown][] {
  return Object.entries(value).flatMap(([key, inner]): [string, unknown][] =>
    typeof inner === "object" && inner !== null ? leaves(inner, `${path}${key}.`) : [[path + key, inner]]);
}

describe("both catalogues", () => {
  it("have the same entries, none of them empty", () => {
    const [inEnglish, inChinese] = [en, zh].map((words) => leaves(words));
    expect(inChinese!.map(([path]) => path)).toEqual(inEnglish!.map(([path]) => path));
    for (const [path, value] of [...inEnglish!, ...inChinese!]) {
      if (/Before$|After$/.test(path)) continue;
      expect(typeof value === "function" || String(value).trim().length > 0, path).toBe(true);
    }
  });

  it("name every setting", () => {
    for (const name of studioFieldNames) expect(en.field[name] && zh.field[name], name).toBeTruthy();
  });

  it("are written in their own language", () => {
    for (const [path, value] of leaves(zh)) {
      if (typeof value === "string" && /[,;:!?]\s?[\p{Script=Han}]|[\p{Script=Han}][,;:!?]/u.test(value)) expect.fail(`half-width punctuation in ${path}: ${value}`);
    }
    for (const [path, value] of leaves(en)) {
      if (path !== "page.otherLanguage" && path !== "page.otherLanguageLabel" && path !== "text.chinese") expect(String(value), path).not.toMatch(/\p{Script=Han}/u);
    }
  });
});

describe("Chinese sentences", () => {
  it.each(Object.entries(errors))("for the error %s", (code, details) => {
    const sentence = zh.errorSentence({ code, message: "ENGLISH", field: code === "invalid-field" ? "optimizer.rate" : null, details });
    expect(sentence).toMatch(/^[\p{Script=Han}].*。$/u);
    expect(sentence).not.toMatch(/ENGLISH|undefined|NaN(?!。)|\[object/);
    expect(en.errorSentence({ code, message: "ENGLISH", details })).toBe("ENGLISH");
  });

  it("and the English ones tell each problem of the learner's data apart", () => {
    const problems = ["no-tab", "empty-cell", "not-utf8", "no-lines", "no-column", "no-cell", "decimal-comma", "not-a-number", "unequal", "no-class", "too-short", "generated-only", "no-numbers"];
    const details = { line: 3, column: "price", value: "12", needed: 34 };
    const sentences = problems.flatMap((problem) => {
      const inChinese = zh.errorSentence({ code: "bad-data", message: "ENGLISH", details: { ...details, problem } });
      expect(inChinese, problem).toMatch(/^[\p{Script=Han}].*。$/u);
      return [inChinese, errorSentence("bad-data", { ...details, problem })];
    });
    for (const sentence of sentences) expect(sentence).not.toMatch(/undefined|NaN|ENGLISH/);
    expect(new Set(sentences).size).toBe(2 * problems.length);
  });

  it("name the place where a run diverged", () => {
    const sentence = zh.errorSentence({ code: "diverged", message: "", details: errors["diverged"] });
    for (const part of ["第 12 步", "第 1 层的 h", "时间步 12", "第 11 步"]) expect(sentence).toContain(part);
  });

  it.each(Object.entries(notices))("for the notice %s", (code, details) => {
    expect(zh.noticeSentence({ code, message: "ENGLISH", details })).toMatch(/^[^A-Z]*[\p{Script=Han}].*。$/u);
  });

  it.each(Object.entries(problems))("for the field problem %s", (_, problem) => {
    for (const words of [en, zh]) expect(words.fieldProblem(words.field["seed"]!, problem)).not.toMatch(/undefined|null|NaN/);
    expect(zh.fieldProblem("学习率", problem)).toMatch(/。$/);
  });
});

describe("numbers", () => {
  it("read naturally", () => {
    expect(en.format.duration(80)).toBe("1 min 20 s");
    expect(en.format.duration(5)).toBe("5 s");
    expect(en.format.duration(3600)).toBe("60 min");
    expect(en.format.duration(7200)).toBe("2 h");
    expect(zh.format.duration(80)).toBe("1 分 20 秒");
    expect(en.format.perplexity(4.153)).toBe("4.15");
    expect(en.format.perplexity(Infinity)).toBe("∞");
    expect(en.format.loss(1.4226)).toBe("1.423");
    expect(en.format.megabytes(50e6)).toBe("50 MB");
  });

  it("choose a language from tags", () => {
    expect(chooseLanguage(null, undefined, "fr", "zh-Hant-TW", "en")).toBe("zh");
    expect(chooseLanguage("de")).toBe("en");
  });
});
