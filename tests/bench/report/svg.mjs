/** SVG as text: elements, a logarithmic scale, and one quiet look in light and dark. */

const escape = (text) => String(text).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

export function element(name, attributes, ...children) {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(typeof value === "number" ? Number(value.toFixed(2)) : value)}"`);
  const inner = children.flat(Infinity);
  return inner.length === 0 ? `<${name}${given.join("")}/>` : `<${name}${given.join("")}>${inner.join("")}</${name}>`;
}

export const text = (x, y, className, content) => element("text", { x, y, class: className }, escape(content));

/** From values to places on a line, equal ratios to equal lengths. */
export function logScale([low, high], [from, to]) {
  const width = Math.log(high / low);
  return (value) => from + ((to - from) * Math.log(value / low)) / width;
}

const steps = [1, 2, 5];

/** The numbers 1, 2, 5 × 10ⁿ next below the smallest and next above the largest value. */
export function niceRange(values) {
  const nice = (value, up) => {
    const power = 10 ** Math.floor(Math.log10(value));
    const candidates = [...steps.map((step) => step * power), 10 * power];
    return up ? candidates.find((one) => one >= value) : candidates.findLast((one) => one <= value);
  };
  return [nice(Math.min(...values), false), nice(Math.max(...values), true)];
}

export const powersOfTen = ([low, high]) =>
  Array.from({ length: 40 }, (_, k) => 10 ** (k - 20)).filter((value) => value >= low && value <= high);

/** 1,000,000 as "1 M", 20,000 as "20 k". */
export const short = (value) => (value >= 1e6 ? `${value / 1e6} M` : value >= 1e3 ? `${value / 1e3} k` : String(value));

/** The page's own colours; a paper of its own keeps it readable wherever it is embedded. */
const style = `
  svg { --paper: #fbfaf6; --ink: #1d1c19; --muted: #605d55; --hairline: #e3dfd5; --accent: #27459a; --grey: #b4b0a5; }
  @media (prefers-color-scheme: dark) {
    svg { --paper: #17181a; --ink: #e9e6de; --muted: #a8a59c; --hairline: #313236; --accent: #a9bcff; --grey: #67686c; }
  }
  text { font: 15px -apple-system, "Segoe UI", Roboto, "Noto Sans", system-ui, sans-serif; fill: var(--ink); font-variant-numeric: tabular-nums; }
  .title { font-size: 21px; font-weight: 600; }
  .note, .tick, .quiet { fill: var(--muted); }
  .note, .tick { font-size: 14px; }
  .group { font-weight: 600; }
  .name, .end { text-anchor: end; }
  .middle { text-anchor: middle; }
  .paper { fill: var(--paper); }
  .grid { stroke: var(--hairline); fill: none; }
  .ours { fill: var(--accent); }
  .peer { fill: var(--grey); }
  .line { fill: none; stroke: var(--accent); stroke-width: 2.5; stroke-linejoin: round; }
  .reference { fill: none; stroke: var(--grey); stroke-width: 1.5; stroke-dasharray: 5 5; }`;

export function drawing(width, height, title, ...children) {
  const attributes = { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": title };
  const paper = element("rect", { class: "paper", width, height, rx: 8 });
  return `${element("svg", attributes, element("title", {}, escape(title)), element("style", {}, style), paper, ...children)}\n`;
}
