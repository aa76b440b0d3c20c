// The public API's example: every call of a language model once; around it what it takes as given, and a
// line of JSON.
const text = "The keeper counts waves, says hello and writes them down. ".repeat(400);
const otherText = "the waves count the keeper";
const signal = new AbortController().signal;

import { createEngine } from "unrolled";
const engine = await createEngine({ numerics: "reproducible", workers: 1 });
const model = await engine.create({
  task: "language-model",                       // | "classify" | "tag" | "caption" | "translate" | "forecast"
  cell: "lstm",                                 // | "rnn" (Elman) | "gru"
  hidden: 128, layers: 1, bidirectional: false,
  text, validation: 0.1, batch: 32, window: 64,
  optimizer: { name: "adam", rate: 2e-3 }, clip: 5, seed: 7,
});
let last;
for await (const p of model.train({ steps: 20, signal })) { last = p; /* p.step p.loss p.validationLoss p.gradientNorm p.charactersPerSecond */ }
const e = await model.evaluate(otherText);              // { nats, bits, perplexity, characters }
const s = await model.sample({ prompt: "The ", length: 200, temperature: 0.8, seed: 1 });   // { text, … }
const b = await model.beam({ prompt: "The ", width: 5, length: 40, lengthPenalty: 0.75 });  // { hypotheses, tree }
const t = await model.trace({ text: "hello", names: ["i","f","g","o","c","h"], gradients: true });
const bytes = await model.save();                       // safetensors, PyTorch names, config in metadata
const again = await engine.load(bytes);
const sameSample = (await again.sample({ prompt: "The ", length: 200, temperature: 0.8, seed: 1 })).text === s.text;
model.close(); engine.close();

console.log(JSON.stringify({
  step: last.step, progress: Object.keys(last).sort(), evaluation: Object.keys(e).sort(), sample: s.text.length,
  hypotheses: b.hypotheses.length, names: Object.keys(t.layers[0]), sameSample,
}));
