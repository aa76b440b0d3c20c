/** A picture as a list of marks in pixels: what is drawn, what a test reads back and what is saved are the same thing. */
import type { Palette } from "./colour.js";
import type { Scale } from "./scale.js";

/** A colour by its meaning; the theme decides what it looks like. */
export type Ink = keyof Palette;

export type Point = readonly [x: number, y: number];

/** `name`: which series of the data a mark draws; it becomes `data-name` in the SVG. */
interface Common { name?: string; opacity?: number }

export interface LineMark extends Common { kind: "line"; points: readonly (Point | null)[]; ink: Ink; width?: number; dash?: string; arrow?: boolean }
export interface DotMark extends Common { kind: "dot"; at: Point; radius: number; ink: Ink; hollow?: boolean }
export interface RectMark extends Common { kind: "rect"; at: Point; width: number; height: number; ink: Ink; hollow?: boolean }
export interface AreaMark extends Common { kind: "area"; points: readonly Point[]; ink: Ink }
export interface TextMark extends Common {
  kind: "text"; at: Point; text: string; ink: Ink; anchor?: "start" | "middle" | "end"; size?: number; bold?: boolean; halo?: boolean;
}
/** Cells of one size; each run of equal colours in a row is one rectangle, so that ten thousand cells are cheap. */
export interface CellsMark extends Common {
  kind: "cells"; at: Point; width: number; height: number; rows: number; columns: number;
  /** rows × columns, each a level: an index into `inks`, or -1 for a gap. */
  levels: ArrayLike<number>;
  /** Levels from one colour to another; the paper's colour is mixed in by `share` (1: none of it). */
  inks: readonly { ink: Ink; share: number }[];
}

export type Mark = LineMark | DotMark | RectMark | AreaMark | TextMark | CellsMark;

/** Where numbers are, for pointers, keys and tests. `points`: the data indices that can be read off, left to right. */
export interface Frame {
  x: Scale;
  y: Scale;
  left: number; right: number; top: number; bottom: number;
}

export interface Picture {
  width: number;
  height: number;
  marks: readonly Mark[];
  frame: Frame | null;
}

export interface Size { width: number; height: number }

/** Nobody's text is measured here; wide characters count for one em, others for a little over half. */
export function textWidth(text: string, size = 11): number {
  let ems = 0;
  for (const character of text) ems += /[\u2e80-\u9fff\uff00-\uffef]/.test(character) ? 1 : /[A-Zmw‖∂∏]/.test(character) ? 0.68 : 0.54;
  return ems * size;
}
