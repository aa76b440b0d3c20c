import { LitElement, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { Words } from "../../i18n/index.js";
import { members, type ExhibitField, type ExhibitFieldProblem, type RangeField } from "../../state/index.js";
import { base } from "../shared/base.styles.js";
import { element } from "../shared/element.js";
import { controlStyles } from "./control.styles.js";

/** A log slider moves in so many equal factors. */
const NOTCHES = 200;

const isRange = (field: ExhibitField): field is RangeField => "step" in field;

/**
 * One setting of an exhibit, in the form that its kind asks for: a slider with its number, a choice of few or many,
 * several of some, a line or a passage of text. What was typed is never changed or thrown away.
 *
 * @attr name - The field's name.
 * @attr label - What it is called.
 * @attr help - A few words below it.
 * @attr locked - Shown, but not to be changed.
 * @fires unrolled-type - `detail` is what now stands in the field.
 */
@element("unrolled-control")
export class UnrolledControl extends LitElement {
  @property() name = "";
  @property() label = "";
  @property() help = "";
  @property({ type: Boolean }) locked = false;
  @property({ attribute: false }) field!: ExhibitField;
  @property({ attribute: false }) typed = "";
  @property({ attribute: false }) problem: ExhibitFieldProblem | null = null;
  /** What a choice is called. */
  @property({ attribute: false }) names: (choice: string) => string = String;
  @property({ attribute: false }) words!: Words;

  static override shadowRootOptions: ShadowRootInit = { mode: "open", delegatesFocus: true };
  static override styles = [base, controlStyles];

  override render() {
    const { field, label } = this;
    const note = this.problem ? "error" : this.locked || this.help ? "note" : nothing;
    const body = field.kind === "choice" && field.choices.length <= 5 ? this.#options(field.choices, "radio")
      : field.kind === "set" ? this.#options(field.choices, "checkbox")
      : html`<label for="field">${label}</label>${field.kind === "choice" ? this.#select(field.choices, note) : this.#input(field, note)}`;
    return html`${body}
      ${this.problem
        ? html`<div id="error" class="error" role="alert" data-testid="error">${this.words.fieldProblem(label, this.problem)}</div>`
        : note === nothing ? nothing : html`<span id="note" class="help">${this.locked ? this.words.exhibit.locked : this.help}</span>`}`;
  }

  #input(field: ExhibitField, note: string | typeof nothing) {
    const input = html`<input id="field" data-testid="field-${this.name}" inputmode=${field.kind === "text" ? "text" : "decimal"} autocomplete="off"
      spellcheck="false" ?readonly=${this.locked} aria-invalid=${this.problem ? "true" : "false"} aria-describedby=${note}
      .value=${live(this.typed)} @input=${this.#typedIn} />`;
    if (field.kind === "text" && field.most > 80) {
      return html`<textarea id="field" data-testid="field-${this.name}" rows="2" spellcheck="false" ?readonly=${this.locked}
        aria-invalid=${this.problem ? "true" : "false"} aria-describedby=${note} .value=${live(this.typed)} @input=${this.#typedIn}></textarea>`;
    }
    if (!isRange(field)) return input;
    const notches = field.scale === "log" ? { min: 0, max: NOTCHES, step: 1 } : field;
    return html`<div class="range"><input type="range" aria-label=${this.label} data-testid="slider-${this.name}" ?disabled=${this.locked}
      min=${notches.min} max=${notches.max} step=${notches.step} .value=${live(String(this.#notch(field)))} aria-valuetext=${this.typed}
      @input=${(event: Event) => this.#say(this.#fromNotch(field, Number((event.target as HTMLInputElement).value)))} />${input}</div>`;
  }

  #notch(field: RangeField): number {
    const value = Number(this.typed);
    if (field.scale !== "log") return value;
    return Math.round(NOTCHES * Math.log(value / field.min) / Math.log(field.max / field.min));
  }

  #fromNotch(field: RangeField, notch: number): string {
    if (field.scale !== "log") return String(notch);
    return String(Number((field.min * (field.max / field.min) ** (notch / NOTCHES)).toPrecision(2)));
  }

  #select(choices: readonly string[], note: string | typeof nothing) {
    return html`<select id="field" data-testid="field-${this.name}" ?disabled=${this.locked} aria-describedby=${note} .value=${live(this.typed)} @change=${this.#typedIn}>
      ${choices.map((one) => html`<option value=${one} ?selected=${one === this.typed}>${this.names(one)}</option>`)}
    </select>`;
  }

  #options(choices: readonly string[], type: "radio" | "checkbox") {
    const chosen = type === "radio" ? [this.typed] : members(this.typed);
    return html`<fieldset ?disabled=${this.locked} data-testid="field-${this.name}">
      <legend>${this.label}</legend>
      <div class="options ${type}">${choices.map((one) => html`<label class="option ink-${one}"><input type=${type} name="field" value=${one} data-testid="option-${one}"
        .checked=${live(chosen.includes(one))} @change=${() => this.#choose(one, type, chosen)} /><span>${this.names(one)}</span></label>`)}</div>
    </fieldset>`;
  }

  #choose(one: string, type: "radio" | "checkbox", chosen: string[]): void {
    if (type === "radio") return this.#say(one);
    this.#say(chosen.includes(one) ? chosen.filter((other) => other !== one).join(",") : [...chosen, one].join(","));
  }

  #typedIn(event: Event): void {
    this.#say((event.target as HTMLInputElement).value);
  }

  #say(typed: string): void {
    this.dispatchEvent(new CustomEvent("unrolled-type", { detail: typed }));
  }
}
