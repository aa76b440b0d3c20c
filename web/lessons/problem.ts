/** Where a lesson's source is wrong: the build stops with file, line and what to write instead. */
export class SourceProblem extends Error {
  constructor(readonly file: string, readonly line: number, sentence: string) {
    super(`${file}:${line}: ${sentence}`);
    this.name = "SourceProblem";
  }
}

/** Reports problems of one file; `line` counts from 1. */
export type Report = (line: number, sentence: string) => never;

export function reporter(file: string): Report {
  return (line, sentence) => {
    throw new SourceProblem(file, line, sentence);
  };
}
