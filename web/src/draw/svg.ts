/** Marks to SVG text: the picture on the page, and, with a sheet of paper under it, the picture that is saved. */
import { linearRgb, palettes, type Palette, type Theme } from "./colour.js";
import { sans } from "./font.js";
import type { CellsMark, Mark, Picture, Point } from "./marks.js";

const escaped = (text: string) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]!);
const round = (value: number) => String(Math.round(value * 100) / 100);
const pair = ([x, y]: Point) => `${round(x)} ${round(y)}`;

const superscripts = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Exponents as raised digits of the text's own face: the Unicode ones often come from several. */
export const plainExponent = (raised: string) => [...raised].map((one) => "−0123456789"[superscripts.indexOf(one)]).join("");

function written(text: string): string {
  const parts = escaped(text).split(new RegExp(`([${superscripts}]+)`));
  // What follows an exponent comes down again.
  return parts.map((part, k) => k % 2 === 1 ? `<tspan dy="-0.4em" font-size="0.75em">${plainExponent(part)}</tspan>`
    : k > 0 && part !== "" ? `<tspan dy="0.3em">${part}</tspan>` : part).join("");
}

type Attributes = Record<string, string | number | undefined>;

function tag(name: string, attributes: Attributes, content = ""): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? round(value) : escaped(value!)}"`);
  return `<${name}${written.join("")}>${content}</${name}>`;
}

/** A polyline with gaps where a point is null. */
function pathOf(points: readonly (Point | null)[]): string {
  let pen = "M";
  let d = "";
  for (const point of points) {
    if (!point) { pen = "M"; continue; }
    d += `${pen}${pair(point)}`;
    pen = "L";
  }
  return d;
}

/** `share` of a colour on the paper, mixed in linear light as `color-mix` would. */
export function mixed(palette: Palette, ink: keyof Palette, share: number): string {
  const [over, under] = [linearRgb(palette[ink]), linearRgb(palette.paper)];
  const channel = (k: number) => {
    const value = over[k]! * share + under[k]! * (1 - share);
    const encoded = value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;
    return Math.round(encoded * 255).toString(16).padStart(2, "0");
  };
  return `#${channel(0)}${channel(1)}${channel(2)}`;
}

function cells({ at: [x0, y0], width, height, rows, columns, levels, inks, name }: CellsMark, palette: Palette): string {
  const [w, h] = [width / columns, height / rows];
  const paths: string[][] = inks.map(() => []);
  for (let row = 0; row < rows; row++) {
    for (let from = 0; from < columns;) {
      const level = levels[row * columns + from]!;
      let to = from + 1;
      while (to < columns && levels[row * columns + to] === level) to++;
      if (level >= 0) paths[level]!.push(`M${round(x0 + from * w)} ${round(y0 + row * h)}h${round((to - from) * w)}v${round(h)}h${round((from - to) * w)}z`);
      from = to;
    }
  }
  const drawn = paths.map((runs, level) => runs.length === 0 ? ""
    : tag("path", { d: runs.join(""), fill: mixed(palette, inks[level]!.ink, inks[level]!.share), "data-level": level }));
  return tag("g", { "data-name": name, "shape-rendering": "crispEdges" }, drawn.join(""));
}

function markText(mark: Mark, palette: Palette): string {
  const common: Attributes = { "data-name": mark.name, opacity: mark.opacity };
  if (mark.kind === "cells") return cells(mark, palette);
  const ink = palette[mark.ink];
  switch (mark.kind) {
    case "line": return tag("path", {
      ...common, d: pathOf(mark.points), fill: "none", stroke: ink, "stroke-width": mark.width ?? 1, "stroke-dasharray": mark.dash,
      "stroke-linejoin": "round", "stroke-linecap": "round",
    }) + (mark.arrow ? arrowHead(mark.points, ink, mark.opacity) : "");
    case "area": return tag("path", { ...common, d: `${pathOf(mark.points)}z`, fill: ink });
    case "dot": return tag("circle", {
      ...common, cx: mark.at[0], cy: mark.at[1], r: mark.radius, fill: mark.hollow ? palette.paper : ink, stroke: ink, "stroke-width": mark.hollow ? 1.75 : undefined,
    });
    case "rect": return tag("rect", {
      ...common, x: mark.at[0], y: mark.at[1], width: mark.width, height: mark.height, fill: mark.hollow ? "none" : ink, stroke: mark.hollow ? ink : undefined,
    });
    case "text": return tag("text", {
      ...common, x: mark.at[0], y: mark.at[1], fill: ink, "font-size": mark.size ?? 11, "text-anchor": mark.anchor === "start" ? undefined : mark.anchor,
      "font-weight": mark.bold ? 600 : undefined,
      ...(mark.halo && { stroke: palette.paper, "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" }),
    }, written(mark.text));
  }
}

function arrowHead(points: readonly (Point | null)[], ink: string, opacity?: number): string {
  const [from, to] = points.slice(-2);
  if (!from || !to) return "";
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (length < 1) return "";
  const [ux, uy] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const size = Math.min(5, length);
  const wing = (side: number): Point => [to[0] - size * ux + side * 0.5 * size * uy, to[1] - size * uy - side * 0.5 * size * ux];
  return tag("path", { d: `M${pair(to)}L${pair(wing(1))}L${pair(wing(-1))}z`, fill: ink, opacity });
}

/** The marks inside an `<svg>` of the picture's size. */
export function svgContent(picture: Picture, theme: Theme): string {
  return picture.marks.map((mark) => markText(mark, palettes[theme])).join("");
}

/** A file of its own: pictures one below the other on paper, each under its heading. */
export function svgFile(pictures: readonly { picture: Picture; heading: string }[], theme: Theme): string {
  const palette = palettes[theme];
  const margin = 16;
  let y = margin;
  const parts = pictures.map(({ picture, heading }) => {
    const title = tag("text", { x: margin, y: y + 14, fill: palette.ink, "font-size": 14, "font-weight": 600 }, escaped(heading));
    const body = tag("g", { transform: `translate(${margin} ${y + 24})` }, svgContent(picture, theme));
    y += picture.height + 24 + margin;
    return title + body;
  });
  const width = Math.max(...pictures.map(({ picture }) => picture.width)) + 2 * margin;
  const size = { xmlns: "http://www.w3.org/2000/svg", width, height: y, viewBox: `0 0 ${round(width)} ${round(y)}`, "font-family": sans };
  return tag("svg", size, tag("rect", { width, height: y, fill: palette.paper }) + parts.join(""));
}
