import { LitElement, css } from "lit";
import { query, state } from "lit/decorators.js";

/** What a picture that is pointed at and gone over by keys looks like, whatever its gestures. */
export const sheetStyles = css`
  .sheet { position: relative; }
  .sheet:has(input:focus-visible) { outline: 2px solid var(--accent); outline-offset: 2px; }
  svg { display: block; max-width: 100%; font-family: var(--sans); }
  input { position: absolute; inset: auto auto 0 0; width: 1px; height: 1px; min-height: 0; padding: 0; opacity: 0; pointer-events: none; }
`;

/** An element with a picture on a `.sheet`, drawn anew for the room that this has. */
export abstract class Sheet extends LitElement {
  /** In whole pixels; 0 before it is known. */
  @state() protected width = 0;
  @query(".sheet") protected sheet!: HTMLElement;
  readonly #resize = new ResizeObserver(() => (this.width = Math.floor(this.sheet.clientWidth)));

  override connectedCallback(): void {
    super.connectedCallback();
    void this.updateComplete.then(() => this.isConnected && this.#resize.observe(this.sheet));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
  }
}
