import type { Bench, Numbers } from "./numbers.js";
import { classify, corpora, heldOutLoss, languageModel, memory, runsOf, type Language } from "./measures.js";
import { loadCorpus } from "../api/support/unrolled.js";

/** What the trained model does over a thousand characters of its story, from the two thousandth on. */
async function story({ engine, preset }: Bench, language: Language) {
  const text = await loadCorpus(corpora[language]);
  const { steps, "optimizer.rate": rate, ...settings } = preset as { steps: number; "optimizer.rate": number };
  const model = await languageModel(engine, { task: "language-model", cell: "lstm", optimizer: { rate }, ...settings, text });
  for await (const { step } of model.train({ steps })) void step;
  const passage = [...text].slice(2000, 3000);
  const { f, c } = (await model.trace({ text: passage.join(""), names: ["f", "c"] })).layers[0] as Record<"f" | "c", { shape: number[]; data: Float32Array }>;
  const { forgetNorm, derivativeNorm } = await model.memory({ text: passage.slice(0, 62).join("") });
  const [T, H] = f.shape as [number, number];
  model.close();
  const halfLives = Array.from({ length: H }, (_, j) => {
    let sum = 0;
    for (let t = 0; t < T; t++) sum += Math.log(f.data[t * H + j]!);
    return Math.log(0.5) / (sum / T);
  });
  return {
    shortest: Math.min(...halfLives), longest: Math.max(...halfLives), largest: c.data.reduce((most, x) => Math.max(most, Math.abs(x)), 0),
    f60: forgetNorm[0]! / Math.sqrt(H), c60: derivativeNorm[0]! / Math.sqrt(H),
  };
}

async function heldOutLosses(bench: Bench) {
  const { runs, steps } = runsOf(bench.preset);
  const losses: Record<string, number> = {};
  for (const language of ["en", "zh"] as const)
    for (const [name, settings] of Object.entries(runs)) losses[`${name}-${language}`] = await heldOutLoss(bench, settings, steps, language);
  return losses;
}

export const numbers: Numbers = {
  "bet-bias": async ({ engine, preset }) => {
    const { runs, steps } = runsOf(preset);
    const [fresh, biased] = [await classify(engine, runs.fresh!, steps), await classify(engine, runs.biased!, steps)];
    return { fresh: fresh.accuracy, biased: biased.accuracy };
  },
  story: async (bench) => {
    const quantities: Record<string, number> = {};
    for (const language of ["en", "zh"] as const)
      for (const [name, value] of Object.entries(await story(bench, language))) quantities[`${name}-${language}`] = value;
    return quantities;
  },
  paths: async ({ engine, preset }) => {
    const [one, twenty, sixty] = await memory(engine, preset, [1, 20, 60]);
    return {
      f1: one!.product, f20: twenty!.product, f60: sixty!.product,
      c1: one!.derivative, c20: twenty!.derivative, c60: sixty!.derivative, times: sixty!.derivative / sixty!.product,
    };
  },
  silent: async ({ engine, preset }) => ({ ...(await memory(engine, preset, [60]))[0]! }),
  sealed: async ({ engine, preset }) => ({ derivative: (await memory(engine, preset, [60]))[0]!.derivative }),
  open: heldOutLosses,
  beside: heldOutLosses,
  bias: async ({ engine, preset }) => {
    const product = async (forgetBias: number) => (await memory(engine, { ...preset, forgetBias }, [60]))[0]!.product;
    return { zero: await product(0), one: await product(1), three: await product(3) };
  },
};
