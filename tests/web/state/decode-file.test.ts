import { describe, expect, it } from "vitest";
import { decodeFile } from "../../../web/src/state/decode-file.js";

const chinese = "三门渡。有人来问路，老关说：“水大了，路在后面。”\n阿禾点点头。";
const utf16 = (text: string, bigEndian: boolean, mark = true) => {
  const bytes = Buffer.from((mark ? "\uFEFF" : "") + text, "utf16le");
  return new Uint8Array(bigEndian ? bytes.swap16() : bytes);
};
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, "latin1"));
/** "你好，世界。我们走路，不坐船。" */
const gb18030 = Uint8Array.from(Buffer.from("c4e3bac3a3accac0bde7a1a3ced2c3c7d7dfc2b7a3acb2bbd7f8b4aca1a3", "hex"));

describe("a file becomes text", () => {
  it.each([
    ["UTF-8", new TextEncoder().encode(chinese), "UTF-8", chinese],
    ["UTF-8 with a mark", new TextEncoder().encode(`\uFEFFabc`), "UTF-8", "abc"],
    ["UTF-16LE with a mark", utf16(chinese, false), "UTF-16LE", chinese],
    ["UTF-16BE with a mark", utf16(chinese, true), "UTF-16BE", chinese],
    ["UTF-16LE without a mark, Latin", utf16("Hello, reader of notes", false, false), "UTF-16LE", "Hello, reader of notes"],
    ["UTF-16BE without a mark, Latin", utf16("Hello, reader of notes", true, false), "UTF-16BE", "Hello, reader of notes"],
    ["UTF-16LE without a mark, Chinese", utf16(chinese.repeat(4), false, false), "UTF-16LE", chinese.repeat(4)],
    ["GB18030", gb18030, "GB18030", "你好，世界。我们走路，不坐船。"],
    ["Latin-1", latin1("Olé! Un café déjà vu, größer, naïve Zoë."), "Windows-1252", "Olé! Un café déjà vu, größer, naïve Zoë."],
    ["one letter", latin1("a"), "UTF-8", "a"],
    ["a stray NUL", latin1(`${"word ".repeat(1000)}\0 end`), "UTF-8", `${"word ".repeat(1000)}\0 end`],
    ["MZ as a word", latin1("MZ is how this text begins."), "UTF-8", "MZ is how this text begins."],
  ])("%s", (_, bytes, encoding, text) => {
    expect(decodeFile(bytes)).toMatchObject({ ok: true, encoding, text });
  });

  it("says when the encoding was a guess", () => {
    expect(decodeFile(latin1("café"))).toMatchObject({ ok: true, guessed: true });
    expect(decodeFile(new TextEncoder().encode("café"))).toMatchObject({ ok: true, guessed: false });
  });

  it.each([
    ["a PNG", [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10], "PNG"],
    ["a PDF", [...Buffer.from("%PDF-1.7 and more")], "PDF"],
    ["a program", [0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0, 4], "EXE"],
    ["WebAssembly", [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0], "WebAssembly"],
    ["zeros", Array.from({ length: 1000 }, () => 0), null],
    ["noise", Array.from({ length: 4000 }, (_, k) => (k * 7919 + (k >> 3) * 31) % 251), null],
  ])("refuses %s", (_, bytes, kind) => {
    expect(decodeFile(Uint8Array.from(bytes))).toEqual({ ok: false, reason: "binary", kind });
  });

  it("refuses an empty file", () => {
    expect(decodeFile(new Uint8Array())).toEqual({ ok: false, reason: "empty" });
  });
});
