/** A chart with two axes from data: lines, dots, areas, marked places; series are named at their ends, not in a legend. */
import { textWidth, type Frame, type Ink, type Mark, type Picture, type Point, type Size } from "./marks.js";
import { linearScale, logScale, niceCeiling, thinned, type Interval } from "./scale.js";
import { crisp } from "./stroke.js";

export interface Axis {
  label: string;
  scale?: "linear" | "log";
  domain: Interval;
  tick?: (value: number) => string;
}

export interface Series {
  name: string;
  /** Written at the line's end; none where it is left out. */
  label?: string;
  ink: Ink;
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  kind?: "line" | "dots";
  width?: number;
  dash?: string;
  opacity?: number;
}

/** A line across the plot at a value of one axis. */
export interface Rule { axis: "x" | "y"; at: number; label?: string; ink?: Ink; dash?: string }

export interface Plot {
  x: Axis;
  y: Axis;
  series: readonly Series[];
  rules?: readonly Rule[];
  /** Where the reader looks: an index into the series' points, marked on each. */
  cursor?: number | null;
  /** Marks that the exhibit adds, by the scales. */
  more?: (frame: Frame) => readonly Mark[];
}

/** A domain that all numbers fit into: from zero (or below) to a nice number. */
export function niceDomain(...all: readonly ArrayLike<number>[]): Interval {
  let [low, high] = [0, 0];
  for (const values of all) for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    if (Number.isFinite(value)) [low, high] = [Math.min(low, value), Math.max(high, value)];
  }
  return [low < 0 ? -niceCeiling(-low) : 0, niceCeiling(high)];
}

/** Whole powers of ten around all positive numbers, not further down than `least`. */
export function logDomain(least: number, most: number, ...all: readonly ArrayLike<number>[]): Interval {
  let [low, high] = [Infinity, 0];
  for (const values of all) for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    if (value > 0 && Number.isFinite(value)) [low, high] = [Math.min(low, value), Math.max(high, value)];
  }
  if (high === 0) return [1e-3, 1];
  const clamp = (value: number) => Math.min(most, Math.max(least, value));
  const [from, to] = [Math.floor(Math.log10(clamp(low))), Math.ceil(Math.log10(clamp(high)))];
  return [10 ** from, 10 ** Math.max(to, from + 1)];
}

export function plot({ x, y, series, rules = [], cursor = null, more }: Plot, size: Size): Picture {
  const labels = Math.max(0, ...series.map(({ label }) => (label ? textWidth(label) + 10 : 0)));
  const yTick = y.tick ?? String;
  const left = Math.max(30, ...axis(y, [1, 0], 4).ticks.map((tick) => textWidth(yTick(tick)) + 12));
  const box = { left, right: size.width - Math.min(size.width * 0.34, Math.max(14, labels)), top: 24, bottom: size.height - 34 };
  const frame: Frame = {
    x: axis(x, [box.left, box.right], Math.max(2, Math.floor((box.right - box.left) / 80))),
    y: axis(y, [box.bottom, box.top], Math.max(2, Math.floor((box.bottom - box.top) / (y.scale === "log" ? 24 : 48)))),
    ...box,
  };
  const marks: Mark[] = [
    ...axes(frame, x, y, size), ...rules.flatMap((rule) => ruleMarks(rule, frame)),
    ...series.flatMap((one) => seriesMarks(one, frame)), ...(more?.(frame) ?? []),
    ...(cursor === null ? [] : cursorMarks(series, cursor, frame)), ...endLabels(series, frame),
  ];
  return { ...size, marks, frame };
}

const axis = ({ scale, domain }: Axis, range: Interval, count: number) => (scale === "log" ? logScale : linearScale)(domain, range, count);

function axes(at: Frame, x: Axis, y: Axis, size: Size): Mark[] {
  const text = (point: Point, text: string, anchor: "start" | "middle" | "end" = "start"): Mark => ({ kind: "text", at: point, text, ink: "muted", anchor });
  const line = (points: Point[], ink: Ink): Mark => ({ kind: "line", points, ink });
  const [xTick, yTick] = [x.tick ?? String, y.tick ?? String];
  const end = size.width - 2 - textWidth(x.label);
  return [
    ...thinned(at.y, 15).flatMap((tick) => [
      line([[at.left, crisp(at.y(tick))], [at.right, crisp(at.y(tick))]], "hairline"), text([at.left - 7, at.y(tick) + 4], yTick(tick), "end"),
    ]),
    line([[at.left, crisp(at.bottom)], [at.right, crisp(at.bottom)]], "outline"),
    ...thinned(at.x, 24).flatMap((tick) => [
      line([[crisp(at.x(tick)), at.bottom], [crisp(at.x(tick)), at.bottom + 4]], "outline"),
      ...(at.x(tick) + textWidth(xTick(tick)) / 2 < end - 6 || x.label === "" ? [text([at.x(tick), at.bottom + 17], xTick(tick), "middle")] : []),
    ]),
    text([2, 12], y.label), text([size.width - 2, at.bottom + 17], x.label, "end"),
  ];
}

function ruleMarks({ axis: across, at, label, ink = "muted", dash = "1 4" }: Rule, frame: Frame): Mark[] {
  const place = crisp((across === "x" ? frame.x : frame.y)(at));
  const points: Point[] = across === "x" ? [[place, frame.top], [place, frame.bottom]] : [[frame.left, place], [frame.right, place]];
  const marks: Mark[] = [{ kind: "line", points, ink, dash }];
  if (!label) return marks;
  const end = place + 4 + textWidth(label) > frame.right;
  return [...marks, across === "y"
    ? { kind: "text", at: [frame.right - 2, place - 5], text: label, ink, anchor: "end", halo: true }
    : { kind: "text", at: [place + (end ? -4 : 4), frame.bottom - 7], text: label, ink, anchor: end ? "end" : "start", halo: true }];
}

/** A value beyond the axis is drawn on its edge; one that is no number leaves a gap. */
function place({ x, y, left, right, top, bottom }: Frame, px: number, py: number): Point | null {
  if (Number.isNaN(px) || Number.isNaN(py)) return null;
  return [Math.min(right, Math.max(left, x(px))), Math.min(bottom, Math.max(top, y(py)))];
}

function pointsOf({ x, y }: Series, frame: Frame): (Point | null)[] {
  return Array.from({ length: Math.min(x.length, y.length) }, (_, k) => place(frame, x[k]!, y[k]!));
}

function seriesMarks(series: Series, frame: Frame): Mark[] {
  const { name, ink, kind = "line", width = 2, dash, opacity } = series;
  const points = pointsOf(series, frame);
  const look = { name, ink, ...(opacity !== undefined && { opacity }) };
  if (kind === "dots") return points.flatMap((at): Mark[] => (at ? [{ kind: "dot", at, radius: width, ...look }] : []));
  // A line of one point would not be seen.
  const only = points.filter((point) => point !== null);
  if (only.length === 1) return [{ kind: "dot", at: only[0]!, radius: width + 1, ...look }];
  return [{ kind: "line", points, width, ...(dash !== undefined && { dash }), ...look }];
}

function cursorMarks(series: readonly Series[], cursor: number, frame: Frame): Mark[] {
  const shown = series.flatMap((one) => {
    const point = cursor < Math.min(one.x.length, one.y.length) ? place(frame, one.x[cursor]!, one.y[cursor]!) : null;
    return point ? [{ point, ink: one.ink }] : [];
  });
  if (shown.length === 0) return [];
  const x = crisp(shown[0]!.point[0]);
  return [
    { kind: "line", points: [[x, frame.top], [x, frame.bottom]], ink: "ink" },
    ...shown.map(({ point, ink }): Mark => ({ kind: "dot", at: point, radius: 3.5, ink, hollow: true })),
  ];
}

/** Names at the ends of their lines, moved apart where they would lie on each other. */
function endLabels(series: readonly Series[], frame: Frame): Mark[] {
  const ends = series.flatMap((one) => {
    const last = one.label ? pointsOf(one, frame).findLast((point) => point !== null) : null;
    return last ? [{ label: one.label!, ink: one.ink, x: last[0] + 6, y: last[1] + 4 }] : [];
  }).sort((a, b) => a.y - b.y);
  for (let k = 1; k < ends.length; k++) ends[k]!.y = Math.max(ends[k]!.y, ends[k - 1]!.y + 14);
  const over = (ends.at(-1)?.y ?? 0) - (frame.bottom + 4);
  for (let k = ends.length - 1, limit = frame.bottom + 4; over > 0 && k >= 0; k--, limit = ends[k + 1]!.y - 14) ends[k]!.y = Math.min(ends[k]!.y, limit);
  return ends.map(({ label, ink, x, y }) => ({ kind: "text", at: [x, y], text: label, ink, halo: true }));
}
