import { html } from "lit";
import { logDomain, niceDomain, plot } from "../../draw/plot.js";
import type { Ink, Size } from "../../draw/marks.js";
import { enGradientFlow, type GradientFlowWords } from "../../i18n/en-gradient-flow.js";
import { zhGradientFlow } from "../../i18n/zh-gradient-flow.js";
import { choice, gapKeys, gapLine, gapText, gapWindow, integer, logRange, members, range, set, type Plan, type Trial } from "../../state/index.js";
import { aNumber, aText, listOf, numbers, objectOf } from "../exhibit/check-data.js";
import { Exhibit, type Shown } from "../exhibit/exhibit.js";
import type { Cursor } from "../exhibit/figure.js";
import { element } from "../shared/element.js";

const fields = {
  cells: set(["rnn", "gru", "lstm"]),
  activation: choice(["tanh", "relu", "identity", "sigmoid"]),
  recurrent: choice(["orthogonal", "uniform", "identity"]),
  spectralRadius: range(1, 0.1, 2, 0.05),
  hidden: range(24, 2, 64, 1),
  gap: range(60, 5, 120, 5),
  keys: range(4, 2, 8, 1),
  "optimizer.rate": logRange(0.01, 1e-4, 1),
  clip: range(1, 0, 10, 0.5),
  "truncation.steps": range(0, 0, 120, 1),
  steps: range(600, 50, 3000, 50),
  seed: integer(1, 0, 4294967295),
};

/** One model: its gradient norms by distance, and how its recall went. */
export interface FlowCurve {
  name: string;
  /** ‖∂L_T/∂h_{T−k}‖, k = 0, 1, 2 … */
  gradient: ArrayLike<number>;
  /** The largest |eigenvalue| of U. */
  radius: number;
  /** Training steps of the readings so far, and the loss on the returning key at each, in nats. */
  step: ArrayLike<number>;
  recall: ArrayLike<number>;
}

export interface FlowData { curves: readonly FlowCurve[] }

const inks: Record<string, Ink> = { rnn: "f", gru: "g", lstm: "i" };

/**
 * How the gradient of one loss shrinks or grows on its way back through time: RNN, GRU and LSTM from one seed, beside
 * λᵏ, before training and while they learn to remember a key across a gap.
 *
 * @attr lang - `zh` or `en`; else the page's language.
 * @attr theme - `light` or `dark`; else the system's.
 * @attr seed - Start of all random numbers, a whole number.
 * @attr preset - Settings, `spectralRadius=0.8 activation=relu`, or a lesson's preset, `05-vanishing-exploding/name`.
 * @attr hide - Parts left out: `title controls run sentence table save flow recall`, or names of settings.
 * @attr lock - Settings that are shown but cannot be changed: their names, or `all`.
 * @attr model - Exhibits with the same name share one model.
 * @attr data - Numbers to show instead of running anything, as JSON; also a property.
 * @prop data - `{ curves: [{ name, gradient, radius, step, recall }] }`.
 * @fires unrolled-settings - A setting changed; `detail` has all of them.
 * @fires unrolled-phase - Training began, paused, ended or failed; `detail` is the phase.
 * @fires unrolled-select - A step or a model was chosen; `detail` is the selection.
 * @csspart controls - The settings.
 * @csspart figures - The pictures.
 * @csspart sentence - What is shown, in words.
 */
@element("unrolled-gradient-flow")
export class UnrolledGradientFlow extends Exhibit<typeof fields, FlowData, GradientFlowWords> {
  protected readonly fields = fields;
  protected readonly catalogue = { en: enGradientFlow, zh: zhGradientFlow };
  protected override readonly parts = ["flow", "recall"];
  protected readonly form = objectOf({ curves: listOf(objectOf({ name: aText, gradient: numbers, radius: aNumber, step: numbers, recall: numbers })) });

  protected override plan(): Plan {
    const { settings } = this;
    const text = gapText({ gap: settings.gap, keys: settings.keys, lines: 256, seed: settings.seed });
    const common = {
      task: "language-model" as const, hidden: settings.hidden, seed: settings.seed, text, validation: 0, batch: 8, window: gapWindow(settings.gap),
      state: "zero" as const, recurrent: settings.recurrent, spectralRadius: settings.spectralRadius, clip: settings.clip,
      optimizer: { rate: settings["optimizer.rate"] },
      truncation: settings["truncation.steps"] > 0 ? { name: "steps" as const, steps: settings["truncation.steps"] } : {},
    };
    const models = members(settings.cells).map((cell) => [cell, { ...common, cell, ...(cell === "rnn" && { activation: settings.activation }) }]);
    return { models: Object.fromEntries(models), steps: settings.steps, every: 20 };
  }

  protected override async read({ name, model, step }: Trial, signal: AbortSignal): Promise<void> {
    const { gap, keys } = this.settings;
    const text = gapLine("a", gap);
    const { h } = await model.flow({ text, signal });
    const { radii } = await model.jacobians({ text: text.slice(0, 2), signal });
    let recall = 0;
    for (const key of gapKeys(keys)) {
      const { losses } = await model.trace({ text: gapLine(key, gap), names: ["h"], signal });
      recall += losses.at(-1)! / keys;
    }
    const length = h.shape[0]!;
    const gradient = Array.from({ length }, (_, k) => h.data[(length - 1) * length + length - 1 - k]!);
    const before = this.measured?.curves.find((curve) => curve.name === name);
    const kept = before && step > 0 ? before : { step: [], recall: [] };
    const curve = { name, gradient, radius: radii[0]!, step: [...Array.from(kept.step), step], recall: [...Array.from(kept.recall), recall] };
    const names = members(this.settings.cells);
    const others = (this.measured?.curves ?? []).filter((other) => other.name !== name && names.includes(other.name));
    this.measured = { curves: [...others, curve].sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name)) };
  }

  protected override adopt(plan: Plan): void {
    super.adopt(plan);
    this.draft.type("cells", Object.keys(plan.models));
  }

  protected show(data: FlowData | null): Shown {
    const { say, words: { format } } = this;
    const curves = data?.curves ?? [];
    const distances = Array.from(curves[0]?.gradient ?? [], (_, k) => k);
    const rnn = curves.find(({ name }) => name === "rnn");
    const predicted = rnn ? distances.map((k) => rnn.gradient[0]! * rnn.radius ** k) : [];
    const name = (curve: FlowCurve) => this.choiceName(curve.name);
    const last = distances.length - 1;
    const controls = html`${(Object.keys(fields) as (keyof typeof fields)[]).map((field) => this.control(field))}`;
    const values = (k: number) => curves.map((curve) => `${name(curve)} ${format.number(curve.gradient[k]!)}`).join(", ");
    const figures = html`
      ${this.figure({
        name: "flow", heading: say.flow, width: "two-thirds",
        draw: (size, cursor) => this.#flow(curves, predicted, size, cursor),
        reading: { x: distances, say: ({ column }) => say.readFlow(column, values(column)) },
      })}
      ${this.figure({ name: "recall", heading: say.recall, width: "third", ratio: 0.9, draw: (size) => this.#recall(curves, size) })}`;
    const sentence = curves.length === 0 ? say.empty
      : `${curves.map((curve) => say.shrinks(name(curve), format.number(curve.gradient[last]! / curve.gradient[0]!), last)).join("; ")}.`;
    const table = {
      columns: [say.column.distance, ...curves.map(name), ...(rnn ? [say.column.predicted] : [])],
      rows: distances.map((k) => [k, ...curves.map((curve) => curve.gradient[k]!), ...(rnn ? [predicted[k]!] : [])]),
    };
    return { controls, figures, sentence, table };
  }

  #flow(curves: readonly FlowCurve[], predicted: number[], size: Size, cursor: Cursor | null) {
    const { say, words: { format } } = this;
    const distances = Array.from(curves[0]?.gradient ?? [0, 0], (_, k) => k);
    const rnn = curves.find(({ name }) => name === "rnn");
    return plot({
      x: { label: say.steps, domain: [0, Math.max(1, distances.length - 1)], tick: format.short },
      y: { label: "", scale: "log", domain: logDomain(1e-20, 1e12, ...curves.map(({ gradient }) => gradient), predicted), tick: format.power },
      series: [
        ...(rnn ? [{ name: "predicted", label: say.predicted(format.number(rnn.radius)), ink: "muted" as const, dash: "5 4", width: 1.25, x: distances, y: predicted }] : []),
        ...curves.map((curve) => ({ name: curve.name, label: this.choiceName(curve.name), ink: inks[curve.name] ?? "ink", x: distances, y: curve.gradient })),
      ],
      cursor: cursor?.column ?? null,
    }, size);
  }

  #recall(curves: readonly FlowCurve[], size: Size) {
    const { say, words: { format }, settings } = this;
    return plot({
      x: { label: say.trained, domain: [0, Math.max(settings.steps, ...curves.map(({ step }) => step[step.length - 1] ?? 0))], tick: format.short },
      y: { label: "", domain: niceDomain([Math.log(settings.keys) * 1.2], ...curves.map(({ recall }) => recall)), tick: format.short },
      series: curves.map((curve) => ({ name: curve.name, label: this.choiceName(curve.name), ink: inks[curve.name] ?? "ink", x: curve.step, y: curve.recall })),
      rules: [{ axis: "y", at: Math.log(settings.keys), label: say.chance }],
    }, size);
  }
}
