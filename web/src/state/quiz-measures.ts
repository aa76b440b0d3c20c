/** What a question may ask of a run: a number, or a curve, computed by the public API from the trained model alone. */
import type { ExampleModel, Flow, Memory, Model } from "../engine/api.js";
import type { Trial } from "./experiment.js";
import type { Asked, Values } from "./quiz-asked.js";

/** Points of a loss curve. */
const BINS = 64;
/** `loss` is the mean of so many steps: one batch more or less shall not decide. */
const LAST = 20;

const one = (value: number): Values => ({ x: null, values: [value] });
const model = (trial: Trial): Model => trial.model;

/** The characters that the lens reads: those asked for, or as many from the training text as the distance needs. */
export function lensText({ text, distance, measure }: Asked, trained: string): string {
  if (text !== "") return text;
  const needed = /ratio|product|-curve/.test(measure) ? distance + 2 : 64;
  return [...trained.normalize("NFC")].slice(0, needed).join("");
}

async function validationLoss(trial: Trial, text: string, signal: AbortSignal): Promise<number> {
  const { info } = trial.model;
  if (!("validationCharacters" in info)) return (await (trial.model as unknown as ExampleModel).evaluate({ signal })).loss;
  const all = [...text.normalize("NFC")];
  return (await model(trial).evaluate(all.slice(all.length - info.validationCharacters).join(""), { signal })).nats;
}

/** By distance from the last step: ‖∂L_T/∂h_{T−d}‖ as a share of ‖∂L_T/∂h_T‖. */
function byDistance({ h: { data, shape: [steps] } }: Flow, distance: number): number[] {
  const T = steps!, last = (T - 1) * T;
  return Array.from({ length: Math.min(distance, T - 1) + 1 }, (_, d) => data[last + T - 1 - d]! / data[last + T - 1]!);
}

function remembered(memory: Memory, which: "derivativeNorm" | "forgetNorm", distance: number): number[] {
  const norms = memory[which], T = norms.length;
  return Array.from({ length: Math.min(distance, T - 1) + 1 }, (_, d) => norms[T - 1 - d]! / norms[T - 1]!);
}

const curveOf = (values: number[]): Values => ({ x: values.map((_, d) => d), values });

function lossCurve({ history }: Trial): Values {
  const { length, step, mean } = history.curve();
  const width = Math.max(1, Math.ceil(length / BINS)), x: number[] = [], values: number[] = [];
  for (let at = 0; at < length; at += width) {
    const end = Math.min(length, at + width);
    x.push(step[end - 1]!);
    values.push(mean.slice(at, end).reduce((sum, value) => sum + value, 0) / (end - at));
  }
  return { x, values };
}

function lastLoss({ history }: Trial): number {
  const { length, mean } = history.curve();
  const last = mean.slice(Math.max(0, length - LAST), length);
  return last.reduce((sum, value) => sum + value, 0) / last.length;
}

async function gateMean(trial: Trial, { gate, layer }: Asked, text: string, signal: AbortSignal): Promise<number> {
  const { layers } = await model(trial).trace({ text, names: [gate], signal });
  const { data } = layers[layer]![gate]!;
  return data.reduce((sum, value) => sum + value, 0) / data.length;
}

async function ablation(trial: Trial, { layer, unit }: Asked, text: string, signal: AbortSignal): Promise<number> {
  const { change } = await model(trial).ablate({ text, layer, signal });
  return unit < 0 ? Math.max(...change) : change[unit] ?? Number.NaN;
}

/** Of one run, after its training. What training itself would have told is infinite where it diverged. */
export async function measure(trial: Trial, asked: Asked, trained: string, signal: AbortSignal): Promise<Values> {
  const text = lensText(asked, trained), { layer, distance } = asked, lens = { text, layer, signal };
  const told = async (value: () => number | Promise<number>) => one(trial.failure ? Infinity : await value());
  switch (asked.measure) {
    case "diverged": return one(trial.failure ? 1 : 0);
    case "validation-loss": return told(() => validationLoss(trial, trained, signal));
    case "loss": return told(() => lastLoss(trial));
    case "gradient-norm": return told(() => trial.progress?.gradientNorm ?? Number.NaN);
    case "accuracy": return one((await (trial.model as unknown as ExampleModel).evaluate({ signal })).accuracy);
    case "gradient-ratio": return one(byDistance(await model(trial).flow(lens), distance).at(-1)!);
    case "gradient-curve": return curveOf(byDistance(await model(trial).flow(lens), distance));
    case "memory-ratio": return one(remembered(await model(trial).memory(lens), "derivativeNorm", distance).at(-1)!);
    case "memory-curve": return curveOf(remembered(await model(trial).memory(lens), "derivativeNorm", distance));
    case "forget-product": return one(remembered(await model(trial).memory(lens), "forgetNorm", distance).at(-1)!);
    case "forget-curve": return curveOf(remembered(await model(trial).memory(lens), "forgetNorm", distance));
    case "spectral-radius": return one(Math.max(...(await model(trial).jacobians(lens)).radii));
    case "ablation": return one(await ablation(trial, asked, text, signal));
    case "gate-mean": return one(await gateMean(trial, asked, text, signal));
    case "loss-curve": return lossCurve(trial);
  }
}
