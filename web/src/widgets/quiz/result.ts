/** What a try came to, in words and as a table: the reader's answer beside what the run measured. */
import type { Words } from "../../i18n/index.js";
import type { QuizWords } from "../../i18n/en-quiz.js";
import { askedFor, margin, pointsAt, sampled, type Answer, type Question, type Try } from "../../state/index.js";
import type { Table } from "../exhibit/data-table.js";
import type { Option } from "./children.js";

export interface Telling {
  words: Words;
  say: QuizWords;
  question: Question;
  measure: string;
  options: readonly Option[];
  /** What numbers are of, as the author says it. */
  unit: string;
  /** What a run is called where no option says it. */
  cellName: (name: string) => string;
}

export const labelOf = ({ options, cellName }: Pick<Telling, "options" | "cellName">, answer: string): string =>
  options.find((option) => option.answer === answer)?.label ?? cellName(answer);

/** The name of a run; where there is but one, it is what was measured. */
export const runLabel = (telling: Telling, name: string): string =>
  telling.question.runs.length === 1 && !telling.options.some(({ answer }) => answer === name) ? telling.say.run : labelOf(telling, name);

/** A measured number in words; of "diverged" there are only two. */
export function valueText({ words, say, measure }: Telling, value: number): string {
  if (measure === "diverged") return value > 0 ? say.did : say.didNot;
  return Number.isFinite(value) ? words.format.number(value) : say.diverged;
}

const withUnit = (text: string, unit: string) => (unit ? `${text} ${unit}` : text);

export function answerText(telling: Telling, answer: Answer): string {
  const { words, unit, say } = telling;
  if (typeof answer === "number") return withUnit(words.format.number(answer), unit);
  if (typeof answer === "string") return labelOf(telling, answer);
  return answer.map((one) => (typeof one === "number" ? words.format.number(one) : labelOf(telling, one))).join(say.joined);
}

/** Every run with what it measured, and the two compared where that is asked for. */
export function numbersText(telling: Telling, { measured }: Try): string {
  const { say, question: { compare } } = telling;
  const runs = measured.runs.map(({ name, values }) => {
    const [label, value] = [runLabel(telling, name), valueText(telling, values.at(-1)!)];
    return label === say.run ? value : say.one(label, value);
  });
  const compared = compare === "none" ? [] : [say.one(say.comparison[compare]!, valueText(telling, askedFor(telling.question, measured)[0]!))];
  return [...runs, ...compared].join(say.joined);
}

/** On a scale of factors, how many times off a share of it is. */
const factor = ({ from, to, scale }: Question, off: number): number | null => (scale === "log" ? (to / from) ** off : null);

export function headline({ say, question }: Telling, { verdict: { right, side } }: Try): string {
  if (right === null) return say.none;
  if (question.kind !== "setting") return right ? say.right : say.wrong;
  return right ? say.reached : side === "high" ? say.tooHigh : say.tooLow;
}

export function sentence(telling: Telling, given: Try): string {
  const { say, words: { format }, question } = telling;
  const { verdict: { truth, off }, answer } = given;
  const numbers = numbersText(telling, given);
  const apart = off === null ? null : factor(question, off);
  switch (question.kind) {
    case "number":
      return say.saidNumber(format.number(answer as number), valueText(telling, truth as number), apart !== null && apart >= 1.05 ? format.number(apart) : null);
    case "setting": {
      const [low, high] = question.goal.map((end) => (end === null ? null : format.number(end))) as [string | null, string | null];
      return say.saidSetting(answerText(telling, answer), valueText(telling, truth as number), say.goal(low, high));
    }
    case "curve": return say.saidCurve(apart === null ? format.share(off ?? 0) : format.number(apart), apart !== null);
    case "order": return say.saidOrder((truth as readonly string[]).map((one) => labelOf(telling, one)).join(say.joined), numbers);
    case "choose": return truth === null ? say.measured(numbers) : say.saidChoice(answerText(telling, answer), labelOf(telling, truth as string), numbers);
  }
}

/** The numbers between which an answer would have been right. */
export function rightBand(question: Question, { verdict: { truth } }: Try): readonly [number, number] | null {
  const { from, to, scale, goal } = question;
  if (question.kind === "setting") return [goal[0] ?? -Infinity, goal[1] ?? Infinity];
  if (question.kind !== "number" || typeof truth !== "number" || !Number.isFinite(truth)) return null;
  const by = margin(question);
  return scale === "log" ? [truth / (to / from) ** by, truth * (to / from) ** by] : [truth - by * (to - from), truth + by * (to - from)];
}

export function tableOf(telling: Telling, { measured, answer }: Try): Table {
  const { say, measure, question } = telling;
  const names = measured.runs.map(({ name }) => runLabel(telling, name));
  const { x } = measured;
  if (x) {
    const guess = answer as readonly number[];
    const at = question.kind === "curve" ? pointsAt(guess.length, x[0]!, x.at(-1)!) : [];
    const guessed = (here: number) => (at.includes(here) ? guess[at.indexOf(here)]! : null);
    const rows = [...new Set([...x, ...at])].sort((a, b) => a - b);
    return {
      columns: [measure === "loss-curve" ? say.steps : say.distance, ...names, say.column.you],
      rows: rows.map((here) => [here, ...measured.runs.map(({ values }) => sampled(x, values, [here])[0]!), guessed(here)]),
    };
  }
  const rows = measured.runs.map(({ values }, k) => [names[k]!, measure === "diverged" ? valueText(telling, values[0]!) : values[0]!]);
  return { columns: [say.column.run, say.measure[measure] ?? measure], rows: [...rows, [say.column.you, typeof answer === "number" ? answer : answerText(telling, answer)]] };
}
