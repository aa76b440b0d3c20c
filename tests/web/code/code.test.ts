/** What unrolled-code shows is cut from the sources themselves, and a mark that is missing is told in a sentence. */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { cut } from "../../../web/code/cut.js";
import { quantityOf } from "../../../web/code/colours.js";
import { mathml } from "../../../web/code/equation.js";
import { codeSections } from "../../../web/code/plugin.js";
import { absolute, readSections, sourcesOf } from "../../../web/code/sections.js";
import type { CodePiece, CodeSections } from "../../../web/src/widgets/code/code-data.js";

const plain = (html: string) => html.replace(/<[^>]*>/g, "").replace(/&lt;/g, "<").replace(/&amp;/g, "&");
const source = (path: string) => readFileSync(absolute(path), "utf8");

describe("marks", () => {
  const text = ["int a;", "// code: x.forward", "  int f() {", "    return 1;  //= f g", "  }", "};", "// code: x.forward, y.forward", "int b;", "", "int c;"].join("\n");

  it("cut up to a blank line or a line further out, and are not shown", () => {
    expect(cut("a.h", text, "//", "x.forward")).toEqual([
      { path: "a.h", at: 3, lines: [{ text: "int f() {", terms: [] }, { text: "  return 1;", terms: ["f", "g"] }, { text: "}", terms: [] }] },
      { path: "a.h", at: 8, lines: [{ text: "int b;", terms: [] }] },
    ]);
    expect(cut("a.h", text, "//", "y.forward")).toHaveLength(1);
  });

  it("that are missing are named with the file", () => {
    expect(() => cut("a.h", text, "//", "z.forward")).toThrow('The mark "// code: z.forward" is missing in a.h. Put it above the lines that unrolled-code is to show.');
    expect(() => cut("a.h", "// code: x.forward\n\n", "//", "x.forward")).toThrow("Nothing follows the mark in line 1 of a.h");
  });

  it.each([
    ["a section of C++", "wasm/engine/cells/lstm.h", "// code: lstm.backward", "// backward", 'The mark "// code: lstm.backward" is missing in wasm/engine/cells/lstm.h'],
    ["a line of C++", "wasm/engine/cells/lstm.h", "  //= dc\n", "\n", 'No line of lstm.backward in wasm/engine/cells/lstm.h or wasm/engine/cells/cell.h is marked "//= dc"'],
    ["a line of NumPy", "lessons/code/gru.py", "#= dm\n", "\n", 'No line of gru.backward in lessons/code/gru.py is marked "#= dm"'],
    ["a line that no equation has", "lessons/code/rnn.py", "#= da\n", "#= typo\n", 'lessons/code/rnn.py is marked "#= da"'],
    ["an equation's name", "lessons/code/rnn.tex", /%= h\n/, "\n", "The equation h_t = \\varphi(a_t) in lessons/code/rnn.tex needs one name"],
  ])("must be whole: %s", (_, path, from, to, sentence) => {
    expect(() => readSections((asked) => (asked === path ? source(asked).replace(from, to) : source(asked)))).toThrow(sentence);
  });
});

describe("sections", () => {
  let sections: CodeSections;
  // Grammars are large, and other work may be going on.
  beforeAll(async () => void (sections = await codeSections()), 60_000);

  it("are seven, and small", () => {
    expect(Object.keys(sections)).toEqual(["rnn.forward", "rnn.backward", "lstm.forward", "lstm.backward", "gru.forward", "gru.backward", "clipping.forward"]);
    expect(gzipSync(JSON.stringify(sections)).length).toBeLessThan(8000);
  });

  it("hold every line as it stands in its source", () => {
    const stands = ({ path, at, lines }: CodePiece) => {
      const all = source(path).split("\n");
      for (const [row, { html }] of lines.entries()) {
        expect(all[at - 1 + row]!.replace(/\s*(\/\/|#)= .*$/, "").trim()).toBe(plain(html).trim());
      }
    };
    for (const { numpy, engine } of Object.values(sections)) for (const piece of [...numpy, ...engine]) stands(piece);
  });

  it("have for each equation a line of NumPy and a line of C++", () => {
    for (const [name, { equations, numpy, engine }] of Object.entries(sections)) {
      for (const { term } of equations) for (const column of [numpy, engine]) {
        expect(column.some(({ lines }) => lines.some(({ terms }) => terms.includes(term))), `${name} ${term}`).toBe(true);
      }
    }
  });

  it("colour what stands for a quantity, and nothing else", () => {
    const memory = sections["lstm.forward"]!.engine.flatMap(({ lines }) => lines).find(({ terms }) => terms.join() === "c")!;
    expect(memory.html).toContain('<span class="q-c">memory</span> = <span class="q-f">f</span> *');
    expect(quantityOf("o", "rnn.forward")).toBeNull();
    expect(quantityOf("g", "clipping.forward")).toBe("gradient");
    expect(quantityOf("dh_before", "gru.backward")).toBe("gradient");
    expect(mathml("c_t = f_t", "lstm.forward")).toBe('<math><mrow><msub><mi class="q-c">c</mi><mi>t</mi></msub><mo>=</mo><msub><mi class="q-f">f</mi><mi>t</mi></msub></mrow></math>');
  });

  it("use no style attributes, which a strict policy would forbid", () => expect(JSON.stringify(sections)).not.toMatch(/ style=/));
});

it("watches every source", () => {
  expect(sourcesOf("lstm.forward").map(({ path }) => path)).toEqual(["lessons/code/lstm.tex", "lessons/code/lstm.py", "wasm/engine/cells/cell.h", "wasm/engine/cells/lstm.h"]);
});
