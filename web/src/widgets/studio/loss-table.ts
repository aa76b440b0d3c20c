import { css, html, nothing } from "lit";
import { state } from "lit/decorators.js";
import type { Topic } from "../../state/index.js";
import { base } from "../shared/base.styles.js";
import { element } from "../shared/element.js";
import { StudioPart } from "../shared/studio-part.js";

const MOST_ROWS = 60;
const REFRESH = 2000;

/** The loss curve as a table, for eyes and programs that want numbers. Filled in only while it is open. */
@element("unrolled-loss-table")
export class LossTable extends StudioPart {
  @state() private open = false;
  protected readonly topics: readonly Topic[] = ["progress", "run"];
  protected override readonly pace = 500;
  #drawn = 0;

  static override styles = [base, css`
    summary { color: var(--accent); font-size: var(--small); width: fit-content; }
    .scroll { max-height: 18rem; overflow: auto; }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: var(--small); }
    caption { text-align: start; color: var(--muted); padding-bottom: 0.3rem; }
    th, td { text-align: end; padding: 0.15rem 1.4rem 0.15rem 0; border-bottom: 1px solid var(--hairline); font-weight: 400; }
    th { color: var(--muted); }
  `];

  protected override shouldUpdate(changed: Map<PropertyKey, unknown>): boolean {
    if (changed.size > 0 || this.studio.phase !== "training") return true;
    return this.open && performance.now() - this.#drawn > REFRESH;
  }

  override render() {
    this.#drawn = performance.now();
    const { chart } = this.words;
    return html`<details @toggle=${(event: Event) => (this.open = (event.target as HTMLDetailsElement).open)}>
      <summary>${chart.table}</summary>
      ${this.open ? this.#table() : nothing}
    </details>`;
  }

  #table() {
    const { words: { chart, numbers, format }, studio } = this;
    const curve = studio.run.history.curve();
    const stride = Math.max(1, Math.ceil(curve.length / MOST_ROWS));
    const rows: { step: number; mean: number; validation: number | null }[] = [];
    for (let k = 0; k < curve.length; k += stride) {
      const end = Math.min(curve.length, k + stride);
      const mean = curve.mean.slice(k, end).reduce((a, b) => a + b) / (end - k);
      const from = k === 0 ? 0 : curve.step[k - 1]!;
      const held = curve.validation.findLast((point) => point.step > from && point.step <= curve.step[end - 1]!);
      rows.push({ step: curve.step[end - 1]!, mean, validation: held?.loss ?? null });
    }
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${chart.table}><table>
      <caption>${chart.tableNote(stride * curve.every)}</caption>
      <thead><tr><th scope="col">${numbers.step}</th><th scope="col">${numbers.loss}, ${numbers.nats}</th>
        <th scope="col">${numbers.perplexity}</th><th scope="col">${numbers.validation}, ${numbers.nats}</th></tr></thead>
      <tbody>${rows.map((row) => html`<tr><th scope="row">${format.whole(row.step)}</th><td>${format.loss(row.mean)}</td>
        <td>${format.perplexity(Math.exp(row.mean))}</td><td>${row.validation === null ? numbers.none : format.loss(row.validation)}</td></tr>`)}</tbody>
    </table></div>`;
  }
}
