/**
 * TeX to MathML at build time: every browser of today draws it, so a lesson ships neither fonts nor a script for it.
 * KaTeX also writes attributes that MathML Core has dropped; they become classes (`lesson.css`) or plain characters.
 */
// KaTeX: checks and translates TeX without a browser.
import katex from "katex";

/** The colour map's names (`draw/colour.ts`): `\textcolor{f}{…}` has the colour of the forget gate everywhere. */
const quantities = new Set(["i", "f", "g", "o", "c", "h", "x", "y", "gradient"]);

/** First capital, first small letter, first digit of an alphabet of mathematical letters, and those that live elsewhere. */
const alphabets: Record<string, { capital: number; small: number; digit?: number; elsewhere: Record<string, string> }> = {
  "double-struck": {
    capital: 0x1d538, small: 0x1d552, digit: 0x1d7d8,
    elsewhere: { C: "ℂ", H: "ℍ", N: "ℕ", P: "ℙ", Q: "ℚ", R: "ℝ", Z: "ℤ" },
  },
  script: {
    capital: 0x1d49c, small: 0x1d4b6,
    elsewhere: { B: "ℬ", E: "ℰ", F: "ℱ", H: "ℋ", I: "ℐ", L: "ℒ", M: "ℳ", R: "ℛ", e: "ℯ", g: "ℊ", o: "ℴ" },
  },
};

function letter(variant: string, character: string): string {
  const { capital, small, digit, elsewhere } = alphabets[variant]!;
  const from = (start: number, first: string) => String.fromCodePoint(start + character.codePointAt(0)! - first.codePointAt(0)!);
  if (elsewhere[character]) return elsewhere[character];
  if (/[A-Z]/.test(character)) return from(capital, "A");
  if (/[a-z]/.test(character)) return from(small, "a");
  return digit && /\d/.test(character) ? from(digit, "0") : character;
}

/** "right left right left" → aligned at the relation; "left left" → cases; the rest is centred by itself. */
function tableClass(columns: string): string {
  if (/^right( left| right)*$/.test(columns)) return ' class="aligned"';
  return /^left( left)*$/.test(columns) ? ' class="cases"' : "";
}

function colourClass(name: string): string {
  if (!quantities.has(name)) throw new Error(`there is no colour ${name}; \\textcolor takes ${[...quantities].join(", ")}`);
  return `class="q-${name}"`;
}

function forBrowsers(markup: string): string {
  const math = markup
    .replace(/^<span class="katex">|<\/span>$|\sxmlns="[^"]*"/g, "")
    .replace(/<semantics>([\s\S]*)<annotation[\s\S]*<\/semantics>/, "$1")
    .replace(/\scolumnalign="([^"]*)"/g, (_, columns: string) => tableClass(columns))
    // "ln 4", "tanh c": names of functions have no space of their own before what is not in brackets.
    .replace(/<mo>\u2061<\/mo>(?!<(?:mrow><)?mo[^>]*>[([{|‖⟨∥])/g, '<mspace width="0.1667em"></mspace>')
    // KaTeX writes norms with the sign for parallel lines, around which browsers leave space.
    .replace(/<mo stretchy="(\w+)">∥<\/mo>/g, '<mo stretchy="$1" lspace="0" rspace="0">‖</mo>')
    .replace(/\s(rowspacing|columnspacing)="[^"]*"/g, "")
    .replace(/mathcolor="([^"]*)"/g, (_, name: string) => colourClass(name))
    .replace(/<(mi|mn) mathvariant="(double-struck|script)">(.)<\/\1>/gu, (_, tag: string, variant: string, character: string) =>
      `<${tag}${tag === "mi" ? ' mathvariant="normal"' : ""}>${letter(variant, character)}</${tag}>`);
  // Neither the page's policy nor every browser takes these.
  if (/\sstyle="|<menclose/.test(math)) throw new Error("browsers cannot draw this without more style than a page may have; write it more plainly");
  return math;
}

/** Throws an Error whose message says what is wrong with the TeX. */
export function mathml(tex: string, displayMode: boolean): string {
  try {
    return forBrowsers(katex.renderToString(tex, { displayMode, output: "mathml", strict: "error", throwOnError: true }));
  } catch (error) {
    // KaTeX marks the place with combining underlines, which terminals draw badly.
    throw new Error((error as Error).message.replace(/[\u0332\u0333]/g, "").replace(/^KaTeX parse error: /, ""));
  }
}
