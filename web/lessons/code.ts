/** Code, coloured at build time with classes: the page's policy forbids the style attributes that are usual. */
// Shiki: the grammars of a real editor, C++ among them, at build time only.
import { createCssVariablesTheme, createHighlighterCore } from "shiki/core";
import { createOnigurumaEngine } from "shiki/engine/oniguruma";

const prefix = "--code-";
const theme = createCssVariablesTheme({ name: "classes", variablePrefix: prefix, fontStyle: false });

const highlighter = await createHighlighterCore({
  themes: [theme],
  langs: [import("shiki/langs/python.mjs"), import("shiki/langs/cpp.mjs"), import("shiki/langs/javascript.mjs"), import("shiki/langs/html.mjs")],
  engine: createOnigurumaEngine(import("shiki/wasm")),
});

export const codeLanguages = ["python", "cpp", "js", "html", "text"];

const escape = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** `var(--code-token-string-expression)` → `string-expression`; plain text has no class. */
const kind = (colour: string | undefined) => new RegExp(`^var\\(${prefix}token-([a-z-]+)\\)$`).exec(colour ?? "")?.[1];

export function highlight(code: string, language: string): string {
  // Without Shiki's time limit, at which a slow machine would leave lines plain.
  const lines = highlighter.codeToTokensBase(code.replace(/\n$/, ""), { lang: language, theme: "classes", tokenizeTimeLimit: 0 });
  const inner = lines.map((line) => line.map(({ content, color }) => {
    const name = kind(color);
    return name ? `<span class="${name}">${escape(content)}</span>` : escape(content);
  }).join("")).join("\n");
  return `<pre><code class="language-${language}">${inner}\n</code></pre>\n`;
}
