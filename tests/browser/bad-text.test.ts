import { describe, expect, it } from "vitest";
import { tiny, visits, type State, type Visit } from "./support.js";

const open = visits();

/** A visit with a curve and a sample that have to survive. */
async function withCurve(): Promise<{ visit: Visit; before: State }> {
  const visit = await open.studio({ hash: `${tiny}&steps=8` });
  return { visit, before: await visit.trainToEnd() };
}

/** Writes it into the box as a script would: no keyboard has a lone surrogate. */
const write = (visit: Visit, text: string) =>
  visit.at("text-input").evaluate((area: HTMLTextAreaElement, value) => {
    area.value = value;
    area.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  }, text);

const filesRefused: [string, number[], RegExp][] = [
  ["picture.png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13], /picture\.png is a PNG file/],
  ["program", [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0], /program is a ELF file|program is an ELF file/],
  ["noise.bin", Array.from({ length: 4000 }, (_, k) => (k * k * 7 + k) % 256), /noise\.bin is not a text file/],
  ["empty.txt", [], /empty\.txt is empty/],
];

describe("a text that cannot be learned", () => {
  for (const [what, text, sentence] of [
    ["empty", "", /has 0 characters/],
    ["of one character", "x", /has 1 character/],
    ["shorter than a window", "short", /has 5 characters; with this window it needs at least \d+/],
  ] as const) {
    it(`because it is ${what} is named, and nothing is lost`, async () => {
      const { visit, before } = await withCurve();
      await visit.at("text-input").fill(text);
      await visit.train();
      await visit.shows("error", sentence);
      const after = await visit.state();
      expect(after.losses).toEqual(before.losses);
      expect(after.samples).toEqual(before.samples);
      expect(await visit.at("text-input").inputValue()).toBe(text);
      expect(await visit.at("remedy-button").innerText()).toBe("Use the bundled text");
      await visit.at("remedy-button").click();
      await visit.until("the bundled text is chosen", (state) => state.textName === "english" && state.problem === null);
      if ((await visit.state()).phase !== "finished") await visit.train();
      await visit.until("it trains", (state) => state.phase === "finished" && state.losses.length >= 8);
    });
  }

  it("because it is a paste of 50 MB is refused at once, and the old one stays", async () => {
    const { visit, before } = await withCurve();
    await visit.at("text-input").fill("mine, all mine. ".repeat(30));
    await visit.at("text-input").evaluate((area) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", "50 million".repeat(5_000_000));
      area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true }));
    });
    await visit.shows("error", /That is 50 MB; at most 10 MB can be learned here/);
    expect(await visit.at("text-input").inputValue()).toBe("mine, all mine. ".repeat(30));
    expect((await visit.state()).losses).toEqual(before.losses);
  });

  it("because it is a file of 50 MB is refused, and the old one stays", async () => {
    const { visit, before } = await withCurve();
    await visit.at("text-input").evaluate((area) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["50 million".repeat(5_000_000)], "huge.txt"));
      area.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true, composed: true }));
    });
    await visit.shows("error", /That is 50 MB/);
    expect((await visit.state()).text).toBe(before.text);
  });

  for (const [name, bytes, sentence] of filesRefused) {
    it(`because ${name} holds no text is refused, and the old one stays`, async () => {
      const { visit, before } = await withCurve();
      await visit.at("file-input").setInputFiles({ name, mimeType: "", buffer: Buffer.from(bytes) });
      expect(await visit.shows("error", sentence)).toMatch(/Your text was kept/);
      const after = await visit.state();
      expect([after.text, after.losses, after.samples]).toEqual([before.text, before.losses, before.samples]);
    });
  }
});

describe("a text with odd characters", () => {
  const learned = async (text: string, hash = `${tiny}&steps=4`) => {
    const visit = await open.studio({ hash });
    await write(visit, text);
    const state = await visit.trainToEnd();
    expect(state.losses.every(Number.isFinite)).toBe(true);
    return { visit, state };
  };

  it("is repaired and told when it has halves of surrogate pairs, NULs and a byte order mark", async () => {
    const { visit, state } = await learned(`\uFEFF${"good \ud800 day \udc00 to\0 you. ".repeat(30)}`);
    const said = await visit.shows("notice", /broken halves/);
    expect(said).toMatch(/byte order mark at the start was removed/);
    expect(said).toMatch(/60 broken halves of characters became �/);
    expect(said).toMatch(/30 NUL characters were removed/);
    expect(state.vocabulary).toContain("�");
    expect(state.vocabulary).not.toContain("\0");
    expect(state.vocabulary).not.toContain("\uFEFF");
  });

  it("keeps emoji with joiners and all code points of other planes", async () => {
    const { state } = await learned("👩‍👩‍👧‍👦 👍🏽 𠮷 🏳️‍🌈 ".repeat(40));
    for (const character of ["👩", "\u200d", "👦", "🏽", "𠮷", "🏳", "\ufe0f"]) expect(state.vocabulary).toContain(character);
    expect(state.samples.map((sample) => sample.text).join("")).not.toMatch(/\p{Surrogate}/u);
  });

  it("is shown from right to left where it is written so", async () => {
    const { visit } = await learned("السلام عليكم ورحمة الله وبركاته. שלום עולם. ".repeat(30));
    const directions = await visit.page.locator("[data-testid=text-input], [data-testid=sample] bdi").evaluateAll((elements) =>
      elements.map((element) => [element.getAttribute("dir"), getComputedStyle(element).direction]));
    expect(directions.length).toBeGreaterThan(1);
    expect(directions.every(([dir]) => dir === "auto")).toBe(true);
    expect(directions[0]![1]).toBe("rtl");
    expect(directions.slice(1).some(([, direction]) => direction === "rtl")).toBe(true);
  });

  it("joins rare characters into one when there are 20,000 of them, and says so", async () => {
    const characters = Array.from({ length: 20_000 }, (_, k) => String.fromCodePoint(0x4e00 + k)).join("");
    const { visit, state } = await learned(characters + characters.slice(0, 3000), "hidden=8&batch=2&window=8&steps=2");
    await visit.shows("notice", /most frequent characters are learned; the others \(.+\) count as one unknown character/);
    expect(state.vocabulary.length).toBeLessThanOrEqual(4097);
  });
});

describe("a file in another encoding", () => {
  const text = "Ordentliche Tür, déjà vu, naïve façade, 10 £.\n";
  const utf16 = (content: string, swap: boolean) => {
    const bytes = Buffer.from(`\uFEFF${content}`, "utf16le");
    return swap ? bytes.swap16() : bytes;
  };
  /** 你好，世界。 */
  const gb18030 = [0xc4, 0xe3, 0xba, 0xc3, 0xa3, 0xac, 0xca, 0xc0, 0xbd, 0xe7, 0xa1, 0xa3];

  for (const [encoding, bytes, expected, sentence] of [
    ["UTF-16 LE", utf16(text.repeat(20), false), text.repeat(20), /read as UTF-16LE\.$/],
    ["UTF-16 BE", utf16("你好，世界。".repeat(40), true), "你好，世界。".repeat(40), /read as UTF-16BE\.$/],
    ["Latin-1", Buffer.from(text.repeat(20), "latin1"), text.repeat(20), /not UTF-8; it was read as Windows-1252/],
    ["GB18030", Buffer.from(Array(40).fill(gb18030).flat()), "你好，世界。".repeat(40), /not UTF-8; it was read as GB18030/],
    ["UTF-8 with a mark", Buffer.from(`\uFEFF${text.repeat(20)}`), text.repeat(20), /read as UTF-8\.$/],
  ] as const) {
    it(`${encoding} is read right, and the page says how it was read`, async () => {
      const visit = await open.studio({ hash: `${tiny}&steps=3` });
      await visit.at("file-input").setInputFiles({ name: "letter.txt", mimeType: "text/plain", buffer: bytes });
      await visit.shows("notice", sentence);
      expect((await visit.state()).text).toBe(expected);
      expect((await visit.trainToEnd()).losses).toHaveLength(3);
    });
  }

  it("with CRLF line ends is learned with plain ones, and the page says so", async () => {
    const visit = await open.studio({ hash: `${tiny}&steps=3` });
    await visit.at("file-input").setInputFiles({ name: "dos.txt", mimeType: "text/plain", buffer: Buffer.from("one\r\ntwo\r\n".repeat(50)) });
    const { vocabulary } = await visit.trainToEnd();
    await visit.shows("notice", /100 line ends \(CR or CRLF\) became a plain line feed/);
    expect(vocabulary).not.toContain("\r");
  });
});
