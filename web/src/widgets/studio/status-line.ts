import { css, html } from "lit";
import { state } from "lit/decorators.js";
import type { Topic } from "../../state/index.js";
import { base } from "../shared/base.styles.js";
import { element } from "../shared/element.js";
import { StudioPart } from "../shared/studio-part.js";

/** While training, the sentence changes this seldom: it is read aloud to those who listen. */
const PAUSE_BETWEEN_SENTENCES = 6000;
const FIRST_PAUSE = 2000;
const FIRST_STEPS = 20;

/**
 * One sentence that says what is happening now; a polite live region for screen readers. Below it, how far
 * the run is.
 */
@element("unrolled-status-line")
export class StatusLine extends StudioPart {
  @state() private sentence = "";
  protected readonly topics: readonly Topic[] = ["run", "progress", "text", "settings"];
  protected override readonly pace = 250;
  #pause = FIRST_PAUSE;
  #spoken = { phase: "", at: 0, code: "" };

  static override styles = [base, css`
    p { font-family: var(--serif); font-size: 1.0625rem; line-height: 1.55; max-width: 56rem; min-height: 3.1em; text-wrap: pretty; }
    @container (min-width: 60rem) { p { min-height: 1.55em; } }
  `];

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    const { studio, words } = this;
    const phase = `${studio.phase} ${studio.activity ?? ""} ${studio.run.step > FIRST_STEPS ? "moving" : ""}`;
    const now = performance.now();
    const calm = studio.phase === "training" && phase === this.#spoken.phase && words.code === this.#spoken.code;
    if (calm && now - this.#spoken.at < this.#pause) return;
    this.#pause = calm ? Math.min(PAUSE_BETWEEN_SENTENCES, 1.6 * this.#pause) : FIRST_PAUSE;
    this.#spoken = { phase, at: now, code: words.code };
    this.sentence = this.#now();
  }

  override render() {
    return html`<p role="status" aria-live="polite" data-testid="status">${this.sentence}</p>`;
  }

  #now(): string {
    const { studio, words } = this;
    const { run, phase, activity } = studio;
    const { status, format } = words;
    switch (phase) {
      case "preparing": return activity === "building" ? status.building : status.fetching;
      case "training": {
        const { progress } = run;
        return progress && progress.step > FIRST_STEPS ? status.training(progress.epoch, format.whole(Math.max(1, Math.round(Math.exp(progress.loss)))), studio.unit) : status.firstSteps;
      }
      case "paused": return run.file ? status.loaded : status.paused(run.step);
      case "finished": return status.finished(run.step, format.loss(run.progress?.loss ?? Number.NaN), studio.unit);
      case "failed": return status.failed(Math.max(run.step, Number(studio.problem?.failure.details["step"] ?? 0)));
      case "idle": return studio.wasReset ? status.reset : this.#ready();
    }
  }

  #ready(): string {
    const { studio: { draft: { values }, text, unit }, words } = this;
    const model = words.status.idleModel(values.cell.toUpperCase(), values.hidden, values.layers);
    return words.status.idle(words.text.shortName[text.name] ?? "", model, unit);
  }
}
