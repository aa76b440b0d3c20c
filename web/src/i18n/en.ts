/** The English catalogue. Its shape is the contract that the Chinese one has to meet. */
import { enFormat } from "./format.js";
import { enExhibit } from "./en-exhibit.js";
import type { ErrorLike, NoticeLike, ProblemLike } from "./types.js";

const format = enFormat;
const count = (n: number, one: string, many = `${one}s`) => `${format.whole(n)} ${n === 1 ? one : many}`;

/** What a model reads one by one. */
export type Unit = "characters" | "words";
const single: Record<Unit, string> = { characters: "character", words: "word" };

const heldHelp = "-1 leaves it free; 0 to 1 holds it";

function fieldProblem(label: string, p: ProblemLike): string {
  switch (p.reason) {
    case "missing": return `${label} is empty. Give it a value.`;
    case "decimal-comma": return `Write ${p.suggestion} with a point instead of ${p.value}.`;
    case "not-an-integer": return `${label} must be a whole number.`;
    case "out-of-range": return `${label} must lie between ${format.short(p.min ?? 0)} and ${p.max === 4294967295 ? "4294967295" : format.short(p.max ?? 0)}.`;
    case "not-a-choice": return `${label} must be one of ${(p.choices ?? []).join(", ")}.`;
    case "beside": return `${label} must lie between ${format.short(p.min ?? 0)} and ${format.short(p.max ?? 0)} with this choice.`;
    case "no-such-gate": return `This cell has no such gate. Leave ${label} at -1.`;
    case "no-snapshot": return `There is no snapshot of step ${p.value}.`;
    case "too-many-sequences": return `${label} ${p.value} makes more than a million sequences. Choose at most ${format.short(p.max ?? 0)}, or use a beam.`;
    case "too-long": return `${label} has ${p.value} characters; at most ${format.short(p.max ?? 0)} fit here.`;
    default: return `${label} must be a number.`;
  }
}

export const en = {
  code: "en" as "en" | "zh",
  htmlLang: "en",
  format,
  exhibit: enExhibit,

  field: {
    cell: "Cell", activation: "Activation", hidden: "Hidden units", layers: "Layers", embedding: "Embedding size",
    forgetBias: "Forget-gate bias", tokens: "Learned one by one", vocabulary: "Largest vocabulary", minFrequency: "Least frequency", validation: "Held out for validation",
    batch: "Batch size", window: "Time steps (window)", "optimizer.name": "Optimizer", "optimizer.rate": "Learning rate",
    "optimizer.momentum": "Momentum", "optimizer.decay": "Weight decay", clip: "Clipping by norm", clipValue: "Clipping by value",
    "schedule.name": "Learning-rate schedule", "schedule.warmup": "Warm-up steps", "schedule.every": "Steps between drops",
    "schedule.factor": "Factor of each drop", "schedule.steps": "Steps down to zero",
    dropout: "Dropout", state: "State between windows", "truncation.name": "Gradient flows back", "truncation.steps": "τ, steps",
    "feeding.name": "What it reads in training", "feeding.k": "k of the schedule", "feeding.c": "c, decay a step", "feeding.floor": "Least ε",
    "feeding.per": "A coin for each", "feeding.own": "Its own character or word",
    "hold.i": "Input gate i", "hold.f": "Forget gate f", "hold.g": "Candidate g", "hold.o": "Output gate o",
    "hold.r": "Reset gate r", "hold.z": "Update gate z",
    recurrent: "Recurrent weights", spectralRadius: "Spectral radius", seed: "Seed", steps: "Steps to train",
    workers: "Workers", numerics: "Numerics", "sample.length": "Length", "sample.temperature": "Temperature", prompt: "Prompt", text: "Text",
  } as Record<string, string>,
  help: {
    hidden: "H, the size of the hidden state in each layer",
    embedding: "0 feeds one-hot vectors",
    tokens: "a word has the space before it; Chinese characters stay single",
    forgetBias: "above 0, the cell remembers more at first",
    vocabulary: "what is rarer is learned as one, <unk>",
    minFrequency: "what occurs less often in the text is <unk> too",
    validation: "a share of the text, from its end: 0 to 0.5",
    batch: "streams of text read side by side",
    window: "T, how far back the gradient flows",
    clip: "largest gradient norm; 0 never clips",
    clipValue: "largest element of the gradient; 0 never clips",
    "optimizer.decay": "λ, how fast weights shrink by themselves",
    "schedule.warmup": "the rate grows evenly over them",
    dropout: "share of a layer's outputs dropped on the way to the next",
    "truncation.steps": "in drops: every τ steps; at random: τ on average",
    "feeding.name": "ε is the probability of reading the truth",
    "feeding.k": "i counts the steps: ε = k, k − c·i, k^i or k/(k + e^(i/k))",
    "feeding.floor": "ε never falls below",
    "hold.i": heldHelp, "hold.f": heldHelp, "hold.g": heldHelp, "hold.o": heldHelp, "hold.r": heldHelp, "hold.z": heldHelp,
    recurrent: "what they start as, gate by gate",
    spectralRadius: "λ at the start; 0 leaves it as drawn",
    seed: "the same seed gives the same run, bit for bit",
    steps: "updates of all the weights",
    "sample.temperature": "0 always takes the likeliest",
    numerics: "fast: about a tenth faster, but the last digits may differ from machine to machine",
  } as Record<string, string>,
  workersHelp: (cores: number) => `this device has ${count(cores, "core")}; the result stays the same, bit for bit`,
  choice: {
    lstm: "LSTM", gru: "GRU", rnn: "RNN (Elman)", tanh: "tanh", relu: "ReLU", identity: "identity", sigmoid: "sigmoid", adam: "Adam", adamw: "AdamW", rmsprop: "RMSProp", sgd: "SGD",
    constant: "constant", step: "in drops", cosine: "cosine", uniform: "uniform", orthogonal: "orthogonal",
    reproducible: "reproducible", fast: "fast",
    carried: "carried on", zero: "zero each time", window: "whole window", steps: "τ steps at most", random: "τ steps on average",
    truth: "always the truth", linear: "own ones, ε linear", exponential: "own ones, ε exponential", "inverse-sigmoid": "own ones, ε inverse sigmoid",
    characters: "characters", words: "words", token: "character or word", sequence: "window", sampled: "drawn", best: "the likeliest",
  } as Record<string, string>,

  studio: {
    label: "A language model that trains here",
    settings: "The model", moreSettings: "More settings", feedingSettings: "What it reads, how far gradients flow", gateSettings: "Hold gates", locked: "set by the course",
    train: "Train", resume: "Go on", pause: "Pause", step: "One step", reset: "Reset", save: "Save model", open: "Open model",
    trainMore: (steps: number) => `Train ${count(steps, "more step", "more steps")}`,
    applySettings: "Start anew with these",
    stale: (names: string[]) => `Changed: ${names.join(", ")}. This takes a new model; the curve so far stays as a faint line.`,
    staleText: "text",
    fixFirst: (n: number) => `${n === 1 ? "One setting has" : `${n} settings have`} no usable value yet. It is marked below; put it right, then press Train.`,
    retry: "Try again",
    retryRate: (rate: number) => `Start again with learning rate ${format.short(rate)}`,
    resumeFrom: (step: number) => `Go on from step ${format.whole(step)}`,
    smaller: (hidden: number) => `Start again with ${hidden} hidden units`,
    clearPrompt: "Clear the prompt", bundled: "Use the bundled text",
    dismiss: "Dismiss", notices: "Good to know",
  },

  status: {
    idle: (text: string, parameters: string, unit: Unit) => `Ready. ${parameters} will learn to guess the next ${single[unit]} of ${text}.`,
    idleModel: (cell: string, hidden: number, layers: number) => `${cell === "GRU" ? "A" : "An"} ${cell} with ${layers > 1 ? `${layers} × ` : ""}${count(hidden, "hidden unit")}`,
    fetching: "Fetching the engine …",
    building: "Building a fresh model from the seed …",
    training: (epoch: number, perplexity: string, unit: Unit) =>
      `Learning. It has read ${epoch < 1 ? `${format.share(epoch)} of the text` : `the text ${epoch.toFixed(1)} times`} and ${perplexity === "1" ? `is nearly sure of each next ${single[unit]}` : `hesitates between about ${perplexity} ${unit} each time`}.`,
    firstSteps: "Learning. The first steps are running.",
    paused: (step: number) => `Paused at step ${format.whole(step)}. Nothing is lost: go on, take one step, or change something.`,
    finished: (step: number, nats: string, unit: Unit) => `Done: ${format.whole(step)} steps. The loss is ${nats} nats per ${single[unit]}; you can train on.`,
    failed: (step: number) => step > 0 ? `Stopped at step ${format.whole(step)}. The curve, the text and the samples are kept.` : "Not started. What you entered is kept.",
    loaded: "A saved model is open. It can write now.",
    reset: "Back at the start. The same seed will give the same run.",
  },

  numbers: {
    loss: "loss", nats: "nats", perplexity: "perplexity", bits: "bits", validation: "held out", speed: (unit: Unit) => `${unit}/s`,
    step: "step", stepBefore: "step ", stepAfter: (goal: number) => ` of ${format.whole(goal)}`, leftBefore: "", leftAfter: " left", none: "–",
    workers: (n: number, gain: string | null) =>
      gain === null ? count(n, "worker") : n > 1 ? `${count(n, "worker")}, ${gain} × the speed of one` : "1 worker: more would not be faster here",
    numerics: { fast: "fast numerics", reproducible: "reproducible numerics: this browser has no relaxed SIMD" } as Record<string, string>,
    lossHelp: (unit: Unit) => `per ${single[unit]}, mean of the last step`, perplexityHelp: (unit: Unit) => `as if choosing between so many equally likely ${unit}`,
    bitsHelp: (unit: Unit) => `per ${single[unit]}`, validationHelp: "nats on text it never trains on", progress: "Progress",
  },

  chart: {
    title: "Loss", describe: (unit: Unit) => `Loss in nats per ${single[unit]} against training steps`,
    axisLog: "log steps", axisLinear: "even steps", axis: "Step axis",
    nats: "nats", step: "step", perplexity: "perplexity", train: "training", validation: "held out", before: "before",
    uniform: (size: number, unit: Unit) => `guessing evenly among ${format.whole(size)} ${unit}`,
    empty: "The loss will be drawn here, step by step.",
    table: "The same as a table",
    tableNote: (every: number) => every > 1 ? `Each row is the mean of ${every} steps.` : "Each row is one step.",
    at: (step: number, loss: string, perplexity: string) => `step ${format.whole(step)}: ${loss} nats, perplexity ${perplexity}`,
    summary: (steps: number, first: string, now: string) => `Over ${count(steps, "step")} the loss went from ${first} to ${now} nats.`,
  },

  samples: {
    title: "What it writes", reading: "What it is going to read", promptEmpty: "none: from silence",
    write: "Write one now", untrained: "before training", step: (step: number) => `step ${format.whole(step)}`,
    perplexity: (value: string) => `perplexity ${value}`,
    list: "Samples, newest first", empty: "Samples appear here while it learns.", settings: "How it writes",
  },

  text: {
    title: "The text it learns", english: "A Word from Every Hut", chinese: "三门渡 (Chinese)", own: "Your own text",
    shortName: { english: "the English story", chinese: "the Chinese story", own: "your text" } as Record<string, string>,
    choose: "Text", area: "The text. Type or paste here, or drop a file.", open: "Open a file", drop: "Drop the file to learn it",
    privacy: "It stays on this device.",
    characters: (n: number) => count(n, "character"),
    preview: (shown: number, all: number) => `Shown are the first ${format.whole(shown)} of ${count(all, "character")}; all are learned.`,
    clear: "Clear", placeholder: "Paste anything you like: a novel, a diary, song lyrics, code. A few thousand characters are a good start.",
    loading: "Loading the text …",
    fileRead: (name: string, encoding: string) => `${name}, read as ${encoding}.`,
    guessed: (name: string, encoding: string) => `${name} is not UTF-8; it was read as ${encoding}. If letters look wrong, save it as UTF-8 and open it again.`,
    binary: (name: string, kind: string | null) => `${name} is ${kind ? `a ${kind} file` : "not a text file"}, which holds no plain text. Your text was kept. Save it as plain text (.txt) first.`,
    tooLarge: (size: string, limit: string) => `That is ${size}; at most ${limit} can be learned here. Your text was kept.`,
    emptyFile: (name: string) => `${name} is empty. Your text was kept.`,
    unreadable: (name: string) => `${name} could not be read. Your text was kept.`,
    missing: "The bundled text did not arrive. Check the connection and try again, or paste your own.",
  },

  url: {
    damaged: (parts: string[]) => `Part of this page's address could not be used, so its default was taken: ${parts.join(", ")}.`,
    version: "This address comes from another version of the page; what could be understood was used.",
  },

  fieldProblem,
  errorSentence: (error: ErrorLike): string => error.message,
  noticeSentence: (notice: NoticeLike): string => notice.message,
};

export type Words = typeof en;
