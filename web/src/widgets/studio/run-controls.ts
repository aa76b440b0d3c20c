import { css, html, nothing } from "lit";
import { query, property } from "lit/decorators.js";
import type { Topic } from "../../state/index.js";
import { base } from "../shared/base.styles.js";
import { element } from "../shared/element.js";
import { StudioPart } from "../shared/studio-part.js";

/**
 * Train or pause, one step, reset; save and open a model. Nothing here is ever dead without saying why.
 *
 * @attr simple - Only train, pause and reset.
 * @fires unrolled-blocked - Train was pressed, but a setting has no usable value.
 */
@element("unrolled-run-controls")
export class RunControls extends StudioPart {
  @property({ type: Boolean }) simple = false;
  @query("#model-file") private modelFile!: HTMLInputElement;
  protected readonly topics: readonly Topic[] = ["run", "settings"];

  static override styles = [base, css`
    .row { display: flex; flex-wrap: wrap; gap: 0.6rem; align-items: center; }
    .primary { min-height: 2.75rem; font-size: 1.0625rem; }
    @container studio (max-width: 24rem) {
      .row { gap: 0.4rem; }
      .row > button { padding-inline: 0.7rem; }
      .row > .primary { min-width: 6rem; }
    }
    .file { margin-inline-start: auto; display: flex; flex-wrap: wrap; }
    @media print { :host { display: none; } }
  `];

  override render() {
    const { studio, words } = this;
    const started = studio.run.model !== null || !studio.run.history.isEmpty;
    return html`<div class="row">
      <button class="primary" data-testid=${studio.isBusy ? "pause-button" : "train-button"} @click=${this.#trainOrPause}>${
        studio.isBusy ? words.studio.pause : this.#trainLabel()}</button>
      ${this.simple && !started ? nothing : html`
        <button data-testid="step-button" ?disabled=${studio.isBusy} @click=${this.#step}>${words.studio.step}</button>
        <button data-testid="reset-button" ?disabled=${!started && studio.phase !== "preparing"} @click=${() => studio.reset()}>${words.studio.reset}</button>`}
      ${this.simple ? nothing : html`<span class="file">
        <button class="plain small" data-testid="save-button" ?disabled=${studio.run.model === null} @click=${this.#save}>${words.studio.save}</button>
        <button class="plain small" data-testid="open-model-button" ?disabled=${studio.isBusy} @click=${() => this.modelFile.click()}>${words.studio.open}</button>
        <input id="model-file" type="file" accept=".safetensors" hidden data-testid="model-input" @change=${this.#open} />
      </span>`}
    </div>`;
  }

  #trainLabel(): string {
    const { studio: { run, phase, changed, draft }, words } = this;
    if (changed.length > 0) return words.studio.applySettings;
    if (phase === "finished" || (run.step > 0 && run.step >= run.target)) return words.studio.trainMore(draft.values.steps);
    return run.step > 0 ? words.studio.resume : words.studio.train;
  }

  /** One button that turns into its opposite: the keyboard stays on it. */
  #trainOrPause(): void {
    if (this.studio.isBusy) return this.studio.pause();
    void this.studio.train();
    this.#explain();
  }

  #step(): void {
    void this.studio.train(1);
    this.#explain();
  }

  #explain(): void {
    if (this.studio.obstacles > 0) this.dispatchEvent(new CustomEvent("unrolled-blocked"));
  }

  async #save(): Promise<void> {
    const bytes = await this.studio.save();
    if (!bytes) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
    link.download = `unrolled-${this.studio.draft.values.cell}-${this.studio.run.step}.safetensors`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  async #open(): Promise<void> {
    const file = this.modelFile.files?.[0];
    this.modelFile.value = "";
    if (file) await this.studio.openModel(new Uint8Array(await file.arrayBuffer()));
  }
}
