/** What is trained in every environment, and what is compared. */
import { generatedText } from "../api/support/texts.js";

export const STEPS = 500;
export const EXAMPLE_STEPS = 50;
export const text = generatedText(20_000, 7);

export const configurations = {
  lstm: {
    task: "language-model", cell: "lstm", hidden: 64, layers: 1, batch: 8, window: 32,
    optimizer: { name: "adam", rate: 5e-3 }, clip: 5, seed: 7, validation: 0.1,
  },
  gru: {
    task: "language-model", cell: "gru", hidden: 40, layers: 2, batch: 8, window: 32, recurrent: "orthogonal", spectralRadius: 1.1,
    optimizer: { name: "adamw", rate: 5e-3 }, schedule: { name: "cosine", warmup: 20, steps: 480 }, clipValue: 0.01, seed: 7, validation: 0.1,
  },
  rnn: {
    task: "language-model", cell: "rnn", activation: "tanh", hidden: 30, layers: 2, embedding: 16, batch: 8, window: 32,
    optimizer: { name: "sgd", rate: 0.1, momentum: 0.9 }, clip: 1, seed: 7, validation: 0.1,
  },
} as const;

/** Models of whole examples, with fewer steps; the examples are the seed's. */
export const exampleConfigurations = {
  translate: {
    task: "translate", cell: "gru", hidden: 16, embedding: 8, bidirectional: true, attention: "additive", examples: 200, batch: 16,
    optimizer: { name: "adam", rate: 5e-3 }, clip: 1, seed: 7,
  },
  tag: {
    task: "tag", cell: "lstm", hidden: 12, layers: 2, bidirectional: true, dropout: 0.2, examples: 200, batch: 16,
    optimizer: { name: "rmsprop", rate: 5e-3 }, clip: 1, seed: 7,
  },
} as const;

export type Configuration = keyof typeof configurations | keyof typeof exampleConfigurations;

/** What `fingerprint` takes of each, after the package. */
export const given = Object.fromEntries([
  ...Object.entries(configurations).map(([name, settings]) => [name, [settings, text, STEPS]]),
  ...Object.entries(exampleConfigurations).map(([name, settings]) => [name, [settings, "", EXAMPLE_STEPS]]),
]) as Record<Configuration, [settings: object, text: string, steps: number]>;

export interface Fingerprint {
  losses: string;
  weights: string;
  /** Of a sample and a beam, or of answers, as JSON: texts and numbers alike. */
  writing: string;
}

/**
 * Runs in Node and, sent there as its source, in each browser: it may use nothing but its arguments and what both
 * worlds have.
 */
export async function fingerprint(packageUrl: string, settings: object, text: string, steps: number, workers = 1): Promise<Fingerprint & { workers: number }> {
  const { createEngine } = await import(/* @vite-ignore */ packageUrl);
  const sha256 = async (bytes: Uint8Array<ArrayBuffer>) => {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  const engine = await createEngine({ workers });
  const model = await engine.create(text ? { ...settings, text } : settings);
  const bits = new DataView(new ArrayBuffer(4 * steps));
  let [step, most] = [0, 1];
  while (step < steps) {
    for await (const progress of model.train({ steps: Math.min(50, steps - step) })) {
      for (const loss of progress.losses) bits.setFloat32(4 * step++, loss, true);
      most = Math.max(most, progress.workers);
    }
    // Helpers start while the first steps run: give them the time to take part.
    if (most < workers) await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const file: Uint8Array<ArrayBuffer> = await model.save();
  const header = Number(new DataView(file.buffer).getBigUint64(0, true));
  const writeText = async () => {
    const sample = await model.sample({ prompt: "The ", length: 300, temperature: 0.8, topK: 20, topP: 0.95, seed: 11 });
    const { hypotheses, tree } = await model.beam({ prompt: "The ", width: 5, length: 40 });
    // As the tree was when the hashes were taken.
    return [sample, { hypotheses, tree: tree.map(({ pruned: _pruned, finished: _finished, ...node }: Record<string, unknown>) => node) }];
  };
  const answer = async () => {
    const examples: { source: string; target: string; frames: Float32Array }[] = await model.examples({ count: 5 });
    const inputs = examples.map(({ source, frames }) => (frames.length > 0 ? frames : source));
    const answers: { text: string }[] = await model.predict(inputs);
    const told = [examples.map(({ frames, target }) => [[...frames], target]), answers.map(({ text }) => text), await model.evaluate()];
    if (model.info.settings.task !== "translate") return told;
    const { hypotheses, tree, attention } = await model.beam({ input: inputs[0], width: 3 });
    return [...told, hypotheses, tree, [...attention.data]];
  };
  const written = await (text ? writeText() : answer());
  engine.close();
  return {
    workers: most,
    losses: await sha256(new Uint8Array(bits.buffer)),
    weights: await sha256(file.slice(8 + header)),
    writing: await sha256(new TextEncoder().encode(JSON.stringify(written)) as Uint8Array<ArrayBuffer>),
  };
}
