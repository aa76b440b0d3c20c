import { css, html } from "lit";
import { property, query, state } from "lit/decorators.js";
import { drawLossChart, lossChartLayout, type LossChartData, type Size } from "../../draw/loss-chart.js";
import type { Theme } from "../../draw/colour.js";
import type { LossHistory, Topic } from "../../state/index.js";
import { base } from "../shared/base.styles.js";
import { element } from "../shared/element.js";
import { StudioPart } from "../shared/studio-part.js";
import "./loss-table.js";

/**
 * The loss over the steps: each step faint, smoothed on top, the held-out text as rings, the run before as
 * dashes. Nats on the left, the same as perplexity on the right. Pointing at it reads off a step.
 */
@element("unrolled-loss-chart")
export class LossChart extends StudioPart {
  @property() theme: Theme = "light";
  @state() private stepAxis: "linear" | "log" = "linear";
  @state() private readout = "";
  @query("canvas") private canvas!: HTMLCanvasElement;
  protected readonly topics: readonly Topic[] = ["progress", "run"];
  protected override readonly pace = 40;
  #frame = 0;
  #cursor: number | null = null;
  #size: Size = { width: 0, height: 0, pixelRatio: 1 };
  readonly #resize = new ResizeObserver(() => this.#measure());

  static override styles = [base, css`
    .head { display: flex; align-items: baseline; gap: 1rem; min-height: 1.9rem; }
    .head .small { font-variant-numeric: tabular-nums; flex: 1; text-align: end; }
    .head button { min-height: 1.9rem; padding-block: 0; margin-inline-end: -0.5rem; white-space: nowrap; }
    .sheet { position: relative; }
    canvas { display: block; width: 100%; height: clamp(16rem, 62cqi, 25rem); touch-action: pan-y; }
    .empty {
      position: absolute; inset: 30% 3.5rem auto; margin-inline: auto; width: fit-content; padding-inline: 0.6em;
      background: var(--paper); text-align: center; color: var(--muted);
      font-family: var(--serif); font-style: italic; pointer-events: none;
    }
    :host(:lang(zh)) .empty { font-style: normal; }
  `];

  override connectedCallback(): void {
    super.connectedCallback();
    this.updateComplete.then(() => this.isConnected && this.#resize.observe(this.canvas));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  override render() {
    const { words: { chart }, studio } = this;
    const empty = studio.run.history.isEmpty && !studio.ghost;
    return html`
      <div class="head">
        <h2>${chart.title}</h2>
        <span class="small muted">${this.readout}</span>
        <button class="plain small" data-testid="axis-switch" @click=${this.#switchAxis}>
          ${this.stepAxis === "linear" ? chart.axisLog : chart.axisLinear}</button>
      </div>
      <div class="sheet">
        <canvas role="img" aria-label=${this.#summary()} @pointermove=${this.#point} @pointerdown=${this.#point} @pointerleave=${this.#leave}></canvas>
        ${empty ? html`<p class="empty">${chart.empty}</p>` : ""}
      </div>
      <unrolled-loss-table .studio=${studio} .words=${this.words}></unrolled-loss-table>`;
  }

  override updated(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #switchAxis(): void {
    this.stepAxis = this.stepAxis === "linear" ? "log" : "linear";
  }

  #measure(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const pixelRatio = Math.min(3, window.devicePixelRatio || 1);
    this.#size = { width, height, pixelRatio };
    this.canvas.width = Math.round(width * pixelRatio);
    this.canvas.height = Math.round(height * pixelRatio);
    this.#draw();
  }

  #data(): LossChartData {
    const curve = (history: LossHistory | null) => (history && !history.isEmpty ? history.curve() : null);
    const { run, ghost } = this.studio;
    const size = run.info?.vocabulary.length ?? 0;
    return {
      run: curve(run.history), ghost: curve(ghost), uniform: size > 1 ? Math.log(size) : null,
      stepAxis: this.stepAxis, cursor: this.#cursor,
    };
  }

  #draw(): void {
    const context = this.canvas.getContext("2d");
    if (!context || this.#size.width < 80) return;
    const { words, studio } = this;
    const uniform = words.chart.uniform(studio.run.info?.vocabulary.length ?? 0, studio.unit);
    drawLossChart(context, this.#data(), { ...words.chart, uniform, number: words.format.short }, this.#size, this.theme);
  }

  #summary(): string {
    const { words: { chart, format }, studio: { run, unit } } = this;
    // Rounded, so that the label of the picture does not change thirty times a second.
    const curve = run.history.isEmpty ? null : run.history.curve();
    if (!curve || curve.length === 0) return chart.describe(unit);
    const steps = run.step < 100 ? run.step : Math.floor(run.step / 100) * 100;
    return `${chart.describe(unit)}. ${chart.summary(steps, format.loss(curve.mean[0]!), format.perplexity(curve.smooth[curve.length - 1]!))}`;
  }

  #point(event: PointerEvent): void {
    const data = this.#data();
    if (!data.run) return;
    const { x } = lossChartLayout(data, this.#size);
    let nearest = 0;
    for (let k = 1; k < data.run.length; k++) {
      if (Math.abs(x(data.run.step[k]!) - event.offsetX) < Math.abs(x(data.run.step[nearest]!) - event.offsetX)) nearest = k;
    }
    const loss = data.run.mean[nearest]!;
    this.#cursor = data.run.step[nearest]!;
    this.readout = this.words.chart.at(this.#cursor, this.words.format.loss(loss), this.words.format.perplexity(Math.exp(loss)));
    this.requestUpdate();
  }

  #leave(): void {
    this.#cursor = null;
    this.readout = "";
    this.requestUpdate();
  }
}
