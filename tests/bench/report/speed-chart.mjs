/** speed.svg: characters trained per second, a group of bars for each work, on a logarithmic axis. */
import { count } from "../table.mjs";
import { drawing, element, logScale, niceRange, powersOfTen, short, text } from "./svg.mjs";

const width = 800;
const bars = { left: 232, right: 706, height: 15, step: 25 };
const top = 96;
const groupHead = 38;

/** `groups`: [{ label, rows: [{ label, value, ours }] }]; returns the SVG's text. */
export function drawSpeed(groups, { title, note }) {
  const values = groups.flatMap(({ rows }) => rows.map(({ value }) => value));
  // A logarithmic bar has no natural beginning: a power of ten that leaves the smallest one visible.
  const range = [10 ** Math.floor(Math.log10(Math.min(...values) / 2)), niceRange(values)[1]];
  const x = logScale(range, [bars.left, bars.right]);
  const heights = groups.map(({ rows }) => groupHead + rows.length * bars.step);
  const bottom = top + heights.reduce((sum, height) => sum + height, 0);
  const grid = powersOfTen(range).map((value) => [
    element("line", { class: "grid", x1: x(value), x2: x(value), y1: top, y2: bottom }),
    element("text", { class: "tick middle", x: x(value), y: bottom + 22 }, short(value)),
  ]);
  let y = top;
  const drawn = groups.map((group, k) => {
    const at = y;
    y += heights[k];
    return drawGroup(group, at, x);
  });
  const axis = text((bars.left + bars.right) / 2, bottom + 46, "note middle", "characters per second, logarithmic");
  return drawing(width, bottom + 64, title, text(28, 44, "title", title), text(28, 70, "note", note), ...grid, ...drawn, axis);
}

function drawGroup({ label, rows }, top, x) {
  const line = ({ label: name, value, ours }, k) => {
    const middle = top + groupHead + k * bars.step + bars.height / 2;
    return [
      text(bars.left - 12, middle + 5, ours ? "name" : "name quiet", name),
      element("rect", { class: ours ? "ours" : "peer", x: bars.left, y: middle - bars.height / 2, width: Math.max(2, x(value) - bars.left), height: bars.height, rx: 2 }),
      text(x(value) + 8, middle + 5, ours ? "" : "quiet", count(value)),
    ];
  };
  return [text(28, top + 26, "group", label), ...rows.map(line)];
}
