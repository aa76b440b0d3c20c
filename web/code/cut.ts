/**
 * Cuts pieces out of sources by the marks in their comments, the same in C++ (`//`), Python (`#`) and TeX (`%`):
 *
 *     // code: lstm.forward      what follows belongs to this section, up to a blank line or to a line further out;
 *                                several sections are divided by commas
 *     c = f * c + i * g;  //= c  this line says what the equation of c says; several terms are divided by spaces
 */
export interface Line { text: string; terms: string[] }

/** Lines that stand together, `at` the number of the first, from 1. */
export interface Piece { path: string; at: number; lines: Line[] }

export type Comment = "//" | "#" | "%";

const indentation = (line: string) => line.length - line.trimStart().length;

/** What the mark before this line names, or null. */
function named(line: string, comment: Comment): string[] | null {
  const text = line.trim();
  return text.startsWith(`${comment} code: `) ? text.slice(comment.length + 7).split(",").map((name) => name.trim()) : null;
}

function split(line: string, comment: Comment): Line {
  const at = line.lastIndexOf(`${comment}= `);
  if (at < 0) return { text: line.trimEnd(), terms: [] };
  return { text: line.slice(0, at).trimEnd(), terms: line.slice(at + comment.length + 2).trim().split(/\s+/) };
}

function piece(path: string, lines: readonly string[], start: number, comment: Comment): Piece {
  const indent = indentation(lines[start] ?? "");
  let end = start;
  while (end < lines.length && lines[end]!.trim() !== "" && indentation(lines[end]!) >= indent) end += 1;
  if (end === start) throw new Error(`Nothing follows the mark in line ${start} of ${path}. Put it right above what is to be shown.`);
  return { path, at: start + 1, lines: lines.slice(start, end).map((line) => split(line.slice(indent), comment)) };
}

/** The pieces of a section in one source. */
export function cut(path: string, source: string, comment: Comment, section: string): Piece[] {
  const lines = source.split("\n");
  const starts = lines.flatMap((line, at) => (named(line, comment)?.includes(section) ? [at + 1] : []));
  if (starts.length === 0) {
    throw new Error(`The mark "${comment} code: ${section}" is missing in ${path}. Put it above the lines that unrolled-code is to show.`);
  }
  return starts.map((start) => piece(path, lines, start, comment));
}

export const termsOf = (pieces: readonly Piece[]): Set<string> =>
  new Set(pieces.flatMap(({ lines }) => lines.flatMap(({ terms }) => terms)));
