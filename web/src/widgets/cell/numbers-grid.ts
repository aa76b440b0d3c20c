/** All numbers of one direction of a step, each a button: states first, then a block for each gate. */
import { html, nothing, type TemplateResult } from "lit";
import type { CellWords } from "../../i18n/en-cell.js";
import { keyOf, named, type CellNumbers, type Ref } from "../../state/index.js";
import { raised } from "../shared/raised.js";
import { isMatrix, place, plainName, symbol } from "./symbols.js";

export interface GridView {
  say: CellWords;
  numbers: CellNumbers;
  /** Before the reader's changes. */
  before: CellNumbers;
  pass: "forward" | "backward";
  active: readonly string[];
  open: Ref;
  write(value: number): string;
  done(name: string): boolean;
  choose(ref: Ref): void;
}

interface Line { name: string; row: number; head: TemplateResult }

const line = (name: string, row = 0, head = symbol(name)): Line => ({ name, row, head });

function blockLines(n: CellNumbers, gate: string, pass: GridView["pass"]): Line[] {
  const d = pass === "forward" ? "" : "d";
  const matrix = (letter: string, source: string, count: number) =>
    Array.from({ length: count }, (_, row) => line(named(d + letter, gate), row, html`${symbol(named(d + letter, gate))}<span class="from">${source}<sub>${row + 1}</sub></span>`));
  const [input, recurrent, bias] = [matrix("W", "x", n.inputs), matrix("U", "h", n.units), [line(named(`${d}b`, gate))]];
  const second = pass === "forward" ? [named("e", gate)] : [];
  if (n.cell === "gru" && gate === "n") bias.push(line(`${d}v`));
  const results = pass === "backward" ? [named("da", gate), ...(n.cell === "gru" && gate === "n" ? ["dm"] : [])]
    : [...(n.cell === "gru" && gate === "n" ? ["m"] : []), named("a", gate), ...(gate ? [gate] : [])];
  return [...input, ...recurrent, ...bias, ...[...second, ...results].filter((name) => n.has(name)).map((name) => line(name))];
}

const stateNames = { forward: ["x", "h_prev", "c_prev", "c", "tanh_c", "h"], backward: ["dh", "dc", "dc_t", "dc_prev", "dh_prev", "dx"] };

export function numbersGrid(view: GridView): TemplateResult {
  const { say, numbers: n, pass } = view;
  const states = stateNames[pass].filter((name) => n.has(name) && (n.cell === "lstm" || !/^(d?c|tanh)/.test(name))).map((name) => line(name));
  return html`<div class="blocks" data-testid="numbers" @keydown=${(event: KeyboardEvent) => go(event)}>
    ${block(say.states, states, view)}
    ${n.gates.map((gate) => block(gate ? say.gate(gate) : say.whole, blockLines(n, gate, pass), view))}
  </div>`;
}

function block(caption: string, lines: readonly Line[], view: GridView): TemplateResult {
  const { numbers: n } = view;
  const columns = Math.max(...lines.map(({ name }) => n.size(name).columns));
  return html`<table><caption>${caption}</caption>
    <thead><tr><td></td>${Array.from({ length: columns }, (_, k) => html`<th scope="col"><span class="hidden-visually">${view.say.unit(k + 1)}</span><span aria-hidden="true">${k + 1}</span></th>`)}</tr></thead>
    <tbody>${lines.map((one) => html`<tr class=${view.active.includes(one.name) ? "active" : ""}><th scope="row">${one.head}</th>${
      n.row(one.name, one.row).map((value, column) => html`<td>${number({ name: one.name, row: one.row, column }, value, view)}</td>`)}</tr>`)}</tbody></table>`;
}

function number(ref: Ref, value: number, { numbers: n, before, open, write, done, choose }: GridView): TemplateResult | typeof nothing {
  const key = keyOf(ref), isOpen = key === keyOf(open);
  const look = [n.isGiven(ref) ? "given" : "", done(ref.name) ? "" : "later", before.get(ref) === value ? "" : "changed"].filter(Boolean).join(" ");
  return html`<button class="number ${look}" data-ref=${key} aria-pressed=${isOpen} tabindex=${isOpen ? 0 : -1}
    aria-label="${plainName(ref.name)}${isMatrix(n, ref.name) || n.size(ref.name).columns > 1 ? place(n, ref) : ""}: ${write(value)}" @click=${() => choose(ref)}>${raised(write(value))}</button>`;
}

/** Arrow keys go from number to number; only the one that is open is a stop of the Tab key. */
function go(event: KeyboardEvent): void {
  const now = event.target as HTMLElement;
  const key = event.key;
  if (!now.matches?.(".number") || !/^Arrow(Left|Right|Up|Down)$/.test(key)) return;
  event.preventDefault();
  const all = Array.from((event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>(".number"));
  const box = now.closest("td")!, row = box.parentElement as HTMLTableRowElement;
  const next = key === "ArrowRight" ? all[all.indexOf(now) + 1] : key === "ArrowLeft" ? all[all.indexOf(now) - 1] : beside(all, now, row, key === "ArrowDown" ? 1 : -1);
  next?.click();
  next?.focus();
}

function beside(all: HTMLElement[], now: HTMLElement, row: HTMLTableRowElement, by: number): HTMLElement | undefined {
  const column = (now.closest("td") as HTMLTableCellElement).cellIndex;
  const other = (by > 0 ? row.nextElementSibling : row.previousElementSibling) as HTMLTableRowElement | null;
  if (other) return other.cells[Math.min(column, other.cells.length - 1)]?.querySelector<HTMLElement>(".number") ?? undefined;
  const own = all.filter((one) => one.closest("tr") === row);
  return by > 0 ? all[all.indexOf(own.at(-1)!) + 1] : all[all.indexOf(own[0]!) - 1];
}
