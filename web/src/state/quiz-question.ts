/** A question whose answer a run of the engine gives: what can be answered, and what is right once it has been measured. */

export const quizKinds = ["choose", "order", "number", "curve", "setting"] as const;
export type QuizKind = (typeof quizKinds)[number];

export interface Question {
  kind: QuizKind;
  /** Names of the runs, in the author's order. */
  runs: readonly string[];
  /** What can be chosen: names of runs, ranges of the measured number, or "yes" and "no". */
  options: readonly string[];
  best: "lowest" | "highest";
  /** Which run is asked for; "" for the first. */
  run: string;
  /** Of exactly two runs, the first with the second. */
  compare: "none" | "ratio" | "difference";
  from: number;
  to: number;
  scale: "linear" | "log";
  /** How far off is still right: a factor on a log scale, else in the scale's unit; 0 for the usual one. */
  tolerance: number;
  /** Of `setting`: low included, high not; null is open. */
  goal: readonly [number | null, number | null];
}

/** One number for each run, or as many as `x` has. Not finite where a run diverged. */
export interface Measured {
  x: readonly number[] | null;
  runs: readonly { name: string; values: readonly number[] }[];
}

/** An option, runs in order, one number, or the y of each point. */
export type Answer = string | readonly string[] | number | readonly number[];

export interface Verdict {
  /** Null where no option covers what was measured. */
  right: boolean | null;
  /** Of numbers and settings: what was measured lies below or above what was hoped for. */
  side: "low" | "high" | null;
  /** How far off, as a share of the scale, 0 to 1; null where there is no scale. */
  off: number | null;
  /** The right option, order, number or points. */
  truth: Answer | null;
}

/** Where a number lies on the scale, 0 to 1; beyond it, on its edge. */
export function place({ from, to, scale }: Pick<Question, "from" | "to" | "scale">, value: number): number {
  const held = Math.min(to, Math.max(from, Number.isNaN(value) ? from : value));
  return scale === "log" ? Math.log(held / from) / Math.log(to / from) : (held - from) / (to - from);
}

export function fromPlace({ from, to, scale }: Pick<Question, "from" | "to" | "scale">, share: number): number {
  return scale === "log" ? from * (to / from) ** share : from + share * (to - from);
}

/** The width of what is right, as a share of the scale. */
export function margin({ kind, from, to, scale, tolerance }: Question): number {
  if (scale === "log") return Math.log(tolerance > 0 ? tolerance : kind === "curve" ? 10 : 2) / Math.log(to / from);
  return tolerance > 0 ? tolerance / (to - from) : 0.1;
}

/** The numbers that are asked for: of one run, or two runs compared. */
export function askedFor(question: Pick<Question, "run" | "compare">, { runs }: Measured): readonly number[] {
  const [first, second] = runs;
  if (question.compare !== "none" && first && second) {
    return first.values.map((value, k) => (question.compare === "ratio" ? value / second.values[k]! : value - second.values[k]!));
  }
  return (runs.find(({ name }) => name === question.run) ?? first)?.values ?? [];
}

export interface Range { low: number; high: number }

/** "< 0.1", "0.1 to 1", "> 1"; null for anything else. */
export function parseRange(option: string): Range | null {
  const number = String.raw`(-?\d+(?:\.\d+)?(?:e-?\d+)?)`;
  const match = (pattern: string) => new RegExp(`^\\s*${pattern}\\s*$`, "i").exec(option)?.slice(1).map(Number);
  const below = match(`<\\s*${number}`), above = match(`>\\s*${number}`), between = match(`${number}\\s+to\\s+${number}`);
  if (below) return { low: -Infinity, high: below[0]! };
  if (above) return { low: above[0]!, high: Infinity };
  return between && between[0]! < between[1]! ? { low: between[0]!, high: between[1]! } : null;
}

export const isOption = (option: string, runs: readonly string[]): boolean =>
  runs.includes(option) || option === "yes" || option === "no" || parseRange(option) !== null;

function ranked({ best }: Question, { runs }: Measured): string[] {
  const sign = best === "lowest" ? 1 : -1;
  // A run that diverged is worse than any that did not.
  const rank = ({ values: [value] }: Measured["runs"][number]) => (Number.isFinite(value) ? sign * value! : Infinity);
  return [...runs].sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b))).map(({ name }) => name);
}

function rightOption(question: Question, measured: Measured): string | null {
  if (question.options.every((option) => question.runs.includes(option))) return ranked(question, measured)[0] ?? null;
  const value = askedFor(question, measured)[0]!;
  return question.options.find((option) => {
    if (option === "yes" || option === "no") return (value > 0) === (option === "yes");
    const range = parseRange(option);
    return range !== null && !Number.isNaN(value) && (value >= range.low || range.low === -Infinity) && (value < range.high || range.high === Infinity);
  }) ?? null;
}

/** The measured curve at the reader's x: the nearest measured one. */
export function sampled(x: readonly number[], values: readonly number[], at: readonly number[]): number[] {
  return at.map((wanted) => {
    let nearest = 0;
    for (let k = 1; k < x.length; k++) if (Math.abs(x[k]! - wanted) < Math.abs(x[nearest]! - wanted)) nearest = k;
    return values[nearest] ?? Number.NaN;
  });
}

/** The reader's points stand evenly from the first x to the last. */
export const pointsAt = (count: number, first: number, last: number): number[] =>
  Array.from({ length: count }, (_, k) => Math.round(first + (k / (count - 1)) * (last - first)));

function judgeNumber(question: Question, guess: number, value: number): Verdict {
  const off = Math.abs(place(question, guess) - place(question, value));
  return { right: off <= margin(question) + 1e-9, side: value < guess ? "low" : value > guess ? "high" : null, off, truth: value };
}

function judgeCurve(question: Question, guess: readonly number[], measured: Measured): Verdict {
  const x = measured.x!;
  const truth = sampled(x, askedFor(question, measured), pointsAt(guess.length, x[0]!, x.at(-1)!));
  const off = truth.reduce((sum, value, k) => sum + Math.abs(place(question, value) - place(question, guess[k]!)), 0) / truth.length;
  return { right: off <= margin(question) + 1e-9, side: null, off, truth };
}

function judgeSetting({ goal: [low, high], ...question }: Question, measured: Measured): Verdict {
  const value = askedFor(question, measured)[0]!;
  const side = low !== null && !(value >= low) ? "low" : high !== null && !(value < high) ? "high" : null;
  return { right: side === null, side, off: null, truth: value };
}

export function judge(question: Question, answer: Answer, measured: Measured): Verdict {
  switch (question.kind) {
    case "number": return judgeNumber(question, answer as number, askedFor(question, measured)[0]!);
    case "curve": return judgeCurve(question, answer as readonly number[], measured);
    case "setting": return judgeSetting(question, measured);
    case "order": {
      const truth = ranked(question, measured);
      return { right: truth.join() === (answer as readonly string[]).join(), side: null, off: null, truth };
    }
    case "choose": {
      const truth = rightOption(question, measured);
      return { right: truth === null ? null : truth === answer, side: null, off: null, truth };
    }
  }
}
