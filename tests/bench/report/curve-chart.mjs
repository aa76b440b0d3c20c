/** curve.svg: what a character costs as the model grows, beside the line of a cost in proportion to parameters. */
import { median } from "../statistics.mjs";
import { drawing, element, logScale, niceRange, short, text } from "./svg.mjs";

const width = 800;
const height = 480;
const frame = { left: 92, right: 752, top: 104, bottom: 404 };

const microseconds = (nanoseconds) => `${Number((nanoseconds / 1000).toPrecision(2))} µs`;
const oneTwoFive = ([low, high]) =>
  Array.from({ length: 13 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat().filter((value) => value >= low && value <= high);

function axes(ranges, x, y) {
  return [
    ...oneTwoFive(ranges.x).map((value) => [
      element("line", { class: "grid", x1: x(value), x2: x(value), y1: frame.top, y2: frame.bottom }),
      element("text", { class: "tick middle", x: x(value), y: frame.bottom + 22 }, short(value)),
    ]),
    ...oneTwoFive(ranges.y).map((value) => [
      element("line", { class: "grid", x1: frame.left, x2: frame.right, y1: y(value), y2: y(value) }),
      element("text", { class: "tick end", x: frame.left - 10, y: y(value) + 5 }, microseconds(value)),
    ]),
    text((frame.left + frame.right) / 2, frame.bottom + 50, "note middle", "parameters, logarithmic"),
  ];
}

/** `points`: [{ hidden, parameters, nanoseconds }] by size; returns the SVG's text. */
export function drawCurve(points, { title, note }) {
  const perParameter = median(points.map(({ parameters, nanoseconds }) => nanoseconds / parameters));
  const ends = [points[0], points.at(-1)].map(({ parameters }) => ({ parameters, nanoseconds: perParameter * parameters }));
  const all = [...points, ...ends];
  const ranges = { x: niceRange(all.map(({ parameters }) => parameters)), y: niceRange(all.map(({ nanoseconds }) => nanoseconds)) };
  const x = logScale(ranges.x, [frame.left, frame.right]);
  const y = logScale(ranges.y, [frame.bottom, frame.top]);
  const path = (list) => list.map(({ parameters, nanoseconds }, k) => `${k ? "L" : "M"}${x(parameters).toFixed(1)} ${y(nanoseconds).toFixed(1)}`).join("");
  const marks = points.map(({ hidden, parameters, nanoseconds }) => [
    element("circle", { class: "ours", cx: x(parameters), cy: y(nanoseconds), r: 5 }),
    text(x(parameters) - 12, y(nanoseconds) - 8, "end", `H ${hidden}`),
  ]);
  const legend = text(frame.right - 12, frame.bottom - 16, "note end", `dashed: ${perParameter.toFixed(2)} ns for each parameter`);
  return drawing(width, height, title,
    text(28, 44, "title", title), text(28, 70, "note", note), ...axes(ranges, x, y),
    element("path", { class: "reference", d: path(ends) }), element("path", { class: "line", d: path(points) }), ...marks, legend);
}
