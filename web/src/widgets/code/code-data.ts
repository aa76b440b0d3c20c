/** What `#code` holds: made when the site is built (web/code), from lessons/code and the engine's own sources. */

/** One equation, named by what it says. */
export interface Equation { term: string; tex: string; html: string }

/** One line of code, and the equations it has part in. */
export interface CodeLine { terms: string[]; html: string }

/** Lines that stand together in one file; `at` is the number of the first. */
export interface CodePiece { path: string; at: number; lines: CodeLine[] }

export interface CodeSection { equations: Equation[]; numpy: CodePiece[]; engine: CodePiece[] }

/** By "lstm.forward", "lstm.backward" … */
export type CodeSections = Record<string, CodeSection>;
