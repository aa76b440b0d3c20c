/** The experiment of the gradient-flow exhibit: which models, on which text, and what is read of them. */
import type { LanguageModelSettings, Tensor } from "../engine/api.js";
import { choice, integer, logRange, members, range, set, type ValuesOf } from "./exhibit-fields.js";
import type { Plan, Trial } from "./experiment.js";
import { gapKeys, gapLine, gapText, gapWindow } from "./gap-text.js";

export const flowFields = {
  cells: set(["rnn", "gru", "lstm"]),
  activation: choice(["tanh", "relu", "identity", "sigmoid"]),
  spectralRadius: range(0.9, 0.1, 2, 0.05),
  clip: range(1, 0, 2, 0.05),
  "truncation.steps": range(0, 0, 100, 1),
  recurrent: choice(["orthogonal", "uniform", "identity"]),
  forgetBias: range(2, -2, 5, 0.5),
  hidden: range(24, 2, 64, 1),
  gap: range(60, 5, 120, 5),
  keys: range(4, 2, 8, 1),
  "optimizer.rate": logRange(0.02, 1e-4, 1),
  steps: range(1000, 50, 5000, 50),
  seed: integer(1, 0, 4294967295),
};

export type FlowSettings = ValuesOf<typeof flowFields>;

/** One model: the norms of its gradients by distance, and how it has learned, reading by reading. */
export interface FlowCurve {
  name: string;
  /** ‖∂L_T/∂h_{T−k}‖, k = 0, 1, 2 …; L_T is the loss on the key that returns after the longest gap. */
  gradient: ArrayLike<number>;
  /** Likewise ‖∂L_T/∂c_{T−k}‖ of an LSTM's memory; null for other cells. */
  memory: ArrayLike<number> | null;
  /** The largest |eigenvalue| of U; of a gated cell, of the gate where it is largest. */
  radius: number;
  /** Steps trained at each reading. */
  step: ArrayLike<number>;
  /** The loss on the returning key after the longest gap, in nats, mean over all keys. */
  recall: ArrayLike<number>;
  /** The norm of the whole gradient in the step before the reading, and what clipping left of it; 0 before the first. */
  norm: ArrayLike<number>;
  clipped: ArrayLike<number>;
}

const LINES = 256, BATCH = 8;

export function flowPlan(settings: FlowSettings): Plan {
  const { cells, activation, clip, recurrent, spectralRadius, forgetBias, hidden, gap, keys, steps, seed } = settings;
  const tau = settings["truncation.steps"];
  const common: LanguageModelSettings = {
    task: "language-model", text: gapText({ gap, keys, lines: LINES, seed }), validation: 0, batch: BATCH, window: gapWindow(gap), state: "zero",
    hidden, recurrent, spectralRadius, clip, optimizer: { rate: settings["optimizer.rate"] }, seed,
    ...(tau > 0 && { truncation: { name: "steps", steps: tau } }),
  };
  const of = { rnn: { activation }, gru: {}, lstm: { forgetBias } };
  const models = members(cells).map((cell) => [cell, { ...common, cell, ...of[cell as keyof typeof of] }]);
  return { models: Object.fromEntries(models), steps, every: 25 };
}

/** How many steps back training's own gradient of the last loss reaches: it does not cross steps that τ divides. */
export function reachOf({ gap, "truncation.steps": tau }: FlowSettings): number | null {
  const last = gap + 1;
  return tau === 0 || tau > last ? null : last % tau;
}

/** What one model says now, added to what it said before. */
export async function readFlow({ name, model, step }: Trial, { gap, keys }: FlowSettings, before: FlowCurve | undefined, signal: AbortSignal): Promise<FlowCurve> {
  const text = gapLine("a", gap);
  const { h, c } = await model.flow({ text, signal });
  // Two characters: only the eigenvalues of U are wanted, which depend on no text.
  const { radii } = await model.jacobians({ text: text.slice(0, 2), signal });
  let recall = 0;
  for (const key of gapKeys(keys)) {
    const { losses } = await model.trace({ text: gapLine(key, gap), names: ["h"], signal });
    recall += losses.at(-1)! / keys;
  }
  const { parameters } = await model.gradientNorms();
  const whole = (part: "before" | "after") => Math.sqrt(parameters.reduce((sum, { [part]: norm }) => sum + norm * norm, 0));
  // The last row backwards: from the last state to the first.
  const lastRow = ({ shape, data }: Tensor) => Array.from(data.subarray(data.length - shape[1]!)).reverse();
  const kept = before && step > 0 ? before : { step: [], recall: [], norm: [], clipped: [] };
  const and = (values: ArrayLike<number>, value: number) => [...Array.from(values), value];
  return {
    name,
    gradient: lastRow(h),
    memory: c && lastRow(c),
    radius: radii.reduce((most, radius) => (radius > most ? radius : most)),
    step: and(kept.step, step), recall: and(kept.recall, recall), norm: and(kept.norm, whole("before")), clipped: and(kept.clipped, whole("after")),
  };
}

/** λᵏ times the gradient at the last state: what a linear recurrence would do. */
export function predictedFlow({ gradient, radius }: FlowCurve): number[] {
  const predicted = [gradient[0]!];
  while (predicted.length < gradient.length) predicted.push(predicted.at(-1)! * radius);
  return predicted;
}
