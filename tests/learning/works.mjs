// What is learned, with which settings, and what has to come out. Every work trains in at most 90 s on one core.

const dates = { task: "translate", data: "dates", optimizer: { rate: 3e-3 } };

/** `check` reads the figures that `measure` gave of one model, or of several by name. */
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
    models: { model: { task: "caption", hidden: 128, examples: 9000, optimizer: { rate: 2e-3 }, steps: 3000 } },
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
      lstm: { task: "forecast", data: "adding", cell: "lstm", forgetBias: 1, examples: 10000, optimizer: { rate: 2e-3 }, steps: 4000 },
      rnn: { task: "forecast", data: "adding", cell: "rnn", examples: 10000, optimizer: { rate: 1e-3 }, steps: 4000 },
    },
    check: ({ lstm, rnn }) => [
      ["squared error, LSTM", lstm.loss, (x) => x < 0.01, "< 0.01"],
      ["squared error, tanh RNN", rnn.loss, (x) => x > 0.1, "> 0.1"],
    ],
  },
};
