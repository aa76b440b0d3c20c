// What is learned, with which settings, and what has to come out. Every work trains in at most 90 s on one core.

const dates = { task: "translate", data: "dates", optimizer: { rate: 3e-3 } };

const prose = { task: "language-model", hidden: 96, batch: 8, window: 32, optimizer: { rate: 5e-3 }, seed: 3, steps: 2000 };
const exposure = async (model) => ({ ...(await model.exposure({ length: 64, streams: 64 })) });

/** What width 1 and width 5 write for the same unseen inputs: mean ln p, and the share that is exactly right. */
async function searched(model) {
  const figures = { greedy: { logProbability: 0, exact: 0 }, beam: { logProbability: 0, exact: 0 } };
  const examples = await model.examples({ count: 300 });
  for (const { source, target } of examples)
    for (const [key, width] of [["greedy", 1], ["beam", 5]]) {
      const [best] = (await model.beam({ input: source, width, lengthPenalty: 0, count: 1, length: 30 })).hypotheses;
      figures[key].logProbability += best.logProbability / examples.length;
      figures[key].exact += (best.text === target) / examples.length;
    }
  return figures;
}

/** `check` reads the figures that `measure` (by default `evaluate`) gave of each model. */
export const works = {
  "dates, with attention": {
    models: { model: { ...dates, bidirectional: true, attention: "dot", steps: 2000 } },
    check: ({ model }) => [["exact match on unseen dates", model.exact, (x) => x >= 0.99, "≥ 0.99"]],
  },
  "dates, without attention": {
    models: { model: { ...dates, hidden: 96, optimizer: { rate: 4e-3 }, steps: 4000 } },
    check: ({ model }) => [["exact match on unseen dates", model.exact, (x) => x >= 0.9, "≥ 0.90"]],
  },
  "numbers, English to Chinese": {
    models: { model: { task: "translate", data: "numbers", hidden: 128, bidirectional: true, attention: "dot", steps: 1500 } },
    check: ({ model }) => [["exact match on unseen numbers", model.exact, (x) => x >= 0.98, "≥ 0.98"]],
  },
  captions: {
    models: { model: { task: "caption", cell: "gru", context: "every", hidden: 128, examples: 9000, schedule: { name: "cosine", steps: 1500 }, steps: 1500 } },
    check: ({ model }) => [["exact captions of unseen scenes", model.exact, (x) => x >= 0.97, "≥ 0.97"]],
  },
  tagger: {
    models: {
      forward: { task: "tag", hidden: 64, examples: 4000, steps: 3000 },
      both: { task: "tag", hidden: 32, bidirectional: true, examples: 4000, steps: 3000 },
    },
    check: ({ forward, both }) => [
      ["error, forward only", 1 - forward.accuracy, () => true, ""],
      ["error, both directions", 1 - both.accuracy, (x) => x <= (1 - forward.accuracy) / 2, "≤ half of it"],
    ],
  },
  classifier: {
    models: { model: { task: "classify", hidden: 64, examples: 6000, bidirectional: true, steps: 2500 } },
    check: ({ model }) => [["accuracy on unseen lines", model.accuracy, (x) => x >= 0.95, "≥ 0.95"]],
  },
  "adding problem, T = 100": {
    models: {
      lstm: { task: "forecast", data: "adding", cell: "lstm", forgetBias: 1, steps: 3500 },
      rnn: { task: "forecast", data: "adding", cell: "rnn", steps: 3500 },
    },
    check: ({ lstm, rnn }) => [
      ["squared error, LSTM", lstm.loss, (x) => x < 0.01, "< 0.01"],
      ["squared error, tanh RNN", rnn.loss, (x) => x > 0.1, "> 0.1"],
    ],
  },
  "beam search": {
    measure: searched,
    models: { model: { task: "translate", data: "numbers", cell: "gru", hidden: 64, steps: 900 } },
    check: ({ model: { greedy, beam } }) => [
      ["mean ln p, greedy", greedy.logProbability, () => true, ""],
      ["mean ln p, beam of 5", beam.logProbability, (x) => x > greedy.logProbability, "more"],
      ["exact match, greedy", greedy.exact, () => true, ""],
      ["exact match, beam of 5", beam.exact, (x) => x > greedy.exact, "more"],
    ],
  },
  "scheduled sampling": {
    measure: exposure,
    models: { truth: prose, scheduled: { ...prose, feeding: { name: "inverse-sigmoid", k: 300 } } },
    check: ({ truth, scheduled }) => [
      ["exposure gap in nats, teacher forcing", truth.gap, (x) => x > 0.1, "real"],
      ["exposure gap, scheduled sampling", scheduled.gap, (x) => x <= 0.8 * truth.gap, "at least 20 % less"],
    ],
  },
};
