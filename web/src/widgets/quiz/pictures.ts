/** The pictures of a result: what the reader predicted beside what the run measured. */
import type { DotPlot, DotRow } from "../../draw/dot-plot.js";
import type { Picture, Size } from "../../draw/marks.js";
import { logDomain, niceDomain, plot, type Axis, type Series } from "../../draw/plot.js";
import type { Interval } from "../../draw/scale.js";
import { askedFor, pointsAt, type Try } from "../../state/index.js";
import { answerText, rightBand, runLabel, valueText, type Telling } from "./result.js";

/** Beyond this ratio, small numbers would all lie at the left end of an even axis. */
const WIDE = 50;
/** Below it, what counts is how many powers of ten a number is from 1. */
const SMALL = 1e-3;

export function resultCurve(telling: Telling, { measured, answer }: Try, axes: { x: Axis; y: Axis }, size: Size): Picture {
  const x = measured.x ?? [], guess = answer as readonly number[];
  const asked = askedFor(telling.question, measured);
  const others = measured.runs.filter(({ values }) => values !== asked);
  const series: Series[] = [
    ...others.map(({ name, values }): Series => ({ name, label: runLabel(telling, name), ink: "muted", x, y: values, width: 1.25 })),
    { name: "measured", label: telling.say.run, ink: "train", x, y: asked, width: 2.25 },
    { name: "prediction", label: telling.say.you, ink: "validation", dash: "6 4", x: pointsAt(guess.length, x[0]!, x.at(-1)!), y: guess },
  ];
  return plot({ ...axes, series }, size);
}

function domainOf({ question: { from, to, scale, kind } }: Telling, values: readonly number[]): { domain: Interval; scale: "linear" | "log" } {
  if (kind === "number") return { domain: [from, to], scale };
  const finite = values.filter((value) => Number.isFinite(value));
  const [least, most] = [Math.min(...finite), Math.max(...finite)];
  const isSmall = least > 0 && most < SMALL;
  return isSmall || (least > 0 && most / least > WIDE)
    ? { domain: logDomain(1e-20, 1e12, isSmall ? [...finite, 1] : finite), scale: "log" }
    : { domain: niceDomain(finite), scale: "linear" };
}

/** An order is shown as it should have been. */
function inOrder({ measured: { runs }, verdict: { truth } }: Try): Try["measured"]["runs"] {
  return Array.isArray(truth) ? [...runs].sort((a, b) => truth.indexOf(a.name) - truth.indexOf(b.name)) : runs;
}

export function resultDots(telling: Telling, given: Try): DotPlot {
  const { say, question, measure, words: { format } } = telling;
  const { measured, answer } = given;
  const row = (name: string, label: string, value: number): DotRow => ({ name, label, value, text: valueText(telling, value), ink: "train" });
  const rows: DotRow[] = question.compare === "none"
    ? inOrder(given).map(({ name, values }) => row(name, runLabel(telling, name), values[0]!))
    : [row("compared", say.comparison[question.compare]!, askedFor(question, measured)[0]!)];
  if (question.kind === "number") rows.unshift({ name: "prediction", label: say.you, value: answer as number, text: answerText({ ...telling, unit: "" }, answer), ink: "validation", hollow: true });
  const band = rightBand(question, given);
  const ends = band?.filter((end) => Number.isFinite(end)) ?? [];
  const { domain, scale } = domainOf(telling, [...rows.map(({ value }) => value), ...ends]);
  return { rows, domain, scale, tick: scale === "log" ? format.power : format.short, label: telling.unit || say.measure[measure]!, band };
}
