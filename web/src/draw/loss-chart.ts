/** The loss chart: data, size and theme in, pixels out. */
import { palettes, type Palette, type Theme } from "./colour.js";
import { sans } from "./font.js";
import { linearScale, logScale, niceCeiling, type Scale } from "./scale.js";
import { crisp, line } from "./stroke.js";

/** Losses in nats. One entry may stand for several steps: then `low` and `high` are their extremes. */
export interface LossCurve {
  readonly length: number;
  /** The last step an entry stands for. */
  readonly step: ArrayLike<number>;
  readonly mean: ArrayLike<number>;
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
  readonly smooth: ArrayLike<number>;
  readonly validation: readonly { step: number; loss: number }[];
}

export interface LossChartData {
  run: LossCurve | null;
  /** The run before, for comparison. */
  ghost: LossCurve | null;
  /** ln V: the loss of guessing evenly among V characters; null when V is unknown. */
  uniform: number | null;
  stepAxis: "linear" | "log";
  /** A step to mark, or null. */
  cursor: number | null;
}

export interface LossChartWords {
  nats: string;
  step: string;
  perplexity: string;
  train: string;
  validation: string;
  before: string;
  uniform: string;
  number: (value: number) => string;
}

export interface Size { width: number; height: number; pixelRatio: number }

export interface LossChartLayout { x: Scale; y: Scale; left: number; right: number; top: number; bottom: number }

const font = (size: number) => `${size}px ${sans}`;

/** Where things are: also used to find the step under a pointer. */
export function lossChartLayout(data: LossChartData, size: Size): LossChartLayout {
  const box = { left: 38, right: size.width - 44, top: 26, bottom: size.height - 34 };
  const across = Math.max(2, Math.floor((box.right - box.left) / 90));
  const last = Math.max(50, lastStep(data.run), lastStep(data.ghost));
  const x = data.stepAxis === "log"
    ? logScale([1, niceCeiling(last)], [box.left, box.right], across * 2)
    : linearScale([0, niceCeiling(last)], [box.left, box.right], across);
  const y = linearScale([0, highest(data)], [box.bottom, box.top], Math.max(2, Math.floor((box.bottom - box.top) / 64)));
  return { x, y, ...box };
}

function lastStep(curve: LossCurve | null): number {
  return curve && curve.length > 0 ? curve.step[curve.length - 1]! : 0;
}

/** A run that explodes is cut off at the upper edge, so that the rest stays legible. */
function highest({ run, ghost, uniform }: LossChartData): number {
  const base = uniform ?? 4;
  let top = base * 1.12;
  for (const curve of [run, ghost]) {
    for (let k = 0; curve && k < curve.length; k++) if (curve.smooth[k]! > top) top = curve.smooth[k]!;
  }
  return Math.min(top, base * 2.2);
}

export function drawLossChart(
  context: CanvasRenderingContext2D, data: LossChartData, words: LossChartWords, size: Size, theme: Theme,
): LossChartLayout {
  const palette = palettes[theme];
  const layout = lossChartLayout(data, size);
  context.setTransform(size.pixelRatio, 0, 0, size.pixelRatio, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  context.lineJoin = "round";
  drawAxes(context, layout, words, palette);
  if (data.uniform !== null) drawUniform(context, layout, data.uniform, words, palette);
  context.save();
  context.beginPath();
  context.rect(layout.left, 0, layout.right - layout.left, layout.bottom + 4);
  context.clip();
  if (data.ghost) drawGhost(context, layout, data.ghost, palette);
  if (data.run) drawRun(context, layout, data.run, palette);
  if (data.cursor !== null) drawCursor(context, layout, data.cursor, palette);
  context.restore();
  drawNames(context, layout, data, words, palette);
  return layout;
}

function drawAxes(context: CanvasRenderingContext2D, at: LossChartLayout, words: LossChartWords, palette: Palette): void {
  context.font = font(11);
  context.lineWidth = 1;
  context.fillStyle = palette.muted;
  context.strokeStyle = palette.hairline;
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const tick of at.y.ticks) {
    line(context, at.left, crisp(at.y(tick)), at.right, crisp(at.y(tick)));
    context.fillText(words.number(tick), at.left - 7, at.y(tick));
  }
  context.textAlign = "left";
  let above = Infinity;
  for (const perplexity of [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000]) {
    const y = at.y(Math.log(perplexity));
    if (y < at.top || above - y < 14) continue;
    line(context, at.right, crisp(y), at.right + 4, crisp(y));
    context.fillText(words.number(perplexity), at.right + 7, y);
    above = y;
  }
  context.textBaseline = "alphabetic";
  context.textAlign = "center";
  context.strokeStyle = palette.outline;
  for (const tick of at.x.ticks) {
    line(context, crisp(at.x(tick)), at.bottom, crisp(at.x(tick)), at.bottom + 4);
    if (at.x(tick) < at.right - 30) context.fillText(words.number(tick), at.x(tick), at.bottom + 17);
  }
  line(context, at.left, crisp(at.bottom), at.right, crisp(at.bottom));
  context.textAlign = "left";
  context.fillText(words.nats, 2, 12);
  context.textAlign = "right";
  context.fillText(words.perplexity, at.right + 42, 12);
  context.fillText(words.step, at.right + 42, at.bottom + 17);
}

function drawUniform(
  context: CanvasRenderingContext2D, at: LossChartLayout, uniform: number, words: LossChartWords, palette: Palette,
): void {
  context.save();
  context.strokeStyle = palette.muted;
  context.setLineDash([1, 4]);
  line(context, at.left, crisp(at.y(uniform)), at.right, crisp(at.y(uniform)));
  context.restore();
  context.fillStyle = palette.muted;
  context.textAlign = "right";
  context.fillText(words.uniform, at.right - 2, at.y(uniform) - 5);
}

function path(context: CanvasRenderingContext2D, at: LossChartLayout, curve: LossCurve, values: ArrayLike<number>): void {
  context.beginPath();
  for (let k = 0; k < curve.length; k++) {
    if (Number.isNaN(values[k]!)) continue;
    context.lineTo(at.x(curve.step[k]!), at.y(values[k]!));
  }
  context.stroke();
}

function drawGhost(context: CanvasRenderingContext2D, at: LossChartLayout, ghost: LossCurve, palette: Palette): void {
  context.save();
  context.globalAlpha = 0.55;
  context.strokeStyle = palette.muted;
  context.lineWidth = 1.25;
  context.setLineDash([5, 4]);
  path(context, at, ghost, ghost.smooth);
  context.restore();
}

function drawRun(context: CanvasRenderingContext2D, at: LossChartLayout, run: LossCurve, palette: Palette): void {
  context.save();
  context.strokeStyle = palette.train;
  context.globalAlpha = 0.22;
  context.lineWidth = 1;
  drawRaw(context, at, run);
  context.globalAlpha = 1;
  context.lineWidth = 2;
  path(context, at, run, run.smooth);
  context.fillStyle = palette.paper;
  context.strokeStyle = palette.validation;
  context.lineWidth = 1.75;
  for (const point of run.validation) {
    context.beginPath();
    context.arc(at.x(point.step), at.y(point.loss), 3.2, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
  context.restore();
}

/** One stroke a pixel column, from its lowest to its highest loss: thousands of crossing lines would cost and show the same. */
function drawRaw(context: CanvasRenderingContext2D, at: LossChartLayout, run: LossCurve): void {
  context.beginPath();
  let [column, low, high] = [Number.NaN, Infinity, -Infinity];
  const flush = () => {
    if (high < low) return;
    context.lineTo(column + 0.5, at.y(high));
    context.lineTo(column + 0.5, at.y(low));
  };
  for (let k = 0; k < run.length; k++) {
    if (Number.isNaN(run.mean[k]!)) continue;
    const here = Math.round(at.x(run.step[k]!));
    if (here !== column) {
      flush();
      [column, low, high] = [here, Infinity, -Infinity];
    }
    low = Math.min(low, run.low[k]!);
    high = Math.max(high, run.high[k]!);
  }
  flush();
  context.stroke();
}

function drawCursor(context: CanvasRenderingContext2D, at: LossChartLayout, step: number, palette: Palette): void {
  context.strokeStyle = palette.ink;
  context.lineWidth = 1;
  line(context, crisp(at.x(step)), at.top, crisp(at.x(step)), at.bottom);
}

/** Names stand in one line above the curves, each after a piece of its own line: no legend box to look up. */
function drawNames(
  context: CanvasRenderingContext2D, at: LossChartLayout, data: LossChartData, words: LossChartWords, palette: Palette,
): void {
  const names: { text: string; colour: string; mark: "line" | "ring" | "dashes" }[] = [];
  if (data.run && data.run.length > 0) names.push({ text: words.train, colour: palette.train, mark: "line" });
  if (data.run && data.run.validation.length > 0) names.push({ text: words.validation, colour: palette.validation, mark: "ring" });
  if (data.ghost && data.ghost.length > 0) names.push({ text: words.before, colour: palette.muted, mark: "dashes" });
  context.textAlign = "left";
  let x = at.left + 12;
  const y = at.bottom - 12;
  for (const name of names) {
    drawMark(context, x, y - 4, name.mark, name.colour);
    context.fillStyle = name.colour;
    context.fillText(name.text, x + 24, y);
    x += 44 + context.measureText(name.text).width;
  }
}

function drawMark(context: CanvasRenderingContext2D, x: number, y: number, mark: "line" | "ring" | "dashes", colour: string): void {
  context.save();
  context.strokeStyle = colour;
  context.lineWidth = mark === "dashes" ? 1.25 : 2;
  if (mark === "dashes") context.setLineDash([5, 4]);
  if (mark === "ring") {
    context.beginPath();
    context.arc(x + 9, y, 3.2, 0, 2 * Math.PI);
    context.stroke();
  } else {
    line(context, x, y, x + 18, y);
  }
  context.restore();
}
