/**
 * A text in which something has to be remembered: words in lines of limited width, some of them between quotation marks or
 * in brackets. A straight quotation mark opens as well as closes, and a bracket closes only what is open, so that whoever
 * remembers what is open, and how long the line has become, predicts better; what is said has other words, but some of
 * them are the same. Quotations and brackets take turns.
 */
import { markedWriting } from "../i18n/marks.js";
import { generator } from "./gap-text.js";

/** Of one in `OPENS` words a mark or bracket opens; of one in `CLOSES` what is open closes. */
const OPENS = 3, CLOSES = 3;

export function marksText(language: keyof typeof markedWriting, characters: number, seed: number): string {
  const { words, said, between, width, quotes, brackets } = markedWriting[language];
  const draw = generator(seed);
  let [text, column] = ["", 0];
  let open: readonly [string, string] | null = null;
  let turn = draw(2);
  while (text.length < characters) {
    const opens = open === null && draw(OPENS) === 0, closes = open !== null && draw(CLOSES) === 0;
    if (opens) open = turn++ % 2 === 0 ? quotes : brackets;
    const from = open === quotes ? said : words;
    const word = `${opens ? open![0] : ""}${from[draw(from.length)]!}${closes ? open![1] : ""}`;
    if (closes) open = null;
    const breaks = column + between.length + word.length > width;
    text += column === 0 ? word : (breaks ? "\n" : between) + word;
    column = column === 0 || breaks ? word.length : column + between.length + word.length;
  }
  return text.slice(0, characters);
}
