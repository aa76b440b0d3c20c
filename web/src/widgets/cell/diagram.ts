/** The cell as a picture: each quantity with its numbers as bars, and what it is made of. */
import type { Ink, Mark, Picture, Point, Size } from "../../draw/marks.js";

type Place = readonly [column: number, row: number];
interface Layout { nodes: Record<string, Place>; edges: readonly (readonly [from: string, to: string])[] }

const layouts: Record<string, Layout> = {
  lstm: {
    nodes: { c_prev: [0, 0], h_prev: [0, 1.7], x: [0, 3.2], f: [1, 1], i: [1, 2], g: [1, 3], o: [1, 4], c: [2, 0], tanh_c: [3, 0.9], h: [3, 3] },
    edges: [...["f", "i", "g", "o"].flatMap((gate) => [["h_prev", gate], ["x", gate]] as const), ["c_prev", "c"], ["f", "c"], ["i", "c"], ["g", "c"], ["c", "tanh_c"], ["tanh_c", "h"], ["o", "h"]],
  },
  gru: {
    nodes: { h_prev: [0, 0], x: [0, 2.6], m: [1, 1], r: [1, 2], z: [1, 3], n: [2, 1.8], h: [3, 0] },
    edges: [["h_prev", "h"], ["h_prev", "m"], ["h_prev", "r"], ["h_prev", "z"], ["x", "r"], ["x", "z"], ["x", "n"], ["m", "n"], ["r", "n"], ["n", "h"], ["z", "h"]],
  },
  rnn: { nodes: { h_prev: [0, 0], x: [0, 1.6], a: [1.5, 0.8], h: [3, 0.8] }, edges: [["h_prev", "a"], ["x", "a"], ["a", "h"]] },
};

/** The gradient that belongs to a quantity. */
const backNames: Record<string, string> = { c: "dc_t", a: "da", m: "dm", h: "dh", x: "dx", c_prev: "dc_prev", h_prev: "dh_prev", tanh_c: "" };
export const quantityAt = (node: string, pass: string): string => (pass === "forward" ? node : backNames[node] ?? `da_${node}`);

export interface Shown {
  cell: string;
  pass: string;
  /** The numbers of a quantity; none where there are none to show. */
  numbers(name: string): readonly number[];
  label(name: string): string;
  /** Whether it has been computed by now. */
  done(name: string): boolean;
  /** What is being computed, and what enters it. */
  active: readonly string[];
  unit: number | null;
}

const inkOf = (node: string): Ink => ({ c_prev: "c", tanh_c: "c", h_prev: "h", m: "h", a: "g", r: "f", z: "i", n: "g" } as Record<string, Ink>)[node] ?? (node as Ink);

export function cellPicture(shown: Shown, { width, height }: Size): Picture {
  const { nodes, edges } = layouts[shown.cell]!;
  const rows = Math.max(...Object.values(nodes).map(([, row]) => row)) + 1;
  const [cellWidth, cellHeight] = [width / 4, height / rows];
  const [w, h] = [Math.min(108, cellWidth * 0.74), Math.min(64, cellHeight * 0.84)];
  const corner = ([column, row]: Place): Point => [column * cellWidth + (cellWidth - w) / 2, row * cellHeight + (cellHeight - h) / 2];
  const largest = Math.max(1e-30, ...Object.keys(nodes).flatMap((node) => shown.numbers(quantityAt(node, shown.pass)).map(Math.abs)));
  const scale = shown.pass === "forward" ? Math.max(1, largest) : largest;
  const marks: Mark[] = edges.map(([from, to]) => {
    const [[fx, fy], [tx, ty]] = [corner(nodes[from]!), corner(nodes[to]!)];
    const ends: Point[] = [[fx + w, fy + h / 2], [tx - 2, ty + h / 2]];
    // One above the other: from below into the next.
    if (nodes[from]![0] === nodes[to]![0]) ends.splice(0, 2, [fx + w / 2, fy + h], [tx + w / 2, ty - 2]);
    const [source, target] = shown.pass === "forward" ? [from, to] : [to, from];
    const lit = shown.active.includes(quantityAt(target, shown.pass));
    return { kind: "line", name: `${source}→${target}`, points: shown.pass === "forward" ? ends : ends.reverse(), ink: lit ? "accent" : "outline", width: lit ? 2 : 1, opacity: lit ? 1 : 0.7, arrow: true };
  });
  for (const [node, place] of Object.entries(nodes)) marks.push(...nodeMarks(node, { at: corner(place), w, h, scale }, shown));
  return { width, height, marks, frame: null };
}

function nodeMarks(node: string, { at: [x, y], w, h, scale }: { at: Point; w: number; h: number; scale: number }, shown: Shown): Mark[] {
  const name = quantityAt(node, shown.pass);
  const numbers = shown.numbers(name);
  const active = shown.active.includes(name);
  const slot = w / Math.max(1, numbers.length);
  const [top, middle] = [y + 15, y + 15 + (h - 18) / 2];
  const done = shown.done(name);
  const bars = numbers.map((value, k): Mark => {
    const length = Math.max(0.75, (Math.abs(value) / scale) * (middle - top));
    return { kind: "rect", name, at: [x + k * slot + slot * 0.18, value < 0 ? middle : middle - length], width: slot * 0.64, height: length, ink: done ? inkOf(node) : "hairline", opacity: shown.unit === null || shown.unit === k || node === "x" ? 1 : 0.45 };
  });
  return [
    { kind: "rect", at: [x, y], width: w, height: h, ink: "paper" },
    { kind: "rect", name: active ? "active" : "", at: [x, y], width: w, height: h, ink: active ? "accent" : "hairline", hollow: true },
    { kind: "line", points: [[x + 3, middle], [x + w - 3, middle]], ink: "hairline" },
    ...bars,
    { kind: "text", at: [x + 5, y + 12], text: shown.label(name || node), ink: active ? "accent" : "muted", bold: active },
  ];
}
