import { LitElement, css, html, nothing, type PropertyValues } from "lit";
import { property } from "lit/decorators.js";
import type { Words } from "../../i18n/index.js";
import type { Experiment } from "../../state/index.js";
import { base } from "../shared/base.styles.js";
import { element } from "../shared/element.js";
import { handOn, singly } from "./press.js";

/** Measure, train or pause, reset; where training stands. One button turns into its opposite, so the keyboard stays on it. */
@element("unrolled-run-bar")
export class RunBar extends LitElement {
  @property({ attribute: false }) experiment!: Experiment;
  @property({ attribute: false }) words!: Words;
  #stops: (() => void)[] = [];

  static override styles = [base, css`
    :host { display: flex; flex-wrap: wrap; gap: 0.6rem; align-items: center; }
    .said { color: var(--muted); font-size: var(--small); font-variant-numeric: tabular-nums; }
    @media print { button { display: none; } }
  `];

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#listen();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stops.splice(0)) stop();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("experiment")) this.#listen();
  }

  #listen(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#stops = (["phase", "progress", "plan"] as const).map((topic) => this.experiment.listen(topic, () => this.requestUpdate()));
  }

  override render() {
    const { experiment, words: { exhibit } } = this;
    const { isBusy, phase, step } = experiment;
    return html`
      <button class="primary" data-testid=${isBusy ? "pause-button" : "train-button"} @click=${singly(() => (isBusy ? experiment.pause() : void experiment.train()))}>${
        isBusy ? exhibit.pause : this.#label()}</button>
      ${phase === "idle" ? html`<button data-testid="look-button" @click=${handOn(() => void experiment.look())}>${exhibit.look}</button>` : nothing}
      ${step > 0 ? html`<button data-testid="reset-button" @click=${handOn(() => void experiment.reset())}>${exhibit.reset}</button>` : nothing}
      <span class="said" data-testid="phase">${this.#said()}</span>`;
  }

  #label(): string {
    const { experiment: { step, plan }, words: { exhibit } } = this;
    if (step === 0) return exhibit.train;
    return step < plan.steps ? exhibit.resume : exhibit.more(plan.steps);
  }

  #said(): string {
    const { experiment: { phase, step, plan, displaced }, words: { exhibit } } = this;
    if (displaced && phase === "paused") return exhibit.trainerMoved;
    const said = exhibit.phase[phase];
    return typeof said === "string" ? said : said(step, Math.max(1, Math.ceil(step / plan.steps)) * plan.steps);
  }
}
