/** A file's bytes to text: UTF-8, UTF-16, GB18030 or Windows-1252; anything that is no text is refused. */

export type Encoding = "UTF-8" | "UTF-16LE" | "UTF-16BE" | "GB18030" | "Windows-1252";

export type Decoded =
  | { ok: true; text: string; encoding: Encoding; guessed: boolean }
  | { ok: false; reason: "binary"; kind: string | null }
  | { ok: false; reason: "empty" };

const signatures: [string, number[]][] = [
  ["PNG", [0x89, 0x50, 0x4e, 0x47]], ["JPEG", [0xff, 0xd8, 0xff]], ["GIF", [0x47, 0x49, 0x46, 0x38]],
  ["PDF", [0x25, 0x50, 0x44, 0x46, 0x2d]], ["ZIP, DOCX or EPUB", [0x50, 0x4b, 0x03, 0x04]], ["gzip", [0x1f, 0x8b, 0x08]],
  ["DOC", [0xd0, 0xcf, 0x11, 0xe0]], ["7z", [0x37, 0x7a, 0xbc, 0xaf]], ["RAR", [0x52, 0x61, 0x72, 0x21, 0x1a]],
  ["WebAssembly", [0x00, 0x61, 0x73, 0x6d]], ["ELF", [0x7f, 0x45, 0x4c, 0x46]], ["MP3", [0x49, 0x44, 0x33]], ["RTF", [0x7b, 0x5c, 0x72, 0x74, 0x66]],
];

export function decodeFile(bytes: Uint8Array): Decoded {
  if (bytes.length === 0) return { ok: false, reason: "empty" };
  const kind = signatureOf(bytes);
  if (kind) return { ok: false, reason: "binary", kind };
  const utf16 = utf16Order(bytes);
  if (utf16) return checked(decode(bytes, utf16), utf16, false);
  const wide = wideChinese(bytes);
  if (wide) return checked(decode(bytes, wide), wide, true);
  if (bytes.subarray(0, 65_536).includes(0)) {
    // A stray NUL in a text is forgiven (the engine removes it); many mean that this is no text.
    const nuls = bytes.subarray(0, 65_536).reduce((n, byte) => n + Number(byte === 0), 0);
    if (nuls > 3 && nuls > Math.min(bytes.length, 65_536) / 1000) return { ok: false, reason: "binary", kind: null };
  }
  const utf8 = attempt(bytes, "utf-8");
  if (utf8 !== null) return checked(utf8, "UTF-8", false);
  const chinese = attempt(bytes, "gb18030");
  if (chinese !== null && mostlyChinese(chinese)) return checked(chinese, "GB18030", true);
  return checked(decode(bytes, "windows-1252"), "Windows-1252", true);
}

function signatureOf(bytes: Uint8Array): string | null {
  for (const [name, start] of signatures) if (start.every((byte, k) => bytes[k] === byte)) return name;
  // "MZ" may begin an honest text; the header of a real program has NULs right after it.
  return bytes[0] === 0x4d && bytes[1] === 0x5a && bytes.subarray(2, 64).includes(0) ? "EXE" : null;
}

function utf16Order(bytes: Uint8Array): "UTF-16LE" | "UTF-16BE" | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "UTF-16LE";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "UTF-16BE";
  if (bytes.length % 2 !== 0 || bytes.length < 4) return null;
  const pairs = Math.min(bytes.length, 4096) >> 1;
  let [even, odd] = [0, 0];
  for (let k = 0; k < pairs; k++) {
    even += Number(bytes[2 * k] === 0);
    odd += Number(bytes[2 * k + 1] === 0);
  }
  // Line feeds and spaces alone give CJK text some of these; Latin text is nearly all of them.
  if (odd > pairs * 0.1 && even === 0) return "UTF-16LE";
  return even > pairs * 0.1 && odd === 0 ? "UTF-16BE" : null;
}

/** Chinese in UTF-16 without a mark: every other byte is 4E to 9F (or punctuation's 20, 30, FF, 00), the rest is anything. */
function wideChinese(bytes: Uint8Array): "UTF-16LE" | "UTF-16BE" | null {
  if (bytes.length % 2 !== 0) return null;
  const pairs = Math.min(bytes.length, 4096) >> 1;
  const page = (byte: number) => (byte >= 0x4e && byte <= 0x9f) || byte === 0x20 || byte === 0x30 || byte === 0xff || byte === 0;
  for (const [order, high] of [["UTF-16LE", 1], ["UTF-16BE", 0]] as const) {
    let [pages, upper] = [0, 0];
    for (let k = 0; k < pairs; k++) {
      pages += Number(page(bytes[2 * k + high]!));
      upper += Number(bytes[2 * k + 1 - high]! >= 0x80);
    }
    if (pages > 0.95 * pairs && upper > 0.25 * pairs) return order;
  }
  return null;
}

const decode = (bytes: Uint8Array, encoding: string) => new TextDecoder(encoding).decode(bytes);

function attempt(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Of what is not ASCII, at least nine tenths must be Han characters or CJK punctuation. */
function mostlyChinese(text: string): boolean {
  let [other, chinese] = [0, 0];
  for (const character of text.slice(0, 20_000)) {
    if (character.codePointAt(0)! < 0x80) continue;
    other++;
    if (/[\p{Script=Han}\u3000-\u303f\uff00-\uffef\u2014\u2018-\u201d\u2026\u00b7]/u.test(character)) chinese++;
  }
  return other > 0 && chinese >= 0.9 * other && !looksLatin(text);
}

/** Accented Latin letters read as GB18030 become lone Han characters between ASCII letters. */
function looksLatin(text: string): boolean {
  const head = text.slice(0, 20_000);
  const between = head.match(/[A-Za-z]\p{Script=Han}(?=[A-Za-z\s.,;!?])/gu)?.length ?? 0;
  const all = head.match(/\p{Script=Han}/gu)?.length ?? 0;
  return between > all * 0.3;
}

function checked(text: string, encoding: Encoding, guessed: boolean): Decoded {
  const head = text.slice(0, 65_536);
  // The control characters that no writer types.
  const control = head.match(/[\u0001-\u0008\u000e-\u001a\u001c-\u001f\u007f]/g)?.length ?? 0;
  if (control > 8 && control > head.length / 100) return { ok: false, reason: "binary", kind: null };
  return { ok: true, text, encoding, guessed };
}
