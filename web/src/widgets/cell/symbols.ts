/** How the quantities of a cell are written: as words for those who listen, and with indices for those who see. */
import { html, type TemplateResult } from "lit";
import type { Arithmetic, CellNumbers, Factor, Ref } from "../../state/index.js";

const parts = (name: string): [letter: string, index: string] => {
  if (name === "tanh_c") return ["tanh c", "t"];
  if (name.endsWith("_prev")) return [name.slice(0, -5), "t−1"];
  if (name === "dc_t") return ["dc", "t"];
  const [letter, gate] = name.split("_") as [string, string | undefined];
  const own = letter === "e" ? "b′" : letter;
  return [own, gate ?? (/^(W|U|b|v|b′|dW|dU|db|dv)$/.test(own) ? "" : "t")];
};

export function plainName(name: string): string {
  const [letter, index] = parts(name);
  return index ? `${letter}${index.length > 1 ? ` ${index}` : `_${index}`}` : letter;
}

/** Where there is little room, and everything is of this step but what is said to be of the one before. */
export const shortName = (name: string): string => (name.endsWith("_prev") ? `${name.slice(0, -5)}(t−1)` : name === "tanh_c" ? "tanh c" : name.replace(/_t$/, ""));

export function symbol(name: string): TemplateResult {
  const [letter, index] = parts(name);
  return html`<i>${letter}</i>${index ? html`<sub>${index}</sub>` : ""}`;
}

export const isMatrix = (n: CellNumbers, name: string): boolean => /^d?[WU](_|$)/.test(name) && n.size(name).columns > 0;

/** Counted from 1, as people do. */
export const place = (n: CellNumbers, { name, row, column }: Ref): string => (isMatrix(n, name) ? `[${row + 1}, ${column + 1}]` : `[${column + 1}]`);

function factorText(n: CellNumbers, { ref, form, other }: Factor, write: (value: number) => string): string {
  const value = write(n.get(ref));
  const safe = value.startsWith("−") || value.includes("×") ? `(${value})` : value;
  switch (form) {
    case "": return safe;
    case "rest": return `(1 − ${safe})`;
    case "slope": return `(1 − ${safe}²)`;
    case "over": return `[${value} > 0]`;
    case "minus": return `(${value} − ${write(n.get(other!)).replace(/^(−.*)$/, "($1)")})`;
  }
}

/** `σ(0.5 · 0.3 + …)`, in numbers. */
export function arithmeticText(n: CellNumbers, { outer, sum }: Arithmetic, write: (value: number) => string): string {
  const products = sum.map((product) => product.map((factor) => factorText(n, factor, write)).join(" · ")).join(" + ");
  return outer ? `${outer}(${products})` : products;
}
