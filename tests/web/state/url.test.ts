import { describe, expect, it } from "vitest";
import { defaultValues, studioFieldNames, studioFields } from "../../../web/src/state/fields.js";
import { readPreset, writePreset } from "../../../web/src/state/url.js";

const nothing = { values: {}, text: null, prompt: null, lang: null } as const;

describe("settings in the address", () => {
  it("writes nothing for the defaults", () => {
    expect(writePreset({ ...nothing, values: defaultValues() })).toBe("");
  });

  it("writes only what differs, and reads it back", () => {
    const values = { ...defaultValues(), cell: "rnn", hidden: 64, "optimizer.rate": 1e-5, "sample.temperature": 0.3 };
    const hash = writePreset({ values, text: "chinese", prompt: "老关说：“a&b=c d+e", lang: "zh" });
    expect(hash).toMatch(/^#v=1&/);
    expect(hash).not.toContain("layers");
    const read = readPreset(hash);
    expect(read.values).toEqual({ cell: "rnn", hidden: 64, "optimizer.rate": 1e-5, "sample.temperature": 0.3 });
    expect(read).toMatchObject({ text: "chinese", prompt: "老关说：“a&b=c d+e", lang: "zh", damaged: [], sameVersion: true });
  });

  it("brings every field back at both ends of its range", () => {
    for (const name of studioFieldNames) {
      const field = studioFields[name];
      const ends = field.kind === "choice" ? field.choices : [field.min, field.max];
      for (const value of ends) {
        if (value === field.fallback) continue;
        const hash = writePreset({ ...nothing, values: { ...defaultValues(), [name]: value } });
        expect(readPreset(hash).values, name).toEqual({ [name]: value });
      }
    }
  });

  it("names what it cannot use and keeps the rest", () => {
    const read = readPreset("#v=1&hidden=99999&layers=2&bogus=1&text=klingon&%E0%A4%A=3&=&prompt&batch=0,5&window=NaN&__proto__=1");
    expect(read.values).toEqual({ layers: 2 });
    expect(read.damaged).toEqual(["hidden=99999", "bogus=1", "text=klingon", "%E0%A4%A=3", "=", "prompt", "batch=0,5", "window=NaN", "__proto__=1"]);
  });

  it("says when another version wrote the address", () => {
    expect(readPreset("#v=2&layers=2")).toMatchObject({ sameVersion: false, values: { layers: 2 } });
    expect(readPreset("")).toMatchObject({ sameVersion: true, damaged: [] });
  });

  it("reads an attribute separated by spaces", () => {
    expect(readPreset("cell=rnn hidden=64\n text=english").values).toEqual({ cell: "rnn", hidden: 64 });
  });

  it("survives any garbage", () => {
    for (let seed = 1; seed < 300; seed++) {
      const garbage = Array.from({ length: 40 }, (_, k) => String.fromCharCode(33 + ((seed * 7919 + k * 104729) % 400))).join("");
      expect(() => readPreset(garbage)).not.toThrow();
    }
  });
});
