/**
 * The public API, as types: what `createEngine()` gives, identical in the browser and in Node ≥ 20.
 * Shape letters: T characters in a sequence, H hidden units, V characters in the vocabulary.
 */
import type { CellOptions, CellStep } from "./cell-api.js";
import type { Beam, BeamOptions, Exhaustive, ExhaustiveOptions, Sample, SampleOptions } from "./decoding-api.js";
import type { ExampleModel, ExampleSettings } from "./example-api.js";
import type { LensMethods } from "./lens-api.js";
import type { Notice } from "./text.js";
import type {
  Coins, Exposure, ExposureOptions, FeedingSettings, GradientNorms, HoldSettings, Rewinding, TruncationSettings,
} from "./training-api.js";

export type * from "./cell-api.js";
export type * from "./decoding-api.js";
export type * from "./training-api.js";
export type { Notice };
export type * from "./example-api.js";
export type * from "./lens-api.js";

export type CellName = "lstm" | "gru" | "rnn";

export type Numerics = "reproducible" | "fast";

export interface EngineOptions {
  /**
   * "reproducible" gives the same bits in every browser, in Node and natively. "fast" uses relaxed SIMD where the
   * browser has it: about a tenth faster, with roundings that differ between processors. Default "reproducible".
   */
  numerics?: Numerics;
  /**
   * How many workers may train one model together, 1 to 8. Shards of the batch are shared out among them; the result
   * is the same to the last bit however many they are. Batches that cannot be cut (fewer than 8 streams, odd numbers)
   * are trained by one, and helpers that turn out not to pay are left out. Default 1.
   */
  workers?: number;
}

export interface OptimizerSettings {
  /**
   * All as in PyTorch: "adam" (Kingma & Ba 2015, algorithm 1), "adamw" (Loshchilov & Hutter 2019), "rmsprop"
   * (Hinton 2012) or "sgd" with momentum. Default "adam".
   */
  name?: "adam" | "adamw" | "rmsprop" | "sgd";
  /** Learning rate, 1e-6 to 10. Default 8e-3. */
  rate?: number;
  /** SGD only: 0 (plain) to 0.999. Default 0. */
  momentum?: number;
  /** AdamW only: weight decay λ, 0 to 1. Default 0.01. */
  decay?: number;
}

/** How the learning rate changes with the steps (D2L 12.11). */
export interface ScheduleSettings {
  /** "constant", "step" (times `factor` after every `every` steps) or "cosine" (down to 0 in `steps` steps). Default "constant". */
  name?: "constant" | "step" | "cosine";
  /** The rate first grows evenly for so many steps, 0 to 1e6; the schedule begins after them. Default 0. */
  warmup?: number;
  /** Step only: 1 to 1e6. Default 1000. */
  every?: number;
  /** Step only: 0 to 1. Default 0.5. */
  factor?: number;
  /** Cosine only: 1 to 1e9. Default 6000. */
  steps?: number;
}

export interface LanguageModelSettings {
  task: "language-model";
  /**
   * "lstm" (Hochreiter & Schmidhuber 1997, with forget gate), "gru" (Cho et al. 2014, in PyTorch's form: reset acts
   * after the recurrent product) or "rnn" (Elman 1990). Default "lstm".
   */
  cell?: CellName;
  /** Elman cell only: tanh, relu, identity or sigmoid. Default "tanh". */
  activation?: "tanh" | "relu" | "identity" | "sigmoid";
  /** H, hidden units per layer, 1 to 1024. Default 128. */
  hidden?: number;
  /** Stacked layers, 1 to 4. Default 1. */
  layers?: number;
  /** Always false: a language model that sees what comes next has nothing left to predict. */
  bidirectional?: false;
  /** E, size of a learned embedding, 1 to 512; 0 feeds one-hot vectors. Default 0. */
  embedding?: number;
  /** LSTM only: added to the forget gate's initial bias, -5 to 5; 0 is PyTorch's initialisation. Default 0. */
  forgetBias?: number;
  /**
   * What each gate's recurrent weights start as: "uniform" as in PyTorch, a random "orthogonal" matrix (Saxe et al.
   * 2014), or the "identity" (Le et al. 2015). Default "uniform".
   */
  recurrent?: "uniform" | "orthogonal" | "identity";
  /** Each gate's recurrent weights are scaled to this largest |eigenvalue|, 0 (not) to 4. Default 0. */
  spectralRadius?: number;
  /** The text to learn, at least two characters. Default: the bundled English text. */
  text?: string;
  /**
   * What the model reads and predicts one by one. "words": runs of letters with the space before them (“ the”); each other
   * character, and each of a script without spaces (Han, kana), is a token of its own. Whatever the API counts in
   * characters (losses, windows, lengths, limits, arrays called `characters`) is then counted in these. Default "characters".
   */
  tokens?: "characters" | "words";
  /** V at most, 2 to 8192: rarer tokens are learned as one, `<unk>`. Default 4096. */
  vocabulary?: number;
  /** Tokens that occur less often in the text than this are learned as `<unk>` too (min_freq in D2L 9.2), 1 to 1000. Default 1. */
  minFrequency?: number;
  /** The share of the text, from its end, that is held out for validation, 0 to 0.5. Default 0.1. */
  validation?: number;
  /** B, contiguous streams read side by side, 1 to 512. Default 8. */
  batch?: number;
  /** T, characters per stream and step; gradients flow back this far. 1 to 1024. Default 32. */
  window?: number;
  optimizer?: OptimizerSettings;
  schedule?: ScheduleSettings;
  /** Largest global L2 norm of the gradient, 0 (never clip) to 1000. Default 5. */
  clip?: number;
  /** Then every element of the gradient is held to ± this, 0 (not) to 1000. Default 0. */
  clipValue?: number;
  /**
   * The probability with which each output of a layer is dropped on its way to the next one while training, 0 to 0.9;
   * between layers only (Zaremba et al. 2014), so it needs two. Default 0.
   */
  dropout?: number;
  /** Whether a window begins with the state the one before it left ("carried") or with "zero". Default "carried". */
  state?: "carried" | "zero";
  truncation?: TruncationSettings;
  feeding?: FeedingSettings;
  hold?: HoldSettings;
  /** Start of all random numbers, an integer from 0 to 4294967295. Default 1. */
  seed?: number;
}

export type ModelSettings = LanguageModelSettings;

type Grouped = "optimizer" | "schedule" | "truncation" | "feeding" | "hold";

/** Every setting with a value: what the model was really built with. */
export interface ResolvedSettings extends Required<Omit<LanguageModelSettings, "text" | "bidirectional" | Grouped>> {
  optimizer: Required<OptimizerSettings>;
  schedule: Required<ScheduleSettings>;
  truncation: Required<TruncationSettings>;
  feeding: Required<FeedingSettings>;
  hold: Required<HoldSettings>;
}

export interface ModelInfo {
  settings: ResolvedSettings;
  /** Trainable numbers. */
  parameters: number;
  /** The tokens the model knows, by id. Id 0 is `<unk>`. */
  vocabulary: string[];
  /** Characters used for training and held out for validation. */
  trainCharacters: number;
  validationCharacters: number;
  /** Plain sentences about what was changed in the text or the settings, possibly none. */
  notices: Notice[];
}

export interface Progress {
  /** Steps trained so far, over all calls of `train`. */
  step: number;
  /** Nats per predicted character, mean over the last step's B × T predictions. */
  loss: number;
  /** The loss of every step since the previous progress value, oldest first; `loss` is the last. None where only `validationLoss` is new. */
  losses: Float32Array;
  /** Nats per character on the held-out text as last measured, or null before that. */
  validationLoss: number | null;
  /** The step at which `validationLoss` was measured. */
  validationStep: number;
  /** Global L2 norm before clipping, of the last step. */
  gradientNorm: number;
  /** Characters trained per second of training time, recent average. */
  charactersPerSecond: number;
  /** Passes over the training text so far, with fraction. */
  epoch: number;
  /** ε of the last step: the probability with which the model read the truth. 1 without feeding. */
  teacherProbability: number;
  /** The least validation loss measured while training with patience, and the step it belongs to; null before that. */
  best: { step: number; validationLoss: number } | null;
  /** How many workers computed the last step. */
  workers: number;
  /** How many times as fast several workers are as one with this model, or null before that has been measured. */
  gain: number | null;
}

export interface TrainOptions {
  /** How many steps to train in this call, 1 to 1e9. Default 1000. */
  steps?: number;
  /**
   * Early stopping: the call ends when so many measurements of `validationLoss` in a row, counted from its beginning,
   * were not below the best, 0 (never) to 1e6. The best state is kept as a snapshot: `stepBack(progress.best.step)`.
   * Rejects with code "nothing-held-out" when nothing is held out. Default 0.
   */
  patience?: number;
  /** Stops between two slices of work; the loop then ends normally and the model can go on later. */
  signal?: AbortSignal;
}

export interface EvaluateOptions { signal?: AbortSignal }

export interface Evaluation {
  /** Mean negative log-likelihood per predicted character. */
  nats: number;
  /** nats / ln 2. */
  bits: number;
  /** exp(nats). */
  perplexity: number;
  /** Predicted characters (the first one is only read). */
  characters: number;
  /** How many of the text's characters the vocabulary lacks; they are read and scored as `<unk>`. */
  unknown: number;
}

export interface BaselinesOptions {
  /** ε₁, ε₂, ε₃ of Laplace smoothing (D2L 9.3): how strongly rarer evidence leans on commoner, each 1e-9 to 1e9. Default [1, 1, 1]. */
  epsilon?: readonly [number, number, number];
  /** What to measure on, at least two characters. Default: the part of the model's text that is held out for validation. */
  text?: string;
  signal?: AbortSignal;
}

export type Loss = Pick<Evaluation, "nats" | "bits" | "perplexity">;

/** Models that only count, on the model's own vocabulary and training text; all that a network must beat. */
export interface Baselines {
  /** 1/V for each character: perplexity V, `<unk>` counted. */
  uniform: Loss;
  /** (n(x) + ε₁/V) / (n + ε₁). */
  unigram: Loss;
  /** (n(x, x′) + ε₂ P(x′)) / (n(x) + ε₂). */
  bigram: Loss;
  /** (n(x, x′, x″) + ε₃ P(x″)) / (n(x, x′) + ε₃). */
  trigram: Loss;
  /** Predicted characters: all but the first, as in `evaluate`. */
  characters: number;
}

export interface Tensor {
  shape: number[];
  data: Float32Array;
}

export interface TraceOptions {
  /** Read once as one stream from a zero state, 2 to 4096 characters, all in the vocabulary. The last is only predicted. */
  text: string;
  /** LSTM: "i", "f", "g", "o", "c", "h"; GRU: "r", "z", "n", "h"; RNN: "h"; all: "logits" (T × V, under layer 0), where T is one less than the characters. Default: all but "logits". */
  names?: string[];
  /** Also give ∂L/∂(name): for gates before their sigmoid or tanh; L is the mean loss over the text. Default false. */
  gradients?: boolean;
  signal?: AbortSignal;
}

export interface Trace {
  characters: string[];
  /** Nats with which each next character was predicted; T of them. */
  losses: Float32Array;
  /** Per layer, from the input up: name → array of T × H; row t is after reading character t. */
  layers: Record<string, Tensor>[];
  /** The same names, or null when not asked for. */
  gradients: Record<string, Tensor>[] | null;
}

export interface SaveOptions {
  /**
   * Also writes what training on needs: the optimiser's moments and the state carried from window to window, as tensors
   * named `training.…`, and the counters. About three times the size. `load(bytes, { text })` with the same text then
   * goes on to the last bit as if training had never stopped; only `validationLoss` is null until it is measured again.
   * Default false.
   */
  training?: boolean;
}

export interface LoadOptions {
  /** The text to train on; without one the model reads, writes and explains. */
  text?: string;
  /** What is to change when it is trained on; every field that is left out stays as it was saved. Moments of another optimiser begin at zero. */
  optimizer?: OptimizerSettings;
  /** Likewise. Steps are counted from the model's first one. */
  schedule?: ScheduleSettings;
  /** Likewise. */
  clip?: number;
  /** Likewise. */
  clipValue?: number;
  /** Likewise. */
  dropout?: number;
  /** Likewise. */
  state?: "carried" | "zero";
  /** Likewise. */
  truncation?: TruncationSettings;
  /** Likewise. */
  feeding?: FeedingSettings;
}

export interface Model extends LensMethods, Rewinding<Model> {
  readonly info: ModelInfo;
  /** Goes on from where the model stands. At most some 30 values a second, and always the last one. */
  train(options?: TrainOptions): AsyncIterableIterator<Progress>;
  evaluate(text: string, options?: EvaluateOptions): Promise<Evaluation>;
  /**
   * A text as the model reads it: its characters or words, `<unk>` for those it does not know. A first word is known with
   * or without the space before it; a single space at the very end waits for its word and is left out.
   *
   *     const model = await engine.create({ task: "language-model", tokens: "words", minFrequency: 2 });
   *     await model.tokenize("the keeper's boat");            // ["the", " keeper's", " boat"]
   */
  tokenize(text: string): Promise<string[]>;
  /**
   * What counting single characters, pairs and triples of the training text gets to, next to `evaluate`.
   * Rejects with code "nothing-held-out" when the model was created with `validation: 0` and no text is given.
   */
  baselines(options?: BaselinesOptions): Promise<Baselines>;
  sample(options?: SampleOptions): Promise<Sample>;
  beam(options?: BeamOptions): Promise<Beam>;
  exhaustive(options?: ExhaustiveOptions): Promise<Exhaustive>;
  trace(options: TraceOptions): Promise<Trace>;
  /** Of the step trained last; all zero before the model's first step here. A step under way is finished first. */
  gradientNorms(): Promise<GradientNorms>;
  /**
   * Every parameter as it is now, by PyTorch's names and in its shapes: what `save` writes. PyTorch has two biases where the
   * model has one: the second is zero, but for a GRU's candidate.
   */
  weights(): Promise<Record<string, Tensor>>;
  /** What the coins of the last step decided, or null without feeding and before the model's first step here. */
  coins(): Promise<Coins | null>;
  /** How much worse the model predicts after its own characters than after the true ones. */
  exposure(options?: ExposureOptions): Promise<Exposure>;
  /**
   * The whole model as a safetensors file with PyTorch's names, shapes and gate order: `lstm.weight_ih_l0` … (or `gru`,
   * `rnn`), `linear`, `embedding`; settings, vocabulary and step in its metadata.
   *
   *     const file = await model.save({ training: true });
   *     const again = await engine.load(file, { text, optimizer: { rate: 1e-3 } });
   *     for await (const p of again.train({ steps: 500 })) console.log(p.step, p.loss);
   */
  save(options?: SaveOptions): Promise<Uint8Array<ArrayBuffer>>;
  /** Frees the model. Calls after it reject with code "closed". */
  close(): void;
}

export interface Engine {
  /** What really runs: "fast" only where it was asked for and the browser has relaxed SIMD. */
  readonly numerics: Numerics;
  create(settings: LanguageModelSettings): Promise<Model>;
  /** A model of whole examples: classify, tag, caption, translate, forecast. */
  create(settings: ExampleSettings): Promise<ExampleModel>;
  /**
   * A model from `save()`, or of PyTorch's weights: a safetensors file (F32, F64, F16 or BF16) with the same names and, in
   * its metadata, `settings` (JSON of what differs from the defaults) and `vocabulary` (the characters of ids 1, 2, 3 …).
   */
  load<M extends Model | ExampleModel = Model>(bytes: Uint8Array, options?: LoadOptions): Promise<M>;
  /** One step of one cell on numbers of your own, forward and, if asked, back: the very arithmetic that models are made of. */
  cell(options: CellOptions): Promise<CellStep>;
  /** Bytes of WebAssembly memory in use by the engine, all its workers together. */
  memory(): Promise<{ bytes: number }>;
  close(): void;
}
