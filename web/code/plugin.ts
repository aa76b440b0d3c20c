/** `import code from "#code"`: equations, NumPy and C++ of every section, cut and coloured when the site is built. */
import type { Highlighter } from "shiki";
import type { Plugin } from "vite";
import type { CodePiece, CodeSections } from "../src/widgets/code/code-data.js";
import type { Piece } from "./cut.js";
import { mathml } from "./equation.js";
import { codeToHtml, highlighter } from "./highlight.js";
import { absolute, readSections, sourcesOf } from "./sections.js";

const code = (shiki: Highlighter, language: "python" | "cpp", section: string) => (piece: Piece): CodePiece => {
  const html = codeToHtml(shiki, piece.lines.map(({ text }) => text).join("\n"), language, section);
  return { path: piece.path, at: piece.at, lines: piece.lines.map(({ terms }, row) => ({ terms, html: html[row]! })) };
};

export async function codeSections(): Promise<CodeSections> {
  const shiki = await highlighter();
  return Object.fromEntries(readSections().map(({ name, equations, numpy, engine }) => [name, {
    equations: equations.flatMap(({ lines }) => lines.map(({ text, terms }) => ({ term: terms[0]!, tex: text, html: mathml(text, name) }))),
    numpy: numpy.map(code(shiki, "python", name)),
    engine: engine.map(code(shiki, "cpp", name)),
  }]));
}

export function codePlugin(): Plugin {
  const inner = "\0code";
  return {
    name: "unrolled-code",
    resolveId: (id) => (id === "#code" ? inner : null),
    async load(id) {
      if (id !== inner) return null;
      for (const section of readSections()) for (const { path } of sourcesOf(section.name)) this.addWatchFile(absolute(path));
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(await codeSections()))});`;
    },
  };
}
