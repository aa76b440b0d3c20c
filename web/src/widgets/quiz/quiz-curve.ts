import { css, html, svg } from "lit";
import { property, state } from "lit/decorators.js";
import { unsafeSVG } from "lit/directives/unsafe-svg.js";
import type { Theme } from "../../draw/colour.js";
import type { Mark, Picture } from "../../draw/marks.js";
import { plot, type Axis } from "../../draw/plot.js";
import { svgContent } from "../../draw/svg.js";
import { fromPlace, place } from "../../state/index.js";
import { Sheet, sheetStyles } from "../exhibit/sheet.js";
import { base } from "../shared/base.styles.js";
import { element } from "../shared/element.js";

/** Notches of a point's way from the bottom to the top. */
const NOTCHES = 60;

/**
 * A curve drawn by its points. Each point is a slider: up and down move it, left and right go to its neighbours; a
 * pointer takes the nearest one along.
 */
@element("unrolled-quiz-curve")
export class QuizCurve extends Sheet {
  @property({ attribute: false }) x: readonly number[] = [];
  @property({ attribute: false }) y: readonly number[] = [];
  @property({ attribute: false }) axes!: { x: Axis; y: Axis };
  @property() label = "";
  /** The name of a point for those who do not see it. */
  @property({ attribute: false }) pointName: (x: number) => string = String;
  @property({ attribute: false }) valueName: (y: number) => string = String;
  @property() theme: Theme = "light";
  @property({ type: Boolean }) locked = false;
  @state() private chosen: number | null = null;
  #dragging = false;
  #picture: Picture | null = null;

  static override styles = [base, sheetStyles, css`
    .sheet { touch-action: none; cursor: ns-resize; user-select: none; -webkit-user-select: none; }
    @media print { input { display: none; } }
  `];

  protected override willUpdate(): void {
    const height = Math.round(Math.min(320, Math.max(220, this.width * 0.5)));
    this.#picture = this.width === 0 ? null : plot({
      ...this.axes, series: [{ name: "prediction", ink: "validation", dash: "6 4", x: this.x, y: this.y }],
      more: (frame) => this.x.map((x, k): Mark => ({
        kind: "dot", name: "point", at: [frame.x(x), frame.y(this.y[k]!)], radius: k === this.chosen ? 8 : 6, ink: "validation", hollow: k !== this.chosen,
      })),
    }, { width: this.width, height });
  }

  override render() {
    const picture = this.#picture;
    return html`<div class="sheet" role="group" aria-label=${this.label} @pointerdown=${this.#take} @pointermove=${this.#drag} @pointerup=${this.#drop} @pointercancel=${this.#drop}>
      ${picture ? svg`<svg aria-hidden="true" width=${picture.width} height=${picture.height} viewBox="0 0 ${picture.width} ${picture.height}">${unsafeSVG(svgContent(picture, this.theme))}</svg>` : ""}
      ${this.x.map((x, k) => html`<input type="range" min="0" max=${NOTCHES} step="1" data-testid="point-${k}" aria-label=${this.pointName(x)} aria-valuetext=${this.valueName(this.y[k]!)}
        ?disabled=${this.locked} .value=${String(this.#notch(k))} @keydown=${(event: KeyboardEvent) => this.#key(event, k)} @input=${(event: Event) => this.#set(k, Number((event.target as HTMLInputElement).value))}
        @focus=${() => (this.chosen = k)} @blur=${() => (this.chosen = null)} />`)}
    </div>`;
  }

  get #scale() {
    const { domain: [from, to], scale = "linear" } = this.axes.y;
    return { from, to, scale };
  }

  #notch(k: number): number {
    return Math.round(place(this.#scale, this.y[k]!) * NOTCHES);
  }

  #key(event: KeyboardEvent, k: number): void {
    const neighbour = { ArrowLeft: k - 1, ArrowRight: k + 1 }[event.key];
    const by = { ArrowUp: 1, ArrowDown: -1, PageUp: 6, PageDown: -6 }[event.key];
    if (neighbour === undefined && by === undefined) return;
    event.preventDefault();
    if (neighbour !== undefined) this.renderRoot.querySelectorAll("input")[neighbour]?.focus();
    else this.#set(k, this.#notch(k) + by!);
  }

  #set(k: number, notch: number): void {
    if (this.locked) return;
    const held = Math.min(NOTCHES, Math.max(0, notch));
    this.y = this.y.map((y, at) => (at === k ? fromPlace(this.#scale, held / NOTCHES) : y));
    this.dispatchEvent(new CustomEvent("unrolled-answer", { detail: this.y }));
  }

  #take(event: PointerEvent): void {
    if (this.locked || event.button !== 0 || !this.#picture?.frame) return;
    const at = event.clientX - this.sheet.getBoundingClientRect().left;
    const { x } = this.#picture.frame;
    const nearest = this.x.reduce((best, value, k) => (Math.abs(x(value) - at) < Math.abs(x(this.x[best]!) - at) ? k : best), 0);
    this.renderRoot.querySelectorAll("input")[nearest]!.focus();
    this.chosen = nearest;
    this.#dragging = true;
    this.sheet.setPointerCapture(event.pointerId);
    event.preventDefault();
    this.#drag(event);
  }

  #drag(event: PointerEvent): void {
    const frame = this.#picture?.frame;
    if (!this.#dragging || this.chosen === null || !frame) return;
    const share = (frame.bottom - (event.clientY - this.sheet.getBoundingClientRect().top)) / (frame.bottom - frame.top);
    this.#set(this.chosen, Math.round(share * NOTCHES));
  }

  #drop(): void {
    this.#dragging = false;
  }
}
