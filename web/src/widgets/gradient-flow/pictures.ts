/** The pictures of the gradient-flow exhibit, from its data. */
import type { Frame, Ink, Mark, Picture, Size } from "../../draw/marks.js";
import { logDomain, niceDomain, plot, type Rule, type Series } from "../../draw/plot.js";
import type { GradientFlowWords } from "../../i18n/en-gradient-flow.js";
import type { Format } from "../../i18n/index.js";
import { predictedFlow, type FlowCurve, type Portrait } from "../../state/index.js";

export interface FlowLabels extends Pick<GradientFlowWords, "flowAxis" | "nats" | "stepsBack" | "trained" | "predicted" | "chance" | "threshold" | "reach" | "columns"> {
  name(cell: string): string;
  format: Format;
}

/** Colours that stand for no quantity of a cell's equation in the same picture; dashes tell the lines apart as well. */
const looks: Record<string, { ink: Ink; dash?: string }> = { rnn: { ink: "f" }, gru: { ink: "g", dash: "7 3" }, lstm: { ink: "i" } };
const lookOf = (name: string) => looks[name] ?? { ink: "ink" as const };

export interface Way { curves: readonly FlowCurve[]; gap: number; reach: number | null; cursor: number | null }

export function flowPicture({ curves, gap, reach, cursor }: Way, labels: FlowLabels, size: Size): Picture {
  const { format } = labels;
  const measured = logDomain(1e-45, 1e38, ...curves.flatMap(({ gradient, memory }) => [gradient, memory ?? []]));
  const last = curves.length === 0 ? gap + 1 : Math.max(1, ...curves.map(({ gradient }) => gradient.length - 1));
  const rnn = curves.find(({ name }) => name === "rnn");
  // λᵏ may leave the sheet by many powers of ten: there is room for a few, and the line ends where it leaves.
  const theory = rnn ? predictedFlow(rnn) : [];
  const domain = logDomain(measured[0] / 1e3, measured[1] * 1e3, measured, theory);
  const predicted = theory.map((value) => (value < domain[0] || value > domain[1] ? Number.NaN : value));
  const x = Array.from({ length: last + 1 }, (_, k) => k);
  const ghost: Series[] = rnn ? [{ name: "predicted", label: labels.predicted(format.number(rnn.radius)), ink: "muted", dash: "2 4", width: 1.5, x, y: predicted }] : [];
  return plot({
    x: { label: labels.stepsBack, domain: [0, last], tick: format.short },
    y: { label: labels.flowAxis, scale: "log", domain, tick: format.power },
    series: [...ghost, ...curves.flatMap((curve) => [...memoryOf(curve, labels), ...cutAt(curve, reach, labels)])],
    rules: reach === null || curves.length === 0 ? [] : [{ axis: "x", at: reach, label: labels.reach }],
    cursor,
  }, size);
}

/** The way through an LSTM's memory, which its h does not show. */
function memoryOf({ name, memory }: FlowCurve, labels: FlowLabels): Series[] {
  if (!memory) return [];
  return [{ name: `${name}-c`, label: labels.columns.memory(labels.name(name)), width: 1.5, ink: "c", dash: "1 3", x: Array.from(memory, (_, k) => k), y: memory }];
}

/** Where training truncates, the rest of the line is pale: that part of the gradient does not teach. */
function cutAt({ name, gradient }: FlowCurve, reach: number | null, labels: FlowLabels): Series[] {
  const y = Array.from(gradient);
  const look = { name, width: 2.25, ...lookOf(name) };
  const part = (from: number, to: number) => ({ ...look, x: y.slice(from, to).map((_, k) => from + k), y: y.slice(from, to) });
  if (reach === null || reach >= y.length - 1) return [{ ...part(0, y.length), label: labels.name(name) }];
  return [part(0, reach + 1), { ...part(reach, y.length), opacity: 0.35, label: labels.name(name) }];
}

interface Course { curves: readonly FlowCurve[]; steps: number; cursor: number | null }

const stepAxis = ({ curves, steps }: Course, labels: FlowLabels) =>
  ({ label: labels.trained, domain: [0, Math.max(steps, ...curves.map(({ step }) => step[step.length - 1] ?? 0))] as const, tick: labels.format.short });

export function recallPicture(course: Course & { keys: number }, labels: FlowLabels, size: Size): Picture {
  const { curves, keys, cursor } = course;
  const chance = Math.log(keys);
  return plot({
    x: stepAxis(course, labels),
    // Untrained networks that explode may be off by thousands of nats; the learning happens below.
    y: { label: labels.nats, domain: niceDomain([1.5 * chance], ...curves.map(({ recall }) => Array.from(recall, (loss) => Math.min(loss, 4 * chance)))), tick: labels.format.short },
    series: curves.map(({ name, step, recall }) => ({ name, label: labels.name(name), width: 2, x: step, y: recall, ...lookOf(name) })),
    rules: [{ axis: "y", at: chance, label: labels.chance }],
    cursor,
  }, size);
}

/** The norm of each step before clipping, and, where clipping cut it, what was left as a pale line at the threshold. */
export function normPicture(course: Course & { clip: number }, labels: FlowLabels, size: Size): Picture {
  const { curves, clip, cursor } = course;
  const rule: Rule[] = clip > 0 ? [{ axis: "y", at: clip, label: labels.threshold }] : [];
  // Before the first step there is no gradient.
  const since = (values: ArrayLike<number>) => Array.from(values, (value, k) => (k === 0 ? Number.NaN : value));
  const all = curves.flatMap(({ norm, clipped }) => [norm, clipped]);
  return plot({
    x: stepAxis(course, labels),
    y: { label: "", scale: "log", domain: logDomain(1e-6, 1e12, ...all, clip > 0 ? [clip / 3, clip * 3] : []), tick: labels.format.power },
    series: [
      ...curves.map(({ name, step, clipped }) => ({ name: `${name}-clipped`, width: 1, opacity: 0.6, x: step, y: since(clipped), ...lookOf(name) })),
      ...curves.map(({ name, step, norm }) => ({ name, label: labels.name(name), width: 1.75, x: step, y: since(norm), ...lookOf(name) })),
    ],
    rules: rule,
    cursor,
  }, size);
}

/** The square in which states are drawn; tanh stays within ±1. */
const EDGE = 1.6;

export function portraitPicture({ paths, fixed }: Portrait, labels: FlowLabels, chosen: number | null, size: Size): Picture {
  const axis = (label: string) => ({ label, domain: [-EDGE, EDGE] as const, tick: labels.format.short });
  // What leaves the square is not drawn along its edge.
  const within = (values: readonly number[]) => values.map((value) => (value < -EDGE || value > EDGE ? Number.NaN : value));
  const series = paths.map(({ x, y }): Series => ({ name: "path", ink: "h", width: 1.1, opacity: 0.55, x: within(x), y: within(y) }));
  const more = ({ x, y }: Frame): Mark[] => [
    ...paths.flatMap((path): Mark[] => {
      const [x0, x1, y0, y1] = [path.x[0]!, path.x[1] ?? Number.NaN, path.y[0]!, path.y[1] ?? Number.NaN];
      const inside = [x1, y1].every((value) => value > -EDGE && value < EDGE);
      return [
        { kind: "dot", at: [x(x0), y(y0)], radius: 1.5, ink: "h", opacity: 0.7 },
        ...(inside ? [{ kind: "line" as const, points: [[x(x0), y(y0)], [x(x1), y(y1)]] as const, ink: "h" as const, width: 1.1, opacity: 0.75, arrow: true }] : []),
      ];
    }),
    ...fixed.flatMap((point, k): Mark[] => {
      if ([point.x, point.y].some((value) => value < -EDGE || value > EDGE)) return [];
      const at = [x(point.x), y(point.y)] as const;
      const attracts = point.radius < 1;
      return [
        { kind: "dot", name: attracts ? "attracts" : "repels", at, radius: k === chosen ? 7 : 5, ink: "ink", hollow: !attracts },
        { kind: "text", at: [at[0] + 9, at[1] - 6], text: `|λ| = ${labels.format.number(point.radius)}`, ink: "ink", halo: true },
      ];
    }),
  ];
  return plot({ x: axis("h₁"), y: axis("h₂"), series, more }, size);
}
