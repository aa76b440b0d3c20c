/**
 * What happens to a text before the engine reads it: Unicode code points after NFC, no control
 * characters that a writer cannot have meant. Every change is told in a notice.
 */

export type NoticeCode =
  | "bom-removed"
  | "line-ends"
  | "normalized"
  | "lone-surrogates"
  | "nul-removed"
  | "batch-reduced"
  | "few-examples"
  | "rare-characters"
  | "rare-words"
  | "no-validation";

export interface Notice {
  code: NoticeCode;
  /** An English sentence. */
  message: string;
  details: Record<string, number>;
}

/** Largest text in bytes of UTF-8. Four bytes of ids for each character must fit beside the model. */
export const MAX_TEXT_BYTES = 10_000_000;

export interface NormalizedText {
  text: string;
  notices: Notice[];
}

const times = (n: number, one: string, many = `${one}s`) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

function replaceAll(text: string, pattern: RegExp, by: string): { text: string; count: number } {
  let count = 0;
  const replaced = text.replace(pattern, () => (count++, by));
  return { text: replaced, count };
}

/** Any string in, well-formed NFC text with "\n" line ends out. Never throws. */
export function normalizeText(raw: string): NormalizedText {
  const notices: Notice[] = [];
  let text = raw;
  const step = (code: NoticeCode, pattern: RegExp, by: string, say: (count: number) => string) => {
    const result = replaceAll(text, pattern, by);
    if (result.count === 0) return;
    text = result.text;
    notices.push({ code, message: say(result.count), details: { count: result.count } });
  };
  step("bom-removed", /^\uFEFF/, "", () => "The byte order mark at the start was removed.");
  step("line-ends", /\r\n?/g, "\n", (n) => `${times(n, "line end")} (CR or CRLF) became a plain line feed.`);
  step("nul-removed", /\0/g, "", (n) => `${times(n, "NUL character")} ${n === 1 ? "was" : "were"} removed.`);
  step("lone-surrogates", /\p{Surrogate}/gu, "\uFFFD", (n) => `${times(n, "broken half of a character", "broken halves of characters")} became �.`);
  const composed = text.normalize("NFC");
  if (composed !== text) {
    notices.push({ code: "normalized", message: "Accents and marks were joined to their letters (Unicode NFC).", details: {} });
  }
  return { text: composed, notices };
}

/** How many code points a well-formed string has. */
export function countCharacters(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0xdc00 || unit > 0xdfff) count++;
  }
  return count;
}
