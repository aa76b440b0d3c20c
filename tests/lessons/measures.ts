/** What several lessons measure of a run, by the public API alone. */
import type { Bench } from "./numbers.js";
import { loadCorpus } from "../api/support/unrolled.js";
import type { Engine, ExampleModel, LanguageModelSettings, Model } from "../../web/src/engine/index.js";

type Settings = Record<string, unknown>;

/** A preset of a quiz or of a comparison: runs by name, and how long each trains. */
interface Runs { runs: Record<string, Settings>; steps: number }

export const runsOf = (preset: Settings) => preset as unknown as Runs;

export async function languageModel(engine: Engine, settings: Settings): Promise<Model> {
  return engine.create(settings as unknown as LanguageModelSettings);
}

/** Trains to the end; gives ‖g‖ of every step and, where training became unstable, says so. */
export async function train(model: Pick<Model | ExampleModel, "train">, steps: number) {
  const norms: number[] = [];
  try {
    // One step a call: a progress value tells the norm of its last step only.
    for (let k = 0; k < steps; k++) for await (const { gradientNorm } of model.train({ steps: 1 })) norms.push(gradientNorm);
  } catch (error) {
    if ((error as { code?: string }).code !== "diverged") throw error;
    return { norms, diverged: true };
  }
  return { norms, diverged: false };
}

/** λ of a plain RNN's recurrent weights, by the growth of a vector that is multiplied by them again and again. */
export async function radius(model: Pick<ExampleModel, "weights">): Promise<number> {
  const { shape: [H], data: U } = Object.entries(await model.weights()).find(([name]) => name.includes("weight_hh"))![1] as { shape: [number]; data: Float32Array };
  let v = Array.from({ length: H }, (_, j) => 1 / (j + 1));
  let growth = 0;
  for (let k = 0; k < 4000; k++) {
    v = v.map((_, i) => v.reduce((sum, x, j) => sum + U[i * H + j]! * x, 0));
    const length = Math.hypot(...v);
    v = v.map((x) => x / length);
    if (k >= 1000) growth += Math.log(length) / 3000;
  }
  return Math.exp(growth);
}

/** How well a run of `classify` does on held-out lines. */
export async function classify(engine: Engine, settings: Settings, steps: number) {
  const model = await engine.create(settings as never) as unknown as ExampleModel;
  const trained = await train(model, steps);
  const { accuracy, loss } = await model.evaluate();
  model.close();
  return { ...trained, accuracy: accuracy!, loss };
}

export const corpora = { en: "english", zh: "chinese" } as const;
export type Language = keyof typeof corpora;

/** Nats per character on the held-out end of a bundled text, read once as a stream. */
export async function heldOutLoss({ engine }: Bench, settings: Settings, steps: number, language: Language): Promise<number> {
  const text = await loadCorpus(corpora[language]);
  const model = await languageModel(engine, { ...settings, text });
  for await (const { step } of model.train({ steps })) void step;
  const { nats } = await model.evaluate([...text].slice(-model.info.validationCharacters).join(""));
  model.close();
  return nats;
}

/** ‖∂L_T/∂h_0‖ ÷ ‖∂L_T/∂h_T‖ over the model's own line, untrained. */
export async function flowRatio(engine: Engine, settings: Settings): Promise<number> {
  const model = await languageModel(engine, settings);
  const { h } = await model.flow({ text: settings["text"] as string });
  model.close();
  const T = h.shape[0]!;
  return h.data[(T - 1) * T]! / h.data[T * T - 1]!;
}

/** ∏ f and ∂c_T/∂c_t, as root mean squares over the units, `distance` steps before the end of the model's own line. */
export async function memory(engine: Engine, settings: Settings, distances: readonly number[]) {
  const model = await languageModel(engine, settings);
  const { forgetNorm, derivativeNorm } = await model.memory({ text: settings["text"] as string });
  const root = Math.sqrt(model.info.settings.hidden);
  model.close();
  const at = (norms: Float32Array, distance: number) => norms[norms.length - 1 - distance]! / root;
  return distances.map((distance) => ({ product: at(forgetNorm, distance), derivative: at(derivativeNorm, distance) }));
}
