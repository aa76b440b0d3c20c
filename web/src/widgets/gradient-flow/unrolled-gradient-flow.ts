import { html } from "lit";
import type { GradientFlowWords } from "../../i18n/en-gradient-flow.js";
import { Catalogue } from "../../i18n/index.js";
import {
  flowFields, flowPlan, members, portraitModel, predictedFlow, reachOf, readFlow, readPortrait,
  type Engine, type FixedPoint, type FlowCurve, type Plan, type Portrait, type Trial,
} from "../../state/index.js";
import { aNumber, aText, listOf, numbers, objectOf, orNothing } from "../exhibit/check-data.js";
import type { Table } from "../exhibit/data-table.js";
import { Exhibit, type Shown } from "../exhibit/exhibit.js";
import type { Cursor } from "../exhibit/figure.js";
import { element } from "../shared/element.js";
import { flowPicture, normPicture, portraitPicture, recallPicture, type FlowLabels } from "./pictures.js";

/** What the exhibit shows: in literal data the numbers of any run, in the same form as its own. */
export interface FlowData { curves: readonly FlowCurve[]; portrait?: Portrait | null }

/** The model of two units, among the models of the plan. */
const TWO = "two";

const gradientFlowWords = new Catalogue<GradientFlowWords>({
  en: async () => (await import("../../i18n/en-gradient-flow.js")).enGradientFlow,
  zh: async () => (await import("../../i18n/zh-gradient-flow.js")).zhGradientFlow,
});

/**
 * How the gradient of one loss shrinks or grows on its way back through time: RNN, GRU and LSTM from one seed, beside
 * λᵏ, before training and while they learn to remember a key across a gap.
 *
 * @attr lang - `zh` or `en`; else the page's language.
 * @attr theme - `light` or `dark`; else the system's.
 * @attr seed - Start of all random numbers, a whole number.
 * @attr preset - Settings, `spectralRadius=1.2 activation=relu`, or a lesson's preset, `05-vanishing-exploding/name`.
 * @attr hide - Parts left out: `title controls run sentence table save flow portrait recall norms`, or names of settings.
 * @attr lock - Settings that are shown but cannot be changed: their names, or `all`.
 * @attr model - Exhibits with the same name share one experiment and what is chosen in it.
 * @attr data - Numbers to show instead of running anything, as JSON; also a property.
 * @prop data - `{ curves: [{ name, gradient, memory, radius, step, recall, norm, clipped }] }`: ‖∂L_T/∂h_{T−k}‖ and, of an
 *   LSTM, ‖∂L_T/∂c_{T−k}‖ for k = 0, 1, 2 …, the largest |eigenvalue| of U, and by training step the loss on the key and the gradient's norm before and after clipping.
 * @fires unrolled-settings - A setting changed; `detail` has all of them.
 * @fires unrolled-phase - Training began, paused, ended or failed; `detail` is the phase.
 * @fires unrolled-select - A step of the text was chosen; `detail` is the selection.
 * @csspart controls - The settings.
 * @csspart run - Measure, train, pause, reset.
 * @csspart figures - The pictures.
 * @csspart sentence - What is shown, in words.
 */
@element("unrolled-gradient-flow")
export class UnrolledGradientFlow extends Exhibit<typeof flowFields, FlowData, GradientFlowWords> {
  protected readonly fields = flowFields;
  protected readonly catalogue = gradientFlowWords;
  protected override readonly parts = ["flow", "portrait", "recall", "norms"];
  protected readonly form = objectOf({
    curves: listOf(objectOf({ name: aText, gradient: numbers, memory: orNothing(numbers), radius: aNumber, step: numbers, recall: numbers, norm: numbers, clipped: numbers })),
    portrait: orNothing(objectOf({ paths: listOf(objectOf({ x: numbers, y: numbers })), fixed: listOf(objectOf({ x: aNumber, y: aNumber, radius: aNumber })) })),
  });

  protected override plan(): Plan {
    const plan = flowPlan(this.settings);
    return this.shows("portrait") ? { ...plan, models: { ...plan.models, [TWO]: portraitModel(this.settings) } } : plan;
  }

  protected override async read(trial: Trial, signal: AbortSignal, engine: Engine): Promise<void> {
    if (trial.name === TWO) {
      const portrait = await readPortrait(engine, trial.model, ".");
      this.measured = { curves: this.measured?.curves ?? [], portrait };
      return;
    }
    const known = this.measured?.curves ?? [];
    const curve = await readFlow(trial, this.settings, known.find(({ name }) => name === trial.name), signal);
    const order = members(this.settings.cells);
    const others = known.filter(({ name }) => name !== trial.name && order.includes(name));
    const curves = [...others, curve].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
    this.measured = { curves, portrait: this.measured?.portrait ?? null };
  }

  protected override adopt(plan: Plan): void {
    super.adopt(plan);
    this.draft.type("cells", Object.keys(plan.models).filter((name) => name !== TWO));
  }

  protected show(data: FlowData | null): Shown {
    const curves = data?.curves ?? [];
    const portrait = data?.portrait ?? null;
    return {
      controls: this.#controls(), figures: this.#figures(curves, portrait),
      sentence: this.#sentence(curves, portrait), tables: () => [...this.#tables(curves), ...this.#portraitTables(portrait)],
    };
  }

  #controls() {
    const more = ["forgetBias", "recurrent", "hidden", "gap", "keys", "optimizer.rate", "steps", "seed"] as const;
    return html`${this.control("cells")}${this.control("activation")}${this.control("spectralRadius")}
      ${this.control("truncation.steps")}${this.control("clip")}${this.more(...more.map((name) => this.control(name)))}`;
  }

  #figures(curves: readonly FlowCurve[], portrait: Portrait | null) {
    const { say, words: { format }, settings } = this;
    const labels: FlowLabels = { ...say, name: (name) => this.choiceName(name), format };
    const distances = Array.from(curves[0]?.gradient ?? [], (_, k) => k);
    const steps = curves[0]?.step ?? [];
    const values = (of: (curve: FlowCurve) => ArrayLike<number>, k: number) =>
      curves.flatMap((curve) => (k < of(curve).length ? [`${this.choiceName(curve.name)} ${format.number(of(curve)[k]!)}`] : [])).join(", ");
    const chosen = this.bench.selection.step;
    const column = chosen === null ? null : distances.length - 1 - chosen;
    const reach = this.data === null ? reachOf(settings) : null;
    const atStep = (of: (curve: FlowCurve) => ArrayLike<number>) => ({ x: steps, say: ({ column: k }: Cursor) => say.readStep(steps[k]!, values(of, k)) });
    return html`
      ${this.figure({
        name: "flow", heading: say.flow, width: "two-thirds", most: 400, ratio: 0.6,
        draw: (size, cursor) => flowPicture({ curves, gap: settings.gap, reach, cursor: cursor?.column ?? null }, labels, size),
        reading: { x: distances, say: ({ column: k }) => say.readFlow(k, values(({ gradient }) => gradient, k)) },
        cursor: column === null || column < 0 ? null : { column, row: 0 },
        onCursor: (cursor) => this.select({ step: cursor ? distances.length - 1 - cursor.column : null }),
      })}
      ${this.figure({
        name: "portrait", heading: say.portrait, width: "third", ratio: 1.04, most: 400,
        draw: (size, cursor) => portraitPicture(portrait ?? { paths: [], fixed: [] }, labels, cursor?.column ?? null, size),
        reading: portrait && { x: portrait.fixed.map(({ x }) => x), y: portrait.fixed.map(({ y }) => y), say: ({ column: k }) => this.#sayPoint(portrait.fixed[k]!) },
      })}
      ${this.figure({
        name: "recall", heading: say.recall, width: "half",
        draw: (size, cursor) => recallPicture({ curves, steps: settings.steps, keys: settings.keys, cursor: cursor?.column ?? null }, labels, size),
        reading: atStep(({ recall }) => recall),
      })}
      ${this.figure({
        name: "norms", heading: say.norms, width: "half",
        draw: (size, cursor) => normPicture({ curves, steps: settings.steps, clip: settings.clip, cursor: cursor?.column ?? null }, labels, size),
        reading: atStep(({ norm }) => norm),
      })}`;
  }

  #sayPoint({ x, y, radius }: FixedPoint): string {
    const { say, words: { format } } = this;
    return say.readPoint(format.number(x), format.number(y), format.number(radius), radius < 1);
  }

  #sentence(curves: readonly FlowCurve[], portrait: Portrait | null): string {
    const { say, words: { format, code }, settings } = this;
    const distance = Math.min(settings.gap, (curves[0]?.gradient.length ?? 0) - 1);
    if (distance < 0) return say.empty;
    const parts = curves.map(({ name, gradient }) => say.share(this.choiceName(name), format.number(gradient[distance]! / gradient[0]!)));
    const reached = say.reached(distance, parts);
    const stable = portrait?.fixed.filter(({ radius }) => radius < 1).length ?? 0;
    const stands = portrait ? [say.stands(stable, portrait.fixed.length - stable)] : [];
    const space = code === "zh" ? "" : " ";
    if (!curves.some(({ step }) => (step[step.length - 1] ?? 0) > 0)) return [reached, ...stands].join(space);
    const knows = (curve: FlowCurve) => curve.recall[curve.recall.length - 1]! < 0.5 * Math.log(settings.keys);
    const names = (those: readonly FlowCurve[]) => those.map(({ name }) => this.choiceName(name));
    const [learned, guessing] = [curves.filter(knows), curves.filter((curve) => !knows(curve))];
    const sentences = [reached, ...(learned.length > 0 ? [say.learned(names(learned))] : []), ...(guessing.length > 0 ? [say.guessing(names(guessing))] : []), ...stands];
    return sentences.join(space);
  }

  #tables(curves: readonly FlowCurve[]): Table[] {
    const { say } = this;
    const name = (curve: FlowCurve) => this.choiceName(curve.name);
    const rnn = curves.find((curve) => curve.name === "rnn");
    const predicted = rnn ? predictedFlow(rnn) : null;
    const withMemory = curves.filter(({ memory }) => memory);
    const { distance, step, memory, predicted: predictedName, recall, norm, clipped } = say.columns;
    return [
      {
        caption: say.flow,
        columns: [distance, ...curves.map(name), ...withMemory.map((curve) => memory(name(curve))), ...(predicted ? [predictedName] : [])],
        rows: Array.from(curves[0]?.gradient ?? [], (_, k) => [k, ...curves.map(({ gradient }) => gradient[k] ?? null), ...withMemory.map((curve) => curve.memory![k] ?? null), ...(predicted ? [predicted[k]!] : [])]),
      },
      {
        caption: `${say.recall}; ${say.norms}`,
        columns: [step, ...[recall, norm, clipped].flatMap((column) => curves.map((curve) => column(name(curve))))],
        rows: Array.from(curves[0]?.step ?? [], (at, k) => [at, ...(["recall", "norm", "clipped"] as const).flatMap((part) => curves.map((curve) => curve[part][k] ?? null))]),
      },
    ];
  }

  #portraitTables(portrait: Portrait | null): Table[] {
    if (!portrait) return [];
    const { fixed, paths, columns: { radius, path, after } } = this.say;
    return [
      { caption: fixed, columns: ["h₁", "h₂", radius], rows: portrait.fixed.map((point) => [point.x, point.y, point.radius]) },
      { caption: paths, columns: [path, after, "h₁", "h₂"], rows: portrait.paths.flatMap(({ x, y }, p) => x.map((value, k) => [p + 1, k, value, y[k]!])) },
    ];
  }
}
