import type { Numbers } from "./numbers.js";
import type { ExampleModel, LanguageModelSettings } from "../../web/src/engine/index.js";
import type { Trial } from "../../web/src/state/experiment.js";
import { flowFields, flowPlan, readFlow, type FlowSettings } from "../../web/src/state/gradient-flow.js";
import { classify, flowRatio, heldOutLoss, languageModel, radius, runsOf, train } from "./measures.js";

const median = (numbers: number[]) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

/** The share of all ‖∂L_t/∂h_k‖ that comes from losses at most `distance` steps away. */
function nearShare({ shape, data }: { shape: number[]; data: Float32Array }, distance: number): number {
  const T = shape[0]!;
  const sum = (from: (t: number) => number) => {
    let total = 0;
    for (let t = 0; t < T; t++) for (let k = Math.max(0, from(t)); k <= t; k++) total += data[t * T + k]!;
    return total;
  };
  return sum((t) => t - distance) / sum(() => 0);
}

/** The exhibit's own settings where the preset does not say otherwise. */
function flowSettings(preset: Record<string, unknown>): FlowSettings {
  const usual = Object.fromEntries(Object.entries(flowFields).map(([name, { fallback }]) => [name, fallback]));
  return { ...usual, ...preset } as FlowSettings;
}

export const numbers: Numbers = {
  gap: async ({ engine, preset }) => {
    const { runs, steps } = runsOf(preset);
    const rnn = await classify(engine, runs.rnn!, steps);
    const lstm = await classify(engine, runs.lstm!, steps);
    return { rnnAccuracy: rnn.accuracy, rnnLoss: rnn.loss, lstmAccuracy: lstm.accuracy };
  },
  start: async ({ engine, preset }) => {
    const with_ = (activation: string, spectralRadius: number, recurrent = "orthogonal") =>
      flowRatio(engine, { ...preset, activation, spectralRadius, recurrent });
    const model = await languageModel(engine, preset);
    const text = preset["text"] as string;
    const { radii } = await model.jacobians({ text });
    const near = nearShare((await model.flow({ text })).h, 10);
    model.close();
    return {
      radius: radii[0]!, near, rnn: await flowRatio(engine, preset),
      identity: await with_("identity", 1), tanh: await with_("tanh", 1), tanh2: await with_("tanh", 2),
      sigmoid: await with_("sigmoid", 1), relu: await with_("relu", 1),
      reluIdentity: await with_("relu", 1, "identity"), reluIdentity11: await with_("relu", 1.1, "identity"),
    };
  },
  "bet-clip": async ({ engine, preset }) => {
    const { runs, steps } = runsOf(preset);
    const model = await engine.create(runs.unclipped as never) as unknown as ExampleModel;
    const [first, radius1] = [await train(model, 1), await radius(model)];
    const [second, radius2] = [await train(model, 1), await radius(model)];
    const rest = await train(model, steps - 2);
    model.close();
    if (!rest.diverged || rest.norms.length !== 1) throw new Error(`It was to be over in the fourth step, but made ${rest.norms.length} after the second.`);
    return { first: first.norms[0]!, second: second.norms[0]!, third: rest.norms[0]!, radius1, radius2 };
  },
  clipped: async ({ engine, preset }) => {
    const { runs, steps } = runsOf(preset);
    const { accuracy, norms } = await classify(engine, runs.clipped!, steps);
    return { accuracy, median: median(norms), longest: Math.max(...norms) };
  },
  truncation: async (bench) => {
    const { runs, steps } = runsOf(bench.preset);
    const losses: Record<string, number> = {};
    for (const language of ["en", "zh"] as const)
      for (const [name, settings] of Object.entries(runs)) losses[`${name}-${language}`] = await heldOutLoss(bench, settings, steps, language);
    return losses;
  },
  remedies: async ({ engine, preset }) => {
    const { runs, steps } = runsOf(preset);
    const accuracy: Record<string, number> = {};
    for (const [name, settings] of Object.entries(runs)) accuracy[name] = (await classify(engine, settings, steps)).accuracy;
    return accuracy;
  },
  three: async ({ engine, preset }) => {
    const settings = flowSettings(preset);
    const { models, steps } = flowPlan(settings);
    const quantities: Record<string, number> = {};
    for (const name of ["rnn", "lstm"]) {
      const model = await engine.create(models[name] as LanguageModelSettings);
      for await (const { step } of model.train({ steps })) void step;
      const trial = { name, model, step: steps } as unknown as Trial;
      const { gradient, recall } = await readFlow(trial, settings, undefined, new AbortController().signal);
      model.close();
      Object.assign(quantities, { [`${name}Recall`]: recall[0]!, [`${name}Flow`]: gradient[60]! / gradient[0]! });
    }
    return quantities;
  },
};
