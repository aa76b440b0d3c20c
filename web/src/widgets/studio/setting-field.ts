import { LitElement, css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { Words } from "../../i18n/index.js";
import { studioFields, type FieldProblem, type StudioField } from "../../state/index.js";
import { base } from "../shared/base.styles.js";
import { element } from "../shared/element.js";

/**
 * One setting with its label, its help and, when what was typed cannot be used, a sentence that says why.
 * What was typed is never changed or thrown away.
 *
 * @attr name - A key of the settings table, such as `optimizer.rate`.
 * @attr locked - Shown, but not to be changed.
 * @fires unrolled-type - `detail` is what now stands in the field.
 */
@element("unrolled-setting-field")
export class SettingField extends LitElement {
  @property() name: StudioField = "hidden";
  @property() typed = "";
  @property({ type: Boolean }) locked = false;
  @property({ attribute: false }) problem: FieldProblem | null = null;
  @property({ attribute: false }) words!: Words;

  static override shadowRootOptions: ShadowRootInit = { mode: "open", delegatesFocus: true };

  static override styles = [base, css`
    label { font-size: var(--small); color: var(--ink); margin-bottom: 0.2rem; }
    .help { display: block; color: var(--muted); font-size: 0.75rem; line-height: 1.35; margin-top: 0.25rem; }
    .error { color: var(--warning); font-size: var(--small); line-height: 1.4; margin-top: 0.25rem; }
  `];

  override render() {
    const { words, name, problem } = this;
    const label = words.field[name] ?? name;
    const help = this.locked ? words.studio.locked : this.#help();
    return html`
      <label for="field">${label}</label>
      ${studioFields[name].kind === "choice" ? this.#select() : this.#input()}
      ${problem
        ? html`<div id="note" class="error" role="alert" data-testid="error">${words.fieldProblem(label, problem)}</div>`
        : help ? html`<span id="note" class="help">${help}</span>` : nothing}`;
  }

  #help(): string | undefined {
    return this.name === "workers" ? this.words.workersHelp(navigator.hardwareConcurrency) : this.words.help[this.name];
  }

  #select() {
    const field = studioFields[this.name];
    const choices = field.kind === "choice" ? field.choices : [];
    return html`<select id="field" data-testid="field-${this.name}" ?disabled=${this.locked} aria-describedby=${this.locked || this.#help() !== undefined ? "note" : nothing} .value=${live(this.typed)} @change=${this.#type}>
      ${choices.map((choice) => html`<option value=${choice} ?selected=${choice === this.typed}>${this.words.choice[choice] ?? choice}</option>`)}
    </select>`;
  }

  #input() {
    const hasNote = this.problem !== null || this.locked || this.#help() !== undefined;
    return html`<input id="field" data-testid="field-${this.name}" inputmode="decimal" autocomplete="off" spellcheck="false"
      ?readonly=${this.locked} aria-invalid=${this.problem ? "true" : "false"}
      aria-describedby=${hasNote ? "note" : nothing} .value=${live(this.typed)} @input=${this.#type} />`;
  }

  #type(event: Event): void {
    this.dispatchEvent(new CustomEvent("unrolled-type", { detail: (event.target as HTMLInputElement).value }));
  }
}
