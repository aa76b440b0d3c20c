/** Equations, NumPy and C++ side by side, linked by their terms. */
import { html, nothing, type TemplateResult } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import type { CodeWords } from "../../i18n/en-code.js";
import type { CodeLine, CodePiece, CodeSection } from "./code-data.js";

export type Columns = Pick<CodeSection, "numpy" | "engine"> & { equations: readonly { term: string; tex: string; content: unknown }[]; plain: boolean };

export interface ColumnsView {
  say: CodeWords;
  /** The term that is lit, and the one that was chosen, where the arrow keys go on. */
  lit: string | null;
  chosen: string | null;
  meaning(term: string): string;
  shows(part: string): boolean;
  point(term: string | null): void;
  choose(term: string | null): void;
}

export function columnsOf(section: CodeSection): Columns {
  return { ...section, equations: section.equations.map(({ term, tex, html: math }) => ({ term, tex, content: unsafeHTML(math) })), plain: false };
}

/** The letter whose colour a term wears: the gate of `da_f`, the state of `dh_prev`. */
function inkOf(term: string): string {
  const letter = term.replace(/^da_/, "").replace(/^d([ch])(_prev)?$/, "$1");
  return /^[ifgoch]$/.test(letter) ? letter : "gradient";
}

export function codeColumns(columns: Columns, view: ColumnsView): TemplateResult {
  const { say, shows, point } = view;
  return html`<div class="columns" @pointerleave=${() => point(null)}>
    ${shows("equations") ? equations(columns, view) : nothing}
    ${shows("numpy") ? code("numpy", { heading: say.numpy, pieces: columns.numpy, plain: columns.plain }, view) : nothing}
    ${shows("engine") ? code("engine", { heading: say.engine, pieces: columns.engine, plain: columns.plain }, view) : nothing}
  </div>`;
}

function equations({ equations: all, plain }: Columns, view: ColumnsView): TemplateResult {
  const { say, lit, meaning, point, choose } = view;
  return html`<div class="equations-column"><h4 id="equations">${say.equations}</h4>
    <div class="equations" role="listbox" tabindex="0" aria-labelledby="equations" aria-activedescendant=${lit ? `term-${lit}` : nothing}
      data-testid="equations" @keydown=${(event: KeyboardEvent) => go(event, all.map(({ term }) => term), view)}>
      ${all.map(({ term, content }) => html`<div role="option" id="term-${term}" aria-selected=${term === lit} data-term=${term}
        class="equation term-${inkOf(term)} ${term === lit ? "lit" : ""}" @pointerenter=${() => point(term)}
        @click=${() => choose(term)}><span class="hidden-visually">${plain ? term : meaning(term)}</span>${content}</div>`)}
    </div></div>`;
}

function code(name: string, { heading, pieces, plain }: { heading: string; pieces: readonly CodePiece[]; plain: boolean }, view: ColumnsView): TemplateResult {
  return html`<div class="${name}-column"><h4>${heading}</h4>
    <pre tabindex="0" role="group" aria-label=${heading} data-testid=${name}>${pieces.map(({ path, at, lines }) => html`${
      path ? html`<div class="place">${view.say.place(path, at)}</div>` : nothing}<code translate="no">${lines.map((one) => line(one, plain, view))}</code>`)}</pre></div>`;
}

function line({ terms, html: content }: CodeLine, plain: boolean, { lit, point, choose }: ColumnsView): TemplateResult {
  const shown = plain ? content : unsafeHTML(content);
  if (terms.length === 0) return html`<span class="line" @pointerenter=${() => point(null)}>${shown || " "}</span>`;
  // Of several terms, the lit one keeps the light: a line of all gates shall not jump to the first.
  const own = lit !== null && terms.includes(lit) ? lit : terms[0]!;
  return html`<span class="line term-${inkOf(own)} ${own === lit ? "lit" : ""}" data-terms=${terms.join(" ")}
    @pointerenter=${() => point(own)} @click=${() => choose(own)}>${shown}</span>`;
}

function go(event: KeyboardEvent, terms: readonly string[], { chosen, point, choose }: ColumnsView): void {
  const at = terms.indexOf(chosen ?? "");
  const to = { ArrowDown: Math.min(terms.length - 1, at + 1), ArrowUp: Math.max(0, at - 1), Home: 0, End: terms.length - 1 }[event.key];
  if (to === undefined && event.key !== "Escape") return;
  event.preventDefault();
  point(null);
  choose(to === undefined ? null : terms[to]!);
}

/** Brings what is lit into the sight of its own pane; the page does not move. */
export function scrollToLit(root: ParentNode): void {
  for (const pane of root.querySelectorAll("pre")) {
    const lit = pane.querySelector<HTMLElement>(".lit");
    if (lit) pane.scrollTop = lit.offsetTop - pane.offsetTop - pane.clientHeight / 3;
  }
}
