import { LitElement, css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { base } from "./base.styles.js";
import { element } from "./element.js";

/**
 * One sentence about something that went wrong, with the remedy as a button where there is one.
 *
 * @attr sentence - What happened and what to do, in the reader's language.
 * @attr remedy - The label of the remedy's button; without it there is no button.
 * @attr dismiss - The label of the button that puts the sentence away; without it there is none.
 * @fires unrolled-remedy - The remedy's button was pressed.
 * @fires unrolled-dismiss - The sentence may go.
 */
@element("unrolled-problem-box")
export class ProblemBox extends LitElement {
  @property() sentence = "";
  @property() remedy = "";
  @property() dismiss = "";

  static override styles = [base, css`
    :host { border-inline-start: 3px solid var(--warning); padding: 0.25rem 0 0.25rem 0.9rem; max-width: 46rem; }
    p { color: var(--warning); overflow-wrap: anywhere; }
    .actions { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-top: 0.5rem; }
  `];

  override render() {
    const say = (type: string) => () => {
      this.#handOn();
      this.dispatchEvent(new CustomEvent(type));
    };
    return html`
      <div role="alert" data-testid="error"><p>${this.sentence}</p></div>
      ${this.remedy || this.dismiss ? html`<div class="actions">
        ${this.remedy ? html`<button data-testid="remedy-button" @click=${say("unrolled-remedy")}>${this.remedy}</button>` : nothing}
        ${this.dismiss ? html`<button class="plain" @click=${say("unrolled-dismiss")}>${this.dismiss}</button>` : nothing}
      </div>` : nothing}`;
  }

  /** Pressed, the box may go: the focus is first laid on what it stands in, so the keyboard goes on from there. */
  #handOn(): void {
    const place = this.parentElement ?? ((this.getRootNode() as ShadowRoot).host as HTMLElement);
    place.tabIndex = -1;
    place.addEventListener("blur", () => place.removeAttribute("tabindex"), { once: true });
    place.focus({ preventScroll: true });
  }
}
