import { LitElement, css, html } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Words } from "../../i18n/index.js";
import type { QuizWords } from "../../i18n/en-quiz.js";
import { base } from "../shared/base.styles.js";
import { element } from "../shared/element.js";
import type { Option } from "./children.js";

/** Rows to be put in order: dragged by a pointer, or moved by the buttons at their ends. */
@element("unrolled-quiz-order")
export class QuizOrder extends LitElement {
  @property({ attribute: false }) options: readonly Option[] = [];
  /** The answers in their order now. */
  @property({ attribute: false }) order: readonly string[] = [];
  @property({ type: Boolean }) locked = false;
  @property({ attribute: false }) say!: QuizWords;
  @property({ attribute: false }) words!: Words;
  @state() private dragged: string | null = null;
  @state() private said = "";

  static override styles = [base, css`
    ol { list-style: none; display: grid; gap: 0.35rem; max-width: 34rem; }
    li { display: flex; align-items: center; gap: 0.6rem; border: 1px solid var(--outline); border-radius: var(--radius); background: var(--sheet); padding: 0.2rem 0.3rem 0.2rem 0.75rem; }
    li:not(.locked) { cursor: grab; touch-action: none; user-select: none; -webkit-user-select: none; }
    li.dragged { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); cursor: grabbing; }
    .place { color: var(--muted); font-variant-numeric: tabular-nums; min-width: 1.2em; }
    .name { flex: 1; min-width: 0; overflow-wrap: anywhere; }
    button { min-height: 2rem; min-width: 2.2rem; padding: 0; border-color: transparent; color: var(--accent); }
    li.locked { background: none; border-color: var(--hairline); }
  `];

  override render() {
    const label = (answer: string) => this.options.find((option) => option.answer === answer)?.label ?? answer;
    return html`<ol @pointermove=${this.#drag} @pointerup=${this.#drop} @pointercancel=${this.#drop}>${repeat(this.order, (answer) => answer, (answer, at) => html`
      <li class="${this.locked ? "locked" : ""} ${this.dragged === answer ? "dragged" : ""}" data-answer=${answer} @pointerdown=${(event: PointerEvent) => this.#take(event, answer)}>
        <span class="place" aria-hidden="true">${at + 1}</span><span class="name">${label(answer)}</span>
        ${this.locked ? "" : html`<button data-testid="up-${answer}" aria-label=${this.say.earlier(label(answer))} @click=${() => this.#move(answer, at - 1, "up")}>↑</button>
        <button data-testid="down-${answer}" aria-label=${this.say.later(label(answer))} @click=${() => this.#move(answer, at + 1, "down")}>↓</button>`}
      </li>`)}</ol><span class="hidden-visually" role="status">${this.said}</span>`;
  }

  /** A button at the end of the list does nothing but keep the focus, so that keys pressed too often do no harm. */
  #move(answer: string, to: number, button: "up" | "down"): void {
    if (this.#place(answer, to)) this.said = this.say.moved(this.options.find((option) => option.answer === answer)?.label ?? answer, to + 1);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`[data-testid="${button}-${CSS.escape(answer)}"]`)?.focus());
  }

  #place(answer: string, to: number): boolean {
    const from = this.order.indexOf(answer);
    if (to < 0 || to >= this.order.length || to === from) return false;
    const order = this.order.filter((other) => other !== answer);
    order.splice(to, 0, answer);
    this.order = order;
    this.dispatchEvent(new CustomEvent("unrolled-answer", { detail: order }));
    return true;
  }

  #take(event: PointerEvent, answer: string): void {
    if (this.locked || event.button !== 0 || (event.target as Element).closest("button")) return;
    this.dragged = answer;
    (event.currentTarget as Element).parentElement!.setPointerCapture(event.pointerId);
  }

  #drag(event: PointerEvent): void {
    if (this.dragged === null) return;
    const rows = [...this.renderRoot.querySelectorAll("li")];
    const at = rows.findIndex((row) => event.clientY < row.getBoundingClientRect().bottom);
    this.#place(this.dragged, at < 0 ? rows.length - 1 : at);
  }

  #drop(): void {
    this.dragged = null;
  }
}
