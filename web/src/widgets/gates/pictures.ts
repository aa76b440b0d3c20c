/** The pictures of the gates exhibit, from its data. */
import { heatmap } from "../../draw/heatmap.js";
import { textWidth, type Frame, type Ink, type Mark, type Picture, type Point, type Size } from "../../draw/marks.js";
import { logDomain, niceDomain, plot, type Series } from "../../draw/plot.js";
import type { GatesWords } from "../../i18n/en-gates.js";
import type { Format } from "../../i18n/index.js";
import { columnOf, meansOf, quantities, saturationOf, type GateQuantity, type GatesRun } from "../../state/index.js";

export interface GatesLabels extends Pick<GatesWords, "at" | "steps" | "distance" | "product" | "measured" | "skip" | "absR" | "nats" | "shut" | "opened" | "trained"> {
  run(name: string): string;
  format: Format;
}

const gates = ["i", "f", "o"] as const;
/** All lines of a cell can be told apart without colour. */
const dashes: Partial<Record<GateQuantity, string>> = { f: "7 3", g: "2 3", o: "1 3", c: "9 3 2 3" };
const isGate = (quantity: GateQuantity) => quantity === "i" || quantity === "f" || quantity === "o";

/** What colours span. Nothing bounds c, and one large unit would leave all others pale: a twentieth may be beyond. */
export function boundOf(quantity: GateQuantity, values: ArrayLike<number>): number {
  if (quantity !== "c" || values.length === 0) return 1;
  const sizes = Float64Array.from(values, Math.abs).sort();
  return Math.max(1e-6, sizes[Math.floor(0.95 * (sizes.length - 1))]!);
}

/** What is negative is drawn in the colour of held-out loss, which no unit has. */
const signed = (quantity: GateQuantity): readonly [Ink, Ink] => ["validation", quantity];
export const passageInks = signed;

/** Characters along the top, as many as there is room for; where it is narrow, words from their first letters. */
function charactersAbove(characters: readonly string[], frame: Frame): Mark[] {
  const room = frame.x(1) - frame.x(0);
  let free = -Infinity;
  return characters.flatMap((character, k): Mark[] => {
    const before = characters[k - 1] ?? " ";
    const isStart = /\s/.test(before) || !/[a-z]/i.test(character);
    if (/\s/.test(character) || (room < 6.5 && !isStart)) return [];
    const word = room < 6.5 ? characters.slice(k).join("").match(/^[a-z]+/i)?.[0] ?? character : character;
    const width = textWidth(word);
    const x = room < 6.5 ? frame.x(k) - room / 2 : frame.x(k) - width / 2;
    if (x < free || x + width > frame.right + 4) return [];
    free = x + width + (room < 6.5 ? 3 : -2);
    return [{ kind: "text", at: [x, 12], text: word, ink: "muted" }];
  });
}

export function heatPicture(run: GatesRun, quantity: GateQuantity, { unit, cursor }: { unit: number; cursor: { row: number; column: number } | null }, size: Size): Picture {
  const rows = run.h[0]?.length ?? 0, columns = run.h.length;
  const values = Float64Array.from({ length: rows * columns }, (_, k) => run[quantity][k % columns]![Math.floor(k / columns)]!);
  const bound = boundOf(quantity, values);
  const picture = heatmap({
    values, rows, columns, name: quantity, domain: isGate(quantity) ? [0, 1] : [-bound, bound], inks: isGate(quantity) ? [quantity] : signed(quantity),
    rowLabels: Array.from({ length: rows }, (_, k) => String(k)), columnLabels: [], selectedRow: unit, cursor,
  }, size);
  return { ...picture, marks: [...picture.marks, ...charactersAbove(run.characters.slice(0, columns), picture.frame!)] };
}

/** What the unit is to follow, as a pale area over the whole height. */
function followed(property: readonly number[], frame: Frame): Mark[] {
  const y = (value: number) => frame.bottom - value * (frame.bottom - frame.top);
  const points: Point[] = property.flatMap((value, k): Point[] => [[frame.x(k - 0.5), y(value)], [frame.x(k + 0.5), y(value)]]);
  if (points.length === 0) return [];
  return [{ kind: "area", name: "followed", ink: "accent", opacity: 0.13, points: [[frame.x(-0.5), y(0)], ...points, [frame.x(property.length - 0.5), y(0)]] }];
}

export interface Beside { property: readonly number[]; quantity: GateQuantity; step: number | null }

/** All six over what is to be followed; the one in question stands out. */
export function linesPicture(of: (quantity: GateQuantity) => number[], { property, quantity: chosen, step }: Beside, labels: GatesLabels, size: Size): Picture {
  const lines = quantities.map((quantity) => ({ quantity, y: of(quantity) }));
  const x = lines[0]!.y.map((_, k) => k);
  return plot({
    x: { label: labels.at, domain: [-0.5, Math.max(1, x.length - 0.5)], tick: labels.format.short },
    y: { label: "", domain: niceDomain([-1, 1], ...lines.map(({ y }) => y)), tick: labels.format.short },
    series: lines.map(({ quantity, y }): Series => ({ name: quantity, label: quantity, ink: quantity, x, y, ...(quantity === chosen ? { width: 2.75 } : { width: 1.25, opacity: 0.75 }), ...(dashes[quantity] && { dash: dashes[quantity] }) })),
    cursor: step,
    more: (frame) => followed(property, frame),
  }, size);
}

export const unitLines = (run: GatesRun, unit: number) => (quantity: GateQuantity) => columnOf(run[quantity], unit);
export const meanLines = (run: GatesRun) => (quantity: GateQuantity) => meansOf(run[quantity]);

/** Each unit by how closely it goes with the property and by what its loss costs. */
export function followPicture(run: GatesRun, absolute: readonly number[], { unit, pointed }: { unit: number; pointed: number | null }, labels: GatesLabels, size: Size): Picture {
  const change = Array.from(run.change);
  return plot({
    x: { label: labels.absR, domain: [0, 1], tick: labels.format.short },
    y: { label: labels.nats, domain: niceDomain(change), tick: labels.format.number },
    series: [{ name: "units", kind: "dots", ink: "muted", width: 3.5, x: absolute, y: change }, { name: "chosen", kind: "dots", ink: "accent", width: 5, x: [absolute[unit]!], y: [change[unit]!] }],
    rules: [{ axis: "y", at: 0 }],
    more: (frame) => [...(pointed === null ? [] : [{ kind: "dot" as const, at: [frame.x(absolute[pointed]!), frame.y(change[pointed]!)] as const, radius: 5, ink: "ink" as const, hollow: true }]), { kind: "text", at: [frame.x(absolute[unit]!) + 8, frame.y(change[unit]!) + 4], text: String(unit), ink: "accent", bold: true, halo: true }],
  }, size);
}

/** Karpathy et al. (2015), figure 3: each gate of each unit by how often it is nearly shut and nearly open. */
export function saturationPicture(run: GatesRun, unit: number, labels: GatesLabels, size: Size): Picture {
  const series = gates.flatMap((gate): Series[] => {
    const { shut, open } = saturationOf(run[gate]);
    return [
      { name: gate, kind: "dots", ink: gate, width: 3.5, opacity: 0.65, x: shut, y: open },
      { name: `${gate}-chosen`, label: gate, kind: "dots", ink: gate, width: 5.5, x: [shut[unit]!], y: [open[unit]!] },
    ];
  });
  return plot({ x: { label: labels.shut, domain: [0, 1], tick: labels.format.share }, y: { label: labels.opened, domain: [0, 1], tick: labels.format.share }, series }, size);
}

export interface Decay { product: readonly number[]; measured: readonly number[]; skip: number }

const FAINTEST = 1e-12;
/** From the last step backwards. */
const backwards = (values: ArrayLike<number>) => Array.from(values).reverse();

export const decayOfAll = ({ forgetNorm, derivativeNorm, h }: GatesRun): Decay =>
  ({ product: backwards(forgetNorm), measured: backwards(derivativeNorm), skip: Math.sqrt(h[0]?.length ?? 1) });
export const decayOfUnit = ({ forget, derivative }: GatesRun, unit: number): Decay =>
  ({ product: backwards(columnOf(forget, unit)), measured: backwards(columnOf(derivative, unit).map(Math.abs)), skip: 1 });

/** What the gates alone would keep, what is really kept, and a skip path, where each step's derivative is 1. */
export function decayPicture({ product, measured, skip }: Decay, cursor: number | null, labels: GatesLabels, size: Size): Picture {
  const x = product.map((_, k) => k);
  const domain = logDomain(FAINTEST, 1e12, product, measured, [skip / 3, skip * 3]);
  // A line ends where it leaves the sheet.
  const cut = (values: readonly number[]) => values.map((value) => (value < domain[0] || value > domain[1] ? Number.NaN : value));
  return plot({
    x: { label: labels.distance, domain: [0, Math.max(1, x.length - 1)], tick: labels.format.short },
    y: { label: "", scale: "log", domain, tick: labels.format.power },
    series: [
      { name: "skip", label: labels.skip, ink: "muted", dash: "2 4", width: 1.5, x, y: x.map(() => skip) },
      { name: "measured", label: labels.measured, ink: "c", width: 2.5, x, y: cut(measured) },
      { name: "product", label: labels.product, ink: "f", dash: "7 3", width: 1.75, x, y: cut(product) },
    ],
    cursor,
  }, size);
}

export function lossPicture(runs: readonly GatesRun[], cursor: number | null, labels: GatesLabels, size: Size): Picture {
  return plot({
    x: { label: labels.trained, domain: [0, Math.max(1, ...runs.map(({ step }) => step[step.length - 1] ?? 0))], tick: labels.format.short },
    y: { label: labels.nats, domain: niceDomain(...runs.map(({ train }) => train)), tick: labels.format.short },
    series: runs.map(({ name, step, train }): Series => ({ name, label: labels.run(name), width: 2, x: step, y: train, ...(name === "plain" ? { ink: "train" } : { ink: "validation", dash: "7 3" }) })),
    cursor,
  }, size);
}
