/** Axes: a number to a pixel, and the numbers worth a label. */
import { ticks } from "d3-array";

export interface Scale {
  (value: number): number;
  /** A pixel to the number there. */
  invert(pixel: number): number;
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
}

export type Interval = readonly [number, number];

export function linearScale(domain: Interval, range: Interval, count: number): Scale {
  const [from, to] = domain;
  const slope = to === from ? 0 : (range[1] - range[0]) / (to - from);
  const invert = (pixel: number) => from + (slope === 0 ? 0 : (pixel - range[0]) / slope);
  return Object.assign((value: number) => range[0] + (value - from) * slope, { invert, domain, ticks: ticks(from, to, count) });
}

/** Both ends must be positive. Labels at powers of ten, with 2 and 5 between them where there is room. */
export function logScale(domain: Interval, range: Interval, count: number): Scale {
  const [from, to] = domain.map(Math.log10) as [number, number];
  const slope = to === from ? 0 : (range[1] - range[0]) / (to - from);
  const scale = (value: number) => range[0] + (Math.log10(Math.max(value, domain[0])) - from) * slope;
  const invert = (pixel: number) => 10 ** (from + (slope === 0 ? 0 : (pixel - range[0]) / slope));
  return Object.assign(scale, { invert, domain, ticks: logTicks(domain, count) });
}

function logTicks([low, high]: Interval, count: number): number[] {
  const powers: number[] = [];
  for (let power = 10 ** Math.floor(Math.log10(low)); power <= high; power *= 10) powers.push(power);
  const factors = powers.length * 3 <= count ? [1, 2, 5] : [1];
  return powers.flatMap((power) => factors.map((factor) => power * factor)).filter((value) => value >= low && value <= high);
}

/** The ticks that are `room` pixels apart: every tick of a log axis that spans many decades would be too many. */
export function thinned(at: Scale, room: number): number[] {
  const kept: number[] = [];
  for (const tick of at.ticks) if (kept.length === 0 || Math.abs(at(tick) - at(kept.at(-1)!)) >= room) kept.push(tick);
  return kept;
}

/** The smallest of 1, 1.5, 2, 3, 4, 5, 6, 8 × 10^k that is not below `value`: an axis that grows in few calm steps. */
export function niceCeiling(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((candidate) => candidate * power >= value * (1 - 1e-9)) ?? 10;
  return factor * power;
}
