/** A table of numbers as cells of colour: rows down, columns across. */
import { textWidth, type Ink, type Mark, type Picture, type Size } from "./marks.js";
import { linearScale } from "./scale.js";

const LEVELS = 16;

export interface Heatmap {
  /** rows × columns, row by row. */
  values: ArrayLike<number>;
  rows: number;
  columns: number;
  /** What the colours span: 0 to 1 in one ink, or −a to a in two (`inks: [negative, positive]`). */
  domain: readonly [number, number];
  inks: readonly [Ink] | readonly [negative: Ink, positive: Ink];
  name: string;
  rowLabels?: readonly string[];
  columnLabels?: readonly string[];
  /** The cell to outline, and the row that is chosen. */
  cursor?: { row: number; column: number } | null;
  selectedRow?: number | null;
}

/** The colours of a heatmap, palest first; with two inks the first half is the negative one, strongest first. */
export function heatInks(inks: Heatmap["inks"]): { ink: Ink; share: number }[] {
  const ramp = (ink: Ink) => Array.from({ length: LEVELS + 1 }, (_, k) => ({ ink, share: k / LEVELS }));
  return inks.length === 1 ? ramp(inks[0]) : [...ramp(inks[0]).reverse(), ...ramp(inks[1])];
}

export function levelOf(value: number, [low, high]: readonly [number, number], two: boolean): number {
  if (Number.isNaN(value)) return -1;
  if (!two) return Math.round(LEVELS * Math.min(1, Math.max(0, (value - low) / (high - low))));
  const most = Math.max(-low, high);
  const share = Math.min(1, Math.max(-1, value / most));
  return share < 0 ? Math.round(LEVELS * (1 + share)) : LEVELS + 1 + Math.round(LEVELS * share);
}

export function heatmap(data: Heatmap, size: Size): Picture {
  const { values, rows, columns, domain, inks, name, rowLabels, columnLabels, cursor = null, selectedRow = null } = data;
  const left = rowLabels ? Math.max(...rowLabels.map((label) => textWidth(label))) + 10 : 1;
  const box = { left, right: size.width - 1, top: columnLabels ? 18 : 1, bottom: size.height - 1 };
  const [width, height] = [box.right - box.left, box.bottom - box.top];
  const levels = Int16Array.from({ length: rows * columns }, (_, k) => levelOf(values[k]!, domain, inks.length === 2));
  const [w, h] = [width / columns, height / rows];
  const outline = (row: number, column: number, across: number): Mark =>
    ({ kind: "rect", at: [box.left + column * w, box.top + row * h], width: across * w, height: h, ink: "ink", hollow: true });
  const labels = (texts: readonly string[], room: number, at: (k: number) => readonly [number, number], anchor: "middle" | "end"): Mark[] => {
    const stride = Math.max(1, Math.ceil(13 / room));
    return texts.flatMap((text, k): Mark[] => (k % stride === 0 ? [{ kind: "text", at: at(k), text, ink: "muted", anchor }] : []));
  };
  const marks: Mark[] = [
    { kind: "cells", name, at: [box.left, box.top], width, height, rows, columns, levels, inks: heatInks(inks) },
    { kind: "rect", at: [box.left, box.top], width, height, ink: "hairline", hollow: true },
    ...labels(rowLabels ?? [], h, (k) => [box.left - 6, box.top + (k + 0.5) * h + 4], "end"),
    ...labels(columnLabels ?? [], w, (k) => [box.left + (k + 0.5) * w, 12], "middle"),
    ...(selectedRow === null ? [] : [outline(selectedRow, 0, columns)]), ...(cursor ? [outline(cursor.row, cursor.column, 1)] : []),
  ];
  const frame = { x: linearScale([-0.5, columns - 0.5], [box.left, box.right], 5), y: linearScale([-0.5, rows - 0.5], [box.top, box.bottom], 5), ...box };
  return { ...size, marks, frame };
}
