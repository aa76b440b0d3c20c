import { LitElement, html, nothing, type PropertyValues } from "lit";
import { property, query } from "lit/decorators.js";
import { Studio, readPreset, type BundledText, type EngineModule, type Preset, type StudioField } from "../../state/index.js";
import type { Words } from "../../i18n/index.js";
import { Appearance } from "../shared/appearance.js";
import { base } from "../shared/base.styles.js";
import { element } from "../shared/element.js";
import { textAttribute } from "../shared/text-attribute.js";
import { tokens } from "../shared/tokens.styles.js";
import { remedyLabel } from "./remedy-label.js";
import type { SettingsPanel } from "./settings-panel.js";
import { studioStyles } from "./unrolled-studio.styles.js";
import "./loss-chart.js";
import "../shared/problem-box.js";
import "./run-controls.js";
import "./run-numbers.js";
import "./sample-feed.js";
import "./settings-panel.js";
import "./status-line.js";
import "./text-panel.js";

export type StudioPartName = "text" | "settings" | "samples" | "chart" | "numbers" | "model-file";

/**
 * A character language model that trains in the reader's browser: text, settings, training, loss, samples.
 * It never starts by itself; taken off the page it stops and frees its worker.
 *
 * @attr lang - `zh` or `en`; else the page's language.
 * @attr theme - `light` or `dark`; else the system's.
 * @attr seed - Start of all random numbers, a whole number.
 * @attr preset - Settings as in the address of the studio, without `#`: `cell=rnn hidden=64 text=chinese`.
 * @attr hide - Parts left out, separated by spaces: `text settings samples chart numbers model-file`.
 * @attr lock - Settings that are shown but cannot be changed: their names, `text`, `prompt`, or `settings` for all.
 * @fires unrolled-settings - A setting, the text or the prompt changed; `detail` is the preset.
 * @fires unrolled-phase - Training began, paused, ended or failed; `detail` is the phase.
 */
@element("unrolled-studio")
export class UnrolledStudio extends LitElement {
  @property() seed: string | null = null;
  @property(textAttribute) preset = "";
  @property(textAttribute) hide = "";
  @property(textAttribute) lock = "";
  @property() theme: string | null = null;
  /** Another way to get the engine, for tests and hosts that have one already. */
  @property({ attribute: false }) engine: (() => Promise<EngineModule>) | undefined;
  @query("unrolled-settings-panel") private settings!: SettingsPanel | null;
  readonly #appearance = new Appearance(this);
  #studio: Studio | null = null;
  #damaged: string[] = [];
  /** An exhibit that has never been in sight fetches no engine. */
  #sight: IntersectionObserver | null = null;
  #phase = "idle";
  /** The bundled text follows the language until a text was chosen or a model made. */
  #ownChoice = false;
  #followed: BundledText | null = null;

  static override styles = [tokens(":host"), base, studioStyles];

  /** The state behind the exhibit. */
  get studio(): Studio {
    if (!this.#studio) {
      this.#studio = new Studio(this.engine);
      this.#studio.listen("run", () => this.#news());
      for (const topic of ["settings", "text"] as const) this.#studio.listen(topic, () => this.#settingsNews());
    }
    return this.#studio;
  }

  /** Takes settings over, as from an address; what is left out stays. */
  apply(preset: Preset): void {
    if (preset.text) this.#ownChoice = true;
    this.studio.applyPreset(preset);
    void this.studio.fetchText();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sight?.disconnect();
    // An element that is only moved to another place is back before this runs.
    queueMicrotask(() => this.isConnected || this.#studio?.close());
  }

  protected override scheduleUpdate(): void | Promise<unknown> {
    return this.#appearance.worded(() => super.scheduleUpdate());
  }

  protected override willUpdate(changed: PropertyValues): void {
    this.#followLanguage();
    if (changed.has("preset") && this.preset) {
      const read = readPreset(this.preset);
      this.#damaged = read.damaged;
      if (read.text) this.#ownChoice = true;
      this.studio.applyPreset(read);
    }
    if (changed.has("seed") && this.seed !== null) this.studio.type("seed", this.seed);
  }

  protected override firstUpdated(): void {
    // After the first picture: the text to read is not needed to press Train.
    setTimeout(() => void this.studio.fetchText());
    this.#sight = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) void this.studio.preload();
    });
    this.#sight.observe(this);
  }

  override render() {
    const { words } = this.#appearance;
    const { studio } = this;
    const shows = (part: StudioPartName) => !this.hide.split(/\s+/).includes(part);
    const rail = [shows("text"), shows("settings")].filter(Boolean).length;
    return html`<section class="all ${shows("settings") ? "railed" : ""}" aria-label=${words.studio.label}>
      <div class="main">
        <div class="lead ${shows("model-file") ? "" : "beside"}">
          <unrolled-run-controls .studio=${studio} .words=${words} ?simple=${!shows("model-file")} @unrolled-blocked=${() => this.settings?.showProblem()}></unrolled-run-controls>
          <unrolled-status-line .studio=${studio} .words=${words}></unrolled-status-line>
          ${this.#messages(words)}
        </div>
        <div class="live ${shows("samples") && (shows("chart") || shows("numbers")) ? "" : "single"}">
          ${shows("chart") || shows("numbers") ? html`<div class="curve">
            ${shows("numbers") ? html`<unrolled-run-numbers .studio=${studio} .words=${words}></unrolled-run-numbers>` : nothing}
            ${shows("chart") ? html`<unrolled-loss-chart .studio=${studio} .words=${words} .theme=${this.#appearance.theme}></unrolled-loss-chart>` : nothing}
          </div>` : nothing}
          ${shows("samples") ? html`<unrolled-sample-feed .studio=${studio} .words=${words} lock=${this.lock}></unrolled-sample-feed>` : nothing}
        </div>
      </div>
      ${rail === 0 ? nothing : html`<div class="rail ${rail === 1 ? "single" : ""}">
        ${shows("text") ? html`<unrolled-text-panel .studio=${studio} .words=${words} ?locked=${this.#locks("text")}></unrolled-text-panel>` : nothing}
        ${shows("settings") ? html`<unrolled-settings-panel .studio=${studio} .words=${words} lock=${this.lock}></unrolled-settings-panel>` : nothing}
      </div>`}
    </section>`;
  }

  #followLanguage(): void {
    const text = this.#appearance.language === "zh" ? "chinese" : "english";
    const { studio } = this;
    this.#ownChoice ||= this.#followed !== null && studio.text.name !== this.#followed;
    if (this.#ownChoice || text === this.#followed || studio.run.model || studio.isBusy) return;
    this.#followed = text;
    if (this.hasUpdated) studio.chooseText(text);
    else studio.text.choose(text);
  }

  #messages(words: Words) {
    const { studio } = this;
    const { problem, obstacles, run } = studio;
    const changed = studio.isBusy || studio.problem ? [] : studio.changed;
    const names = changed.map((name) => (name === "text" ? words.studio.staleText : words.field[name] ?? name));
    return html`
      ${obstacles > 0 ? html`<unrolled-problem-box .sentence=${words.studio.fixFirst(obstacles)}></unrolled-problem-box>` : nothing}
      ${this.#damaged.length > 0 ? html`<p class="stale" data-testid="notice">${words.url.damaged(this.#damaged)}</p>` : nothing}
      ${problem ? html`<unrolled-problem-box .sentence=${words.errorSentence(problem.failure)} .dismiss=${words.studio.dismiss}
        .remedy=${problem.remedy ? remedyLabel(problem.remedy, words) : ""}
        @unrolled-remedy=${() => problem.remedy && studio.applyRemedy(problem.remedy)} @unrolled-dismiss=${() => studio.dismissProblem()}></unrolled-problem-box>` : nothing}
      ${names.length > 0 ? html`<p class="stale" data-testid="stale">${words.studio.stale(names)}</p>` : nothing}
      ${run.info && run.info.notices.length > 0 ? html`<ul class="notices" aria-label=${words.studio.notices}>
        ${run.info.notices.map((notice) => html`<li data-testid="notice">${words.noticeSentence(notice)}</li>`)}</ul>` : nothing}`;
  }

  #locks(name: StudioField | "text"): boolean {
    return this.lock.split(/\s+/).some((part) => part === name || part === "settings");
  }

  #news(): void {
    this.requestUpdate();
    if (this.#phase === this.studio.phase) return;
    this.#phase = this.studio.phase;
    this.dispatchEvent(new CustomEvent("unrolled-phase", { detail: this.#phase, bubbles: true, composed: true }));
  }

  #settingsNews(): void {
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent("unrolled-settings", { detail: this.studio.preset, bubbles: true, composed: true }));
  }
}
