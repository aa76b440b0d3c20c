/** Lines of code as HTML with classes: Shiki's grammars at build time, the colours are the page's. */
import { createCssVariablesTheme, createHighlighter, type Highlighter } from "shiki";
import { quantityOf } from "./colours.js";

const theme = createCssVariablesTheme({ name: "classes", variablePrefix: "--" });

/** Shiki's theme of variables says what a token is. Calls and types stay in ink: quantities are what shall be seen. */
const classes: [RegExp, RegExp, string][] = [
  [/keyword/, /^\s*[a-z]+\s*$/, "k"],
  [/comment/, /./, "n"],
  [/constant|string/, /^\s*[\d"'.]/, "l"],
];

let made: Promise<Highlighter> | null = null;
export const highlighter = (): Promise<Highlighter> =>
  (made ??= createHighlighter({ themes: [theme], langs: ["python", "cpp"] }));

const escaped = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
const span = (name: string | null, text: string) => (name ? `<span class="${name}">${escaped(text)}</span>` : escaped(text));

function named(text: string, section: string): string {
  return text.split(/([A-Za-z_]\w*)/).map((part, at) => {
    const quantity = at % 2 === 1 ? quantityOf(part, section) : null;
    return span(quantity && `q-${quantity}`, part);
  }).join("");
}

function token(content: string, color: string, section: string): string {
  const kind = classes.find(([colour, text]) => colour.test(color) && text.test(content));
  return kind ? span(kind[2], content) : named(content, section);
}

export function codeToHtml(shiki: Highlighter, code: string, language: "python" | "cpp", section: string): string[] {
  const { tokens } = shiki.codeToTokens(code, { lang: language, theme: "classes" });
  return tokens.map((line) => line.map(({ content, color }) => token(content, color ?? "", section)).join(""));
}
