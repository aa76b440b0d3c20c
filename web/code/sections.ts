/** What unrolled-code shows: which equations, which NumPy and which lines of the engine belong together. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { cut, termsOf, type Comment, type Piece } from "./cut.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const cells = (...names: string[]) => names.map((name) => `wasm/engine/cells/${name}.h`);

/** The C++ of each section, in the order in which it is read. */
export const engineSources: Record<string, string[]> = {
  "rnn.forward": cells("cell", "elman"),
  "rnn.backward": cells("elman", "cell"),
  "lstm.forward": cells("cell", "lstm"),
  "lstm.backward": cells("lstm", "cell"),
  "gru.forward": cells("gru"),
  "gru.backward": cells("gru"),
  "clipping.forward": ["wasm/engine/training/optimizer.cpp", "wasm/engine/training/optimizer.h"],
};

export interface Section { name: string; equations: Piece[]; numpy: Piece[]; engine: Piece[] }

export type Read = (path: string) => string;
const fromDisk: Read = (path) => readFileSync(`${root}/${path}`, "utf8");

export function sourcesOf(section: string): { path: string; comment: Comment }[] {
  const stem = `lessons/code/${section.split(".")[0]}`;
  return [
    { path: `${stem}.tex`, comment: "%" },
    { path: `${stem}.py`, comment: "#" },
    ...engineSources[section]!.map((path) => ({ path, comment: "//" as const })),
  ];
}

export const absolute = (path: string): string => `${root}/${path}`;

/** Everything that an equation says has its lines in NumPy and in C++, and no line speaks of something else. */
function check({ name, equations, numpy, engine }: Section, foreign: ReadonlySet<string>): void {
  for (const { text, terms } of equations.flatMap(({ lines }) => lines)) {
    if (terms.length !== 1) throw new Error(`The equation ${text} in ${equations[0]!.path} needs one name: "%= name" at its end.`);
  }
  const terms = termsOf(equations);
  for (const [pieces, comment] of [[numpy, "#"], [engine, "//"]] as const) {
    const found = termsOf(pieces), paths = [...new Set(pieces.map(({ path }) => path))].join(" or ");
    for (const term of terms) {
      if (!found.has(term)) throw new Error(`No line of ${name} in ${paths} is marked "${comment}= ${term}", but ${equations[0]!.path} has an equation of that name.`);
    }
    for (const term of found) {
      if (!terms.has(term) && !foreign.has(term)) throw new Error(`A line of ${name} in ${paths} is marked "${comment}= ${term}", but no equation in ${equations[0]!.path} is.`);
    }
  }
}

export function readSections(read: Read = fromDisk): Section[] {
  const sections = Object.keys(engineSources).map((name) => {
    const [equations, numpy, ...engine] = sourcesOf(name).map(({ path, comment }) => cut(path, read(path), comment, name));
    return { name, equations: equations!, numpy: numpy!, engine: engine.flat() };
  });
  // Cells share lines of cell.h, where the marks of one are none of the other's.
  const all = new Set(sections.flatMap(({ equations }) => [...termsOf(equations)]));
  for (const section of sections) check(section, section.engine.some(({ path }) => path.endsWith("/cell.h")) ? all : new Set());
  return sections;
}
