import { css, html, nothing, type PropertyValues } from "lit";
import { property } from "lit/decorators.js";
import { unsafeSVG } from "lit/directives/unsafe-svg.js";
import type { Theme } from "../../draw/colour.js";
import type { Picture, Size } from "../../draw/marks.js";
import { svgContent } from "../../draw/svg.js";
import type { Words } from "../../i18n/index.js";
import { paper } from "../shared/appearance.js";
import { base } from "../shared/base.styles.js";
import { element } from "../shared/element.js";
import { inTurn } from "../shared/in-turn.js";
import { raised } from "../shared/raised.js";
import { Sheet, sheetStyles } from "./sheet.js";

/** Where a reader points: a place in the data, not in pixels. */
export interface Cursor { column: number; row: number }

/** How values are read off: by keys along the columns (and rows), by pointer at the nearest place. */
export interface Reading {
  /** The data's x of every column. */
  x: ArrayLike<number>;
  /** With it, the nearest point in both directions counts: for scatters. */
  y?: ArrayLike<number>;
  /** Of a heatmap. */
  rows?: number;
  say(cursor: Cursor): string;
}

/**
 * A picture of marks as SVG, with its heading and, where there is something to read off, one value in words. Arrow keys
 * move along the data, a pointer goes to the nearest place.
 *
 * @attr heading - What is drawn; also the picture's name for those who do not see it.
 * @prop draw - `(size, cursor) => Picture`: marks from `draw/`.
 * @prop reading - How values are read off; null where there is nothing to read.
 * @prop cursor - Where it is read, `{ column, row }` or null; set it to link figures.
 * @fires unrolled-cursor - The reader points elsewhere; `detail` is the cursor or null.
 * @fires unrolled-pick - The reader pressed there, or went there by keys; `detail` is the cursor.
 */
@element("unrolled-figure")
export class UnrolledFigure extends Sheet {
  @property() heading = "";
  /** Height per width, within `least` and `most` pixels. */
  @property({ type: Number }) ratio = 0.56;
  @property({ type: Number }) least = 210;
  @property({ type: Number }) most = 360;
  @property() theme: Theme = "light";
  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) draw: (size: Size, cursor: Cursor | null) => Picture = (size) => ({ ...size, marks: [], frame: null });
  @property({ attribute: false }) reading: Reading | null = null;
  @property({ attribute: false }) cursor: Cursor | null = null;
  /** The picture as it is on the page. */
  picture: Picture | null = null;

  static override styles = [base, sheetStyles, css`
    figcaption { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: baseline; justify-content: space-between; min-height: 1.6rem; }
    h4 { margin: 0; font: 600 0.875rem/1.5 var(--sans); }
    .read { font-size: var(--small); color: var(--muted); font-variant-numeric: tabular-nums; }
    .sheet { width: 100%; touch-action: pan-y; }
  `];

  /** Each picture in a task of its own, or a reading of a dozen figures would keep the page from its reader. A printer does not wait. */
  protected override async scheduleUpdate(): Promise<void> {
    if (this.width > 0 && !paper.matches) await inTurn();
    super.scheduleUpdate();
  }

  protected override willUpdate(_: PropertyValues): void {
    const size = { width: this.width, height: Math.round(Math.min(this.most, Math.max(this.least, this.width * this.ratio))) };
    this.picture = this.width > 0 ? this.draw(size, this.#cursor) : null;
  }

  /** The data may have become smaller than where the cursor was. */
  get #cursor(): Cursor | null {
    const { cursor, reading } = this;
    return cursor && reading && cursor.column < reading.x.length && cursor.row < (reading.rows ?? 1) ? cursor : null;
  }

  override render() {
    const { picture, reading, heading, words } = this;
    const cursor = this.#cursor;
    const said = cursor && reading ? reading.say(cursor) : "";
    return html`<figure>
      <figcaption>${heading ? html`<h4>${heading}</h4>` : nothing}<span class="read" data-testid="reading">${raised(said)}</span></figcaption>
      <div class="sheet" .style=${picture ? "" : this.#room} @pointermove=${this.#point} @pointerdown=${this.#press} @pointerleave=${() => this.#go(null)}>
        ${picture ? html`<svg role="img" aria-label=${heading} width=${picture.width} height=${picture.height} viewBox="0 0 ${picture.width} ${picture.height}">
          ${unsafeSVG(svgContent(picture, this.theme))}</svg>` : nothing}
        ${reading && reading.x.length > 0 ? html`<input type="range" min="0" max=${reading.x.length - 1} step="1" .value=${String(cursor?.column ?? 0)}
          aria-label="${heading}: ${words.exhibit.read}" aria-valuetext=${said || words.exhibit.read} data-testid="read"
          @input=${this.#slide} @keydown=${this.#key} @focus=${this.#focus} />` : nothing}
      </div>
    </figure>`;
  }

  /** The page keeps it free until the picture is drawn, so that nothing moves then. */
  get #room(): string {
    return `aspect-ratio: 1 / ${this.ratio}; min-height: ${this.least}px; max-height: ${this.most}px`;
  }

  #focus({ target }: Event): void {
    if (!this.#cursor && (target as Element).matches(":focus-visible")) this.#go({ column: 0, row: 0 });
  }

  #slide({ target }: Event): void {
    this.#go({ column: Number((target as HTMLInputElement).value), row: this.#cursor?.row ?? 0 });
    this.#pick();
  }

  /** Up and down are rows where there are any; a native slider would take them for left and right. */
  #key(event: KeyboardEvent): void {
    const rows = this.reading?.rows ?? 1;
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (rows === 1 || by === undefined) return;
    event.preventDefault();
    const cursor = this.#cursor ?? { column: 0, row: 0 };
    this.#go({ ...cursor, row: Math.min(rows - 1, Math.max(0, cursor.row + by)) });
    this.#pick();
  }

  #point(event: PointerEvent): void {
    const { reading, picture } = this;
    const frame = picture?.frame;
    if (!reading || !frame || reading.x.length === 0) return;
    const box = this.sheet.getBoundingClientRect();
    const [px, py] = [event.clientX - box.left, event.clientY - box.top];
    const distance = (k: number) => Math.hypot(frame.x(reading.x[k]!) - px, reading.y ? frame.y(reading.y[k]!) - py : 0);
    let column = 0;
    for (let k = 1; k < reading.x.length; k++) if (distance(k) < distance(column)) column = k;
    let row = 0;
    for (let k = 1; k < (reading.rows ?? 1); k++) if (Math.abs(frame.y(k) - py) < Math.abs(frame.y(row) - py)) row = k;
    this.#go({ column, row });
  }

  #press(event: PointerEvent): void {
    this.#point(event);
    this.#pick();
  }

  #pick(): void {
    if (this.cursor) this.dispatchEvent(new CustomEvent("unrolled-pick", { detail: this.cursor }));
  }

  #go(cursor: Cursor | null): void {
    if (cursor?.column === this.cursor?.column && cursor?.row === this.cursor?.row) return;
    this.cursor = cursor;
    this.dispatchEvent(new CustomEvent("unrolled-cursor", { detail: cursor }));
    // The reader's own gesture is answered at once, so that a screen reader says the new value.
    this.performUpdate();
  }
}
