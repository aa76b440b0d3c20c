/** Whatever a reader may paste. */
import { describe, expect, it } from "vitest";
import { expectError, small, train } from "./support/models.js";
import { sharedEngine } from "./support/unrolled.js";

const engine = sharedEngine();

/** A model of this text, repeated until it can be learned, that has trained and written something. */
async function learn(text: string, more: object = {}) {
  const model = await engine().create({ ...small, text: text.repeat(Math.ceil(600 / text.length)), ...more });
  expect((await train(model, 3)).losses.every(Number.isFinite)).toBe(true);
  expect([...(await model.sample({ length: 20 })).text]).toHaveLength(20);
  const characters = model.info.vocabulary.slice(1);
  expect(characters).toEqual([...characters].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!));
  model.close();
  return { info: model.info, characters, notices: model.info.notices.map(({ code, details }) => ({ code, ...details })) };
}

describe("a text that is too small or too big", () => {
  it.each([["empty", ""], ["one character", "a"], ["a mark that is removed", "\uFEFF"], ["two characters", "ab"], ["a window", "a".repeat(16)]])(
    "is refused with the numbers that are needed: %s", async (_, text) => {
      const error = await expectError(engine().create({ ...small, text }), "text-too-short", "text");
      const { characters, needed } = error.details as Record<string, number>;
      expect(characters).toBe([...text.replace("\uFEFF", "")].length);
      expect(needed).toBeGreaterThan(characters!);
      expect(error.message).toContain(String(needed));
    });

  it("is long enough when it has the number of characters that the error asked for", async () => {
    for (const [window, validation] of [[1, 0], [1, 0.5], [16, 0.1], [32, 0.5], [100, 0.3]] as const) {
      const settings = { ...small, window, validation };
      const { details } = await expectError(engine().create({ ...settings, text: "" }), "text-too-short", "text");
      const model = await engine().create({ ...settings, text: "ab".repeat(1000).slice(0, Number(details.needed)) });
      expect((await train(model, 2)).losses).toHaveLength(2);
    }
  });

  it("is refused over 10 MB of UTF-8, before anything is done with it", async () => {
    const texts = { "50 MB": "a".repeat(50e6), "a byte too many": "a".repeat(1e7 + 1), "in bytes, not characters": "é".repeat(5e6 + 1) };
    for (const [what, text] of Object.entries(texts)) {
      const error = await expectError(engine().create({ ...small, text }), "text-too-long", "text");
      expect(error.details, what).toMatchObject({ limit: 1e7 });
      expect(Number(error.details.bytes)).toBeGreaterThan(1e7);
    }
    const model = await engine().create(small);
    await expectError(model.evaluate("a".repeat(1e7 + 1)), "text-too-long", "text");
    await expectError(model.sample({ prompt: "a".repeat(1e7 + 1) }), "text-too-long", "prompt");
    await expectError(engine().load(await model.save(), { text: "a".repeat(1e7 + 1) }), "text-too-long", "text");
  });

  it("fills as many streams as it can when there are more asked for, and says so", async () => {
    const { info, notices } = await learn("abcdefghij", { batch: 512 });
    expect(notices).toEqual([{ code: "batch-reduced", asked: 512, batch: info.settings.batch }]);
    expect(info.settings.batch).toBe(Math.floor((info.trainCharacters - 1) / 16));
  });

  it("trains without validation where nothing can be held out, and says so", async () => {
    const { info, notices } = await learn("abcdefghij", { validation: 0.001 });
    expect(notices).toEqual([{ code: "no-validation" }]);
    expect(info.validationCharacters).toBe(0);
  });

  it("is no text: numbers, null and lists are refused", async () => {
    for (const text of [null, 5, {}, ["a"], new Uint8Array(9)]) {
      const error = await expectError(engine().create({ ...small, text: text as never }), "invalid-field", "text");
      expect(error.message).toContain("text");
    }
  });
});

describe("a text is cleaned, and every change is told", () => {
  const notices = async (text: string) => (await learn(text)).notices;

  it("a byte order mark at the start is removed; within, it is a character", async () => {
    const model = await engine().create({ ...small, text: `\uFEFF${"the sea ".repeat(90)}` });
    expect(model.info.notices).toMatchObject([{ code: "bom-removed", message: expect.stringMatching(/\.$/) }]);
    expect(model.info.vocabulary).not.toContain("\uFEFF");
    expect((await learn("the \uFEFFsea ")).characters).toContain("\uFEFF");
  });

  it("CR and CRLF become line feeds", async () => {
    const { characters, notices } = await learn("a\r\nb\rc\n");
    expect(characters).toEqual(["\n", "a", "b", "c"]);
    expect(notices).toEqual([{ code: "line-ends", count: 172 }]);
  });

  it("NUL characters are removed", async () => {
    const { characters, notices } = await learn("a\0b\0c");
    expect(characters).toEqual(["a", "b", "c"]);
    expect(notices).toEqual([{ code: "nul-removed", count: 240 }]);
  });

  it("lone surrogates become �", async () => {
    const { characters, notices } = await learn("a\uD800b\uDC00c😀");
    expect(characters).toEqual(["a", "b", "c", "\uFFFD", "😀"]);
    expect(notices).toEqual([{ code: "lone-surrogates", count: 172 }]);
  });

  it("letters and their marks are joined (NFC), so both spellings give one model", async () => {
    const composed = await learn("café naïve ");
    const parted = await learn("cafe\u0301 nai\u0308ve ");
    expect(composed.notices).toEqual([]);
    expect(parted.notices).toEqual([{ code: "normalized" }]);
    expect(parted.characters).toEqual(composed.characters);
  });

  it("all at once are told one by one", async () => {
    const text = `\uFEFFe\u0301\r\n\0\uD800${"the sea ".repeat(90)}`;
    const model = await engine().create({ ...small, text });
    expect(model.info.notices.map(({ code }) => code)).toEqual(["bom-removed", "line-ends", "nul-removed", "lone-surrogates", "normalized"]);
  });

  it("binary garbage is learned as the characters it consists of", async () => {
    let state = 1;
    const garbage = Array.from({ length: 3000 }, () => String.fromCharCode((state = (state * 48_271) % 2_147_483_647) % 65_536)).join("");
    const codes = (await notices(garbage)).map(({ code }) => code);
    expect(codes).toContain("lone-surrogates");
  });
});

describe("a text in any script", () => {
  it.each([
    ["Arabic", "كان البحر هادئًا في تلك الليلة. "],
    ["Hebrew", "הים היה שקט באותו לילה. "],
    ["Chinese", "那天夜里，海很平静。灯塔的守夜人数着浪。"],
    ["Devanagari", "उस रात समुद्र शांत था। "],
    ["Thai", "คืนนั้นทะเลเงียบสงบ "],
    ["right-to-left marks", "abc \u202Eabc\u202C \u200Fabc\u200E "],
    ["emoji with joiners", "👩‍👩‍👧‍👦 👍🏽 🏳️‍🌈 "],
    ["plane 2", "𠀀𠀁𠀂 "],
  ])("is learned as its code points: %s", async (_, text) => {
    const { characters } = await learn(text);
    expect(new Set(characters)).toEqual(new Set(text.normalize("NFC")));
  });

  it("is written in whole code points, never in halves of one", async () => {
    const model = await engine().create({ ...small, text: "👩‍👩‍👧🏽".repeat(200) });
    const { text } = await model.sample({ length: 500 });
    expect([...text]).toHaveLength(500);
    expect(text).not.toMatch(/\p{Surrogate}/u);
  });

  it("keeps the most frequent characters where it has 20,000, and tells how many count as one", async () => {
    const all = Array.from({ length: 20_000 }, (_, k) => String.fromCodePoint(0x4e00 + k)).join("");
    const frequent = all.slice(5000, 6000);
    const cases = [[4096, undefined], [8192, 8192], [2, 2], [1001, 1001]] as const;
    for (const [size, vocabulary] of cases) {
      const model = await engine().create({ ...small, text: all + frequent + frequent, hidden: 8, ...(vocabulary && { vocabulary }) });
      expect(model.info.vocabulary).toHaveLength(size);
      expect(model.info.notices).toMatchObject([{ code: "rare-characters", details: { kept: size - 1 } }]);
      if (size === 1001) expect(model.info.vocabulary.slice(1).join("")).toBe(frequent);
      expect((await train(model, 1)).losses).toHaveLength(1);
      model.close();
    }
  });
});
