import { css, html, nothing } from "lit";
import type { Topic } from "../../state/index.js";
import { base } from "../shared/base.styles.js";
import { element } from "../shared/element.js";
import { StudioPart } from "../shared/studio-part.js";

/** The run in numbers: loss in nats, perplexity, bits, the held-out loss, speed, progress and time left. */
@element("unrolled-run-numbers")
export class RunNumbers extends StudioPart {
  protected readonly topics: readonly Topic[] = ["progress", "run"];
  protected override readonly pace = 120;

  static override styles = [base, css`
    dl { display: grid; grid-template-columns: 1fr 1fr; gap: 0.9rem 1.2rem; }
    @container (min-width: 25rem) { dl { grid-template-columns: repeat(4, 1fr); } }
    dt { font-size: var(--small); color: var(--muted); }
    dd { font-variant-numeric: tabular-nums lining-nums; font-size: 1.375rem; line-height: 1.3; white-space: nowrap; }
    dd.train { color: var(--train); }
    dd.validation { color: var(--validation); }
    .unit { font-size: var(--small); color: var(--muted); }
    .way { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; font-variant-numeric: tabular-nums; font-size: var(--small); color: var(--muted); margin-top: 0.9rem; }
    .way b { font-weight: 500; color: var(--ink); }
    progress {
      appearance: none; display: block; width: 100%; height: 3px; border: 0; margin-top: 0.5rem;
      background: var(--hairline); color: var(--accent);
    }
    progress::-webkit-progress-bar { background: var(--hairline); }
    progress::-webkit-progress-value { background: var(--accent); }
    progress::-moz-progress-bar { background: var(--accent); }
  `];

  override render() {
    const { words, studio: { run, unit } } = this;
    const { format, numbers } = words;
    const p = run.progress;
    const or = (shown: string | null) => shown ?? numbers.none;
    return html`
      <dl>
        <div><dt title=${numbers.lossHelp(unit)}>${numbers.loss}</dt>
          <dd class="train"><span data-testid="loss-value">${or(p && format.loss(p.loss))}</span> <span class="unit">${numbers.nats}</span></dd></div>
        <div><dt title=${numbers.validationHelp}>${numbers.validation}</dt>
          <dd class="validation"><span data-testid="validation-value">${or(p?.validationLoss != null ? format.loss(p.validationLoss) : null)}</span></dd></div>
        <div><dt title=${numbers.perplexityHelp(unit)}>${numbers.perplexity}</dt>
          <dd data-testid="perplexity-value">${or(p && format.perplexity(Math.exp(p.loss)))}</dd></div>
        <div><dt title=${numbers.bitsHelp(unit)}>${numbers.bits}</dt>
          <dd data-testid="bits-value">${or(p && format.loss(p.loss / Math.LN2))}</dd></div>
      </dl>
      ${run.model || p ? this.#way() : nothing}`;
  }

  #way() {
    const { words: { format, numbers }, studio: { run, phase, unit } } = this;
    const left = phase === "training" ? run.secondsLeft : null;
    return html`
      <progress max=${Math.max(1, run.target)} value=${Math.min(run.step, run.target)} aria-label=${numbers.progress}></progress>
      <div class="way">
        <span>${numbers.stepBefore}<b data-testid="step-value">${format.whole(run.step)}</b>${numbers.stepAfter(run.target)}</span>
        <span><b data-testid="speed-value">${run.speed > 0 ? format.whole(Math.round(run.speed / 100) * 100) : numbers.none}</b> ${numbers.speed(unit)}</span>
        ${this.#team()}
        ${left !== null ? html`<span>${numbers.leftBefore}<b data-testid="left-value">${format.duration(left)}</b>${numbers.leftAfter}</span>` : nothing}
      </div>`;
  }

  /** Who computes, where that is not simply one worker with reproducible numbers. */
  #team() {
    const { words: { numbers, format }, studio: { run, draft } } = this;
    const p = run.progress;
    const asked = run.builtFrom?.get("workers") ?? draft.values.workers;
    const wantsFast = run.builtFrom?.get("numerics") === "fast";
    return html`
      ${p && Number(asked) > 1 ? html`<span data-testid="workers-value">${numbers.workers(p.workers, p.gain === null ? null : format.ratio(p.gain))}</span>` : nothing}
      ${wantsFast ? html`<span data-testid="numerics-value">${numbers.numerics[run.numerics]}</span>` : nothing}`;
  }
}
