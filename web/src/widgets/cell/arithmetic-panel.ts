/** One number: how it comes about, or, where it is given, the field in which it is changed. */
import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { CellWords } from "../../i18n/en-cell.js";
import { arithmeticOf, type CellNumbers, type Factor, type Ref } from "../../state/index.js";
import { raised } from "../shared/raised.js";
import { place, symbol } from "./symbols.js";

export interface PanelView {
  say: CellWords;
  numbers: CellNumbers;
  before: CellNumbers;
  open: Ref;
  /** What stands in the field, and what is wrong with it. */
  typed: string;
  problem: string;
  locked: boolean;
  edits: number;
  write(value: number): string;
  choose(ref: Ref): void;
  type(typed: string): void;
  undo(): void;
}

/** What was pressed may be gone afterwards: the panel itself takes the focus. */
const inPanel = (press: () => void) => ({ currentTarget }: Event): void => {
  (currentTarget as HTMLElement).closest<HTMLElement>(".arithmetic")!.focus();
  press();
};

export function arithmeticPanel(view: PanelView): TemplateResult {
  const { say, numbers: n, open, before, write, edits } = view;
  const [value, was] = [n.get(open), before.get(open)];
  return html`<div class="arithmetic" data-testid="arithmetic" tabindex="-1">
    <div class="sum"><span class="result">${symbol(open.name)}${place(n, open)}</span> ${body(view)}
      ${was === value ? nothing : html`<span class="muted small">(${raised(say.was(write(was)))})</span>`}</div>
    ${n.isGiven(open) ? field(view) : nothing}
    ${edits > 0 ? html`<div class="edit"><button data-testid="undo" @click=${inPanel(view.undo)}>${say.undo(edits)}</button><span class="muted small">${say.follows}</span></div>` : nothing}
  </div>`;
}

function body(view: PanelView): TemplateResult {
  const { numbers: n, open, write } = view;
  const result = html`<span class="result" data-testid="result">= ${raised(write(n.get(open)))}</span>`;
  const arithmetic = arithmeticOf(n, open);
  if (!arithmetic) return result;
  const { outer, sum } = arithmetic;
  const terms = sum.map((product, k) => html`${k > 0 ? " + " : ""}<span class="product">${product.map((factor, at) => html`${at > 0 ? " · " : ""}${link(factor, view)}`)}</span>`);
  return html`= <span data-testid="terms">${outer ? html`${outer}(${terms})` : terms}</span> ${result}`;
}

function link({ ref, form, other }: Factor, view: PanelView): TemplateResult {
  const one = (to: Ref) => html`<button class="factor" @click=${inPanel(() => view.choose(to))}>${symbol(to.name)}${place(view.numbers, to)} ${raised(write(view, to))}</button>`;
  switch (form) {
    case "": return one(ref);
    case "rest": return html`(1 − ${one(ref)})`;
    case "slope": return html`(1 − ${one(ref)}<sup>2</sup>)`;
    case "over": return html`[${one(ref)} > 0]`;
    case "minus": return html`(${one(ref)} − ${one(other!)})`;
  }
}

function write({ numbers, write: inWords }: PanelView, ref: Ref): string {
  const written = inWords(numbers.get(ref));
  return written.startsWith("−") || written.includes("×") ? `(${written})` : written;
}

function field({ say, typed, problem, locked, type }: PanelView): TemplateResult {
  return html`<div class="edit"><label for="edit">${say.edit}</label>
    <input id="edit" data-testid="edit" inputmode="decimal" autocomplete="off" ?readonly=${locked} aria-invalid=${problem ? "true" : "false"} aria-describedby="edit-note"
      .value=${live(typed)} @input=${(event: Event) => type((event.target as HTMLInputElement).value)} />
    <span id="edit-note" class=${problem ? "error" : "muted small"} role=${problem ? "alert" : nothing}>${problem || say.given}</span></div>`;
}
