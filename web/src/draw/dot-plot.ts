/** A few numbers on one axis, a row each: what was predicted beside what was measured. */
import type { Frame, Ink, Mark, Picture, Size } from "./marks.js";
import { textWidth } from "./marks.js";
import { linearScale, logScale, thinned, type Interval } from "./scale.js";
import { crisp } from "./stroke.js";

export interface DotRow {
  name: string;
  label: string;
  /** Not finite: it has only words. */
  value: number;
  /** The value in words. */
  text: string;
  ink: Ink;
  hollow?: boolean;
}

export interface DotPlot {
  rows: readonly DotRow[];
  domain: Interval;
  scale: "linear" | "log";
  tick: (value: number) => string;
  label: string;
  /** What counts as right. */
  band?: Interval | null;
}

const ROW = 30, TOP = 6, BELOW = 34;

export const dotPlotHeight = (rows: number): number => TOP + rows * ROW + BELOW;

export function dotPlot({ rows, domain, scale, tick, label, band = null }: DotPlot, size: Size): Picture {
  const names = Math.max(0, ...rows.map((row) => textWidth(row.label, 12)));
  const values = Math.max(0, ...rows.map(({ text }) => textWidth(text, 12)));
  const box = { left: Math.min(size.width * 0.4, names + 14), right: size.width - values - 14, top: TOP, bottom: TOP + rows.length * ROW };
  const x = (scale === "log" ? logScale : linearScale)(domain, [box.left, box.right], Math.max(2, Math.floor((box.right - box.left) / 90)));
  const y = linearScale([0, rows.length], [box.top, box.bottom], rows.length);
  const frame: Frame = { x, y, ...box };
  const at = (value: number) => Math.min(box.right, Math.max(box.left, x(value)));
  const marks: Mark[] = [
    ...(band ? [{ kind: "rect", name: "band", at: [at(band[0]), box.top], width: Math.max(2, at(band[1]) - at(band[0])), height: box.bottom - box.top, ink: "train", opacity: 0.12 } as Mark] : []),
    ...thinned(x, 32).flatMap((value): Mark[] => [
      { kind: "line", points: [[crisp(x(value)), box.top], [crisp(x(value)), box.bottom]], ink: "hairline" },
      { kind: "text", at: [x(value), box.bottom + 15], text: tick(value), ink: "muted", anchor: "middle" },
    ]),
    { kind: "text", at: [size.width - 2, box.bottom + 30], text: label, ink: "muted", anchor: "end" },
    ...rows.flatMap((row, k) => rowMarks(row, box, y(k + 0.5), at)),
  ];
  return { width: size.width, height: dotPlotHeight(rows.length), marks, frame };
}

function rowMarks({ name, label, value, text, ink, hollow = false }: DotRow, box: { left: number; right: number }, middle: number, at: (value: number) => number): Mark[] {
  const words: Mark[] = [
    { kind: "text", at: [0, middle + 4], text: label, ink: "ink", size: 12 },
    { kind: "text", at: [box.right + 12, middle + 4], text, ink: "ink", size: 12, bold: !hollow },
  ];
  if (!Number.isFinite(value)) return words;
  return [{ kind: "line", points: [[box.left, crisp(middle)], [at(value), crisp(middle)]], ink: "outline" }, { kind: "dot", name, at: [at(value), middle], radius: 5, ink, hollow }, ...words];
}
