/** TensorFlow.js in Node: the model that its own layers give, trained step by step. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

// Its packages are CommonJS; imported, they would bring a second core of their own.
const require = createRequire(import.meta.url);
const tf = require("@tensorflow/tfjs-core"); // tensors and gradients
const { layers, sequential } = require("@tensorflow/tfjs-layers"); // the LSTM

async function useBackend(name) {
  const wasm = name === "wasm" && require("@tensorflow/tfjs-backend-wasm"); // its fastest backend without a GPU
  // Also the kernels that the wasm backend lacks while gradients are taken.
  require("@tensorflow/tfjs-backend-cpu");
  if (wasm) wasm.setWasmPaths(join(dirname(require.resolve("@tensorflow/tfjs-backend-wasm")), "/"));
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js has no backend "${name}" here.`);
  await tf.ready();
}

function build({ hidden, layers: count, vocabulary }, stateful) {
  const model = sequential();
  for (let layer = 0; layer < count; layer++) {
    const input = layer > 0 ? {} : stateful ? { batchInputShape: [1, 1, vocabulary] } : { inputShape: [null, vocabulary] };
    // The default initialiser, an orthogonal matrix, takes minutes for large H.
    model.add(layers.lstm({ units: hidden, returnSequences: true, stateful, recurrentInitializer: "glorotUniform", ...input }));
  }
  model.add(layers.dense({ units: vocabulary }));
  return model;
}

/** Ids of the streams' next windows, and of what follows each. */
function windowOf(ids, { batch, window }, step) {
  const stream = Math.floor((ids.length - 1) / batch);
  const start = (step * window) % (stream - window + 1);
  const rows = (shift) => Array.from({ length: batch }, (_, b) => ids.slice(b * stream + start + shift, b * stream + start + shift + window));
  return [rows(0), rows(1)];
}

const oneHot = (rows, { vocabulary }) => tf.cast(tf.oneHot(tf.tensor2d(rows, undefined, "int32"), vocabulary), "float32");

function trainStep({ model, optimizer, ids, work, step }) {
  tf.tidy(() => {
    const [inputs, targets] = windowOf(ids, work, step).map((rows) => oneHot(rows, work));
    const weights = model.trainableWeights.map((weight) => weight.read());
    const loss = () => tf.losses.softmaxCrossEntropy(targets, model.apply(inputs, { training: true }));
    const { value, grads } = tf.variableGrads(loss, weights);
    const norm = tf.sqrt(tf.addN(Object.values(grads).map((gradient) => tf.sum(tf.square(gradient)))));
    const scale = tf.minimum(1, tf.div(5, norm));
    optimizer.applyGradients(Object.fromEntries(Object.entries(grads).map(([name, gradient]) => [name, tf.mul(gradient, scale)])));
    if (!Number.isFinite(value.dataSync()[0])) throw new Error("The loss of TensorFlow.js is no longer finite.");
  });
}

const next = (logits, temperature) => (temperature === 0 ? tf.argMax(logits, -1) : tf.multinomial(tf.div(logits, temperature), 1)).dataSync()[0];

export function makeRunner({ backend }) {
  let training, writer;
  const dispose = () => {
    training?.model.dispose();
    training?.optimizer.dispose();
    writer?.dispose();
    training = writer = undefined;
  };

  async function run(wanted) {
    const began = performance.now();
    const first = training.step;
    do trainStep({ ...training, step: training.step++ }); while (performance.now() - began < 1000 * wanted);
    const seconds = (performance.now() - began) / 1000;
    return { characters: (training.step - first) * training.work.batch * training.work.window, seconds };
  }

  return {
    async start() {
      await useBackend(backend);
      return { version: tf.version_core };
    },
    async open(work, warmUp) {
      dispose();
      const alphabet = new Map([...new Set(work.text)].map((character, k) => [character, k + 1]));
      const ids = [...work.text].map((character) => alphabet.get(character));
      training = { work, ids, model: build(work, false), optimizer: tf.train.adam(2e-3), step: 0 };
      await run(warmUp);
    },
    run,
    async generate(temperature, _length, wanted) {
      if (!writer) {
        writer = build(training.work, true);
        writer.setWeights(training.model.getWeights());
      }
      const began = performance.now();
      let id = 1;
      let characters = 0;
      do {
        id = tf.tidy(() => next(tf.reshape(writer.predict(oneHot([[id]], training.work)), [1, -1]), temperature));
        characters++;
      } while (performance.now() - began < 1000 * wanted);
      return { characters, seconds: (performance.now() - began) / 1000 };
    },
    async close() {
      dispose();
    },
  };
}
