/**
 * The public API of models of whole examples, as types: classify, tag, caption, translate, forecast.
 * Shape letters: T steps written, S steps read, N examples or starts, K steps ahead.
 *
 *     const model = await engine.create({ task: "translate", data: "dates", attention: "dot", bidirectional: true });
 *     for await (const p of model.train({ steps: 1500 })) console.log(p.step, p.loss);
 *     console.log(await model.evaluate());                       // { exact: 0.99…, bleu, loss, … } on unseen dates
 *     const [date] = await model.predict(["3 March 2021"]);      // { text: "2021-03-03" }
 *     const { hypotheses, attention } = await model.beam({ input: "3 March 2021", width: 5 });
 *
 *     const critic = await engine.create({ task: "classify", text: "good\ta fine day\nbad\ta grey day" });
 *     for await (const p of critic.train({ steps: 100 })) console.log(p.loss);
 *     const [verdict] = await critic.predict(["a fine day"]);    // { text: "good" }
 *
 *     const listener = await engine.create({ task: "tag", bidirectional: true });
 *     for await (const p of listener.train({ steps: 200 })) console.log(p.loss);
 *     const [utterance] = await listener.examples({ count: 1 });
 *     const [sounds] = await listener.predict([utterance.frames]);   // { text: a phoneme for each frame }
 *
 *     const painter = await engine.create({ task: "caption" });
 *     for await (const p of painter.train({ steps: 500 })) console.log(p.loss);
 *     const [scene] = await painter.examples({ count: 1 });
 *     const captions = await painter.beam({ input: scene.frames, width: 3 });
 *
 *     const prophet = await engine.create({ task: "forecast", variant: "sines", lags: 4 });
 *     for await (const p of prophet.train({ steps: 200 })) console.log(p.loss);
 *     const { predictions, first, points } = await prophet.forecast({ ahead: 20 });
 *
 *     const { characters, layers, decoder } = await model.trace({ input: "3 March 2021" });
 *     const { forward, backward } = layers[0];                  // forward.f.data[t * H + j]: gate f of unit j at characters[t]
 *     console.log(decoder.characters, decoder.layers[0].c);     // <bos>, then what it writes; c after reading each
 */
import type { CellName, Hypothesis, BeamNode, OptimizerSettings, Progress, SaveOptions, ScheduleSettings, Tensor, TrainOptions, Notice } from "./api.js";
import type { FeedingSettings, GradientNorms, HoldSettings, Rewinding } from "./training-api.js";

export type ExampleTask = "classify" | "tag" | "caption" | "translate" | "forecast";

export interface ExampleSettings {
  /**
   * "classify": one class for a sequence (many-to-one). "tag": one label for each step (many-to-many, aligned).
   * "translate": a sequence for a sequence (many-to-many, unaligned; Sutskever et al. 2014). "caption": a sequence for a
   * picture (one-to-many). "forecast": numbers for numbers.
   */
  task: ExampleTask;
  /**
   * A bundled generator. classify: "reviews", "gap"; tag: "phonemes", "copy", "parity", "brackets"; translate: "dates",
   * "numbers", "phrases", "reversal"; caption: "scenes"; forecast: "series", "adding". Default: the first of the task.
   */
  data?: string;
  /** What language the generator writes: "en", "zh", "both"; numbers: "en-zh", "zh-en", "en-digits" … Default "": the first it has. */
  language?: string;
  /** Which kind of examples: scenes "both", "one", "two"; brackets "expected", "depth"; series "sine", "damped", "sines", "logistic". Default "": the first. */
  variant?: string;
  /** Steps, symbols or points of an example, 0 to 20000. Default 0: the generator's own. */
  length?: number;
  /** Size of the generator's alphabet, 0 to 26. Default 0: the generator's own. */
  symbols?: number;
  /** Standard deviation of what the generator adds to numbers, -1 to 10. Default -1: the generator's own. */
  noise?: number;
  /** How many examples are generated, all different, 20 to 50000. Default 10000. */
  examples?: number;
  /**
   * Your own data instead. translate: a pair a line, divided by a tab; classify: label, tab, text; tag: text, tab, as many
   * labels, a character each; forecast (series): a table with a column of numbers (CSV, TSV). Default: generated.
   */
  text?: string;
  /** Forecast: which column of your table, by name or by number from 1. Default "": the first with numbers. */
  column?: string;
  /** Forecast of a series: points that a step reads at once, 0 to 512. 0 is recurrent; else windowed autoregression (D2L 9.1). Default 0. */
  lags?: number;
  /** Forecast of a series: points that a recurrent model reads, 1 to 1024. Default 32. */
  window?: number;
  /**
   * The share of the examples that is held out, 0 to 0.5: of your own lines drawn by the seed, of a series its end.
   * Default 0.1.
   */
  validation?: number;
  /** As for a language model. Default "lstm". */
  cell?: CellName;
  /** Elman cell only. Default "tanh". */
  activation?: "tanh" | "relu" | "identity" | "sigmoid";
  /** H, hidden units, 1 to 512; a translator that reads in two directions needs an even number. Default 64. */
  hidden?: number;
  /** Stacked layers, 1 to 4. Default 1. */
  layers?: number;
  /** Read in both directions (Schuster & Paliwal 1997): side by side, H each for classify and tag, H/2 for translate. Default false. */
  bidirectional?: boolean;
  /** E, size of learned embeddings, 1 to 256. Default 32. */
  embedding?: number;
  /** The share of what passes between layers that is dropped while training (Zaremba et al. 2014), 0 to 0.9. Default 0. */
  dropout?: number;
  /** Classify and adding: what the answer is read from, the "last" state or the "mean" of all. Default "last". */
  readout?: "last" | "mean";
  /** Translate and caption: the decoder meets the context at its start ("initial"; Sutskever et al. 2014) or at "every" step (Cho et al. 2014). Default "initial". */
  context?: "initial" | "every";
  /** Translate: scores of attention, "none", "dot" (scaled) or "additive" (Bahdanau et al. 2015), after the recurrent layers (Luong et al. 2015). Default "none". */
  attention?: "none" | "dot" | "additive";
  /** LSTM only: added to the forget gate's initial bias, -5 to 5. Default 0. */
  forgetBias?: number;
  /** As for a language model. Default "uniform". */
  recurrent?: "uniform" | "orthogonal" | "identity";
  /** As for a language model, 0 to 4. Default 0. */
  spectralRadius?: number;
  /** Examples a step, 1 to 512. Default 32. */
  batch?: number;
  /** As for a language model; the rate's default is 3e-3. */
  optimizer?: OptimizerSettings;
  schedule?: ScheduleSettings;
  /** Translate and caption: what the decoder reads while training, the truth or, by scheduled sampling, its own tokens (Bengio et al. 2015). */
  feeding?: FeedingSettings;
  /** Gates held at a value, as for a language model; of an encoder-decoder those of both halves. */
  hold?: HoldSettings;
  /** Largest global L2 norm of the gradient, 0 (never clip) to 1000. Default 1. */
  clip?: number;
  /** Then every element is held to ± this, 0 (not) to 1000. Default 0. */
  clipValue?: number;
  /** Start of all random numbers, examples included, 0 to 4294967295. Default 1. */
  seed?: number;
}

export interface ResolvedExampleSettings extends Required<Omit<ExampleSettings, "text" | "optimizer" | "schedule" | "feeding" | "hold">> {
  optimizer: Required<OptimizerSettings>;
  schedule: Required<ScheduleSettings>;
  feeding: Required<FeedingSettings>;
  hold: Required<HoldSettings>;
}

export interface ExampleInfo {
  settings: ResolvedExampleSettings;
  /** Trainable numbers. */
  parameters: number;
  /** Examples to train on, and held out. */
  trainExamples: number;
  validationExamples: number;
  /** Numbers in a frame; 0 where text is read. A picture is one frame: 16 × 16 pixels of red, green and blue. */
  width: number;
  /** Characters that are read and written; names of the classes. Id 0 is `<unk>` where characters have ids. */
  source: string[];
  target: string[];
  classes: string[];
  notices: Notice[];
}

export interface Assessment {
  /** Mean over the predictions: nats, or the squared error in the data's own units. */
  loss: number;
  /** Predictions that were scored: one a class, label, written character (with its end) or number. */
  predictions: number;
  /** The share of them where the most probable answer was the true one, with the true past given. */
  accuracy: number;
  /** The share of the examples that the model gives entirely right when it writes by itself; 0 for numbers. */
  exact: number;
  /** Mean BLEU (Papineni et al. 2002; D2L 10.7, n-grams of characters up to 4) of what it writes; 0 for other tasks. */
  bleu: number;
  examples: number;
}

export interface Prediction {
  /** The class, the labels one after the other, or what is written; "" for numbers. */
  text: string;
  /** Predicted numbers; empty for text. */
  values: Float32Array;
}

/** What is read: text, or a picture's, utterance's or series' numbers. */
export type ExampleInput = string | Float32Array | readonly number[];

export interface WriteOptions {
  /** What is translated or described. */
  input: ExampleInput;
  /** Hypotheses kept, 1 to 64. Default 5. */
  width?: number;
  /** Characters at most, 1 to 1000. Default 100. */
  length?: number;
  /** α in score = logProbability / length^α, 0 to 2. Default 0.75. */
  lengthPenalty?: number;
  /** How many are returned; 0: all. Default 0. */
  count?: number;
  minLength?: number;
  noRepeat?: number;
  signal?: AbortSignal;
}

export interface Written {
  /** Best first, without `<eos>`. */
  hypotheses: Hypothesis[];
  tree: BeamNode[];
  /** α of writing the best one, [T × S] with `<eos>` as the last row; null without attention. */
  attention: Tensor | null;
}

export interface ExampleTraceOptions {
  /** What is read, at most 4096 steps. */
  input: ExampleInput;
  /** LSTM: "i", "f", "g", "o", "c", "h"; GRU: "r", "z", "n", "h"; RNN: "h". Default: all. */
  names?: string[];
  signal?: AbortSignal;
}

export interface ExampleTrace {
  /** What was read, step by step; none where numbers are read. */
  characters: string[];
  /**
   * The layers that read, from the input up; none where a picture is seen. Name → array of S × H (a translator that reads in
   * two directions has H/2 in each). Row s of `forward` is after reading steps 0 … s, row s of `backward`, which comes from
   * the end, after reading steps S − 1 … s; null where the model reads in one direction.
   */
  layers: { forward: Record<string, Tensor>; backward: Record<string, Tensor> | null }[];
  /**
   * Translate and caption: the layers that write, while the model writes as in `predict`; row t of T × H is after reading
   * `characters[t]`, which are `<bos>` and what it has written. Null where nothing is written.
   */
  decoder: { characters: string[]; layers: Record<string, Tensor>[] } | null;
}

export interface ForecastOptions {
  /** How far ahead, 1 to 1000. Default 1. */
  ahead?: number;
  /** Points to go on from. Default: from every point of the model's own series. */
  history?: ExampleInput;
  signal?: AbortSignal;
}

export interface Forecasts {
  /** Row n: what follows point `first + n − 1`, one step ahead, two … [N × K]. */
  predictions: Tensor;
  first: number;
  /** The series, in its own units; the first `trainPoints` were trained on. */
  points: Float32Array;
  trainPoints: number;
}

export interface Example {
  source: string;
  target: string;
  frames: Float32Array;
  values: Float32Array;
}

export interface ExampleModel extends Rewinding<ExampleModel> {
  readonly info: ExampleInfo;
  /** As of a language model; `charactersPerSecond` counts examples. */
  train(options?: TrainOptions): AsyncIterableIterator<Progress>;
  /** On the examples that were held out. */
  evaluate(options?: { signal?: AbortSignal }): Promise<Assessment>;
  /** Answers, one for each input, at most 1000; writing is greedy. Numbers are in the data's own units, a picture's one frame. */
  predict(inputs: readonly ExampleInput[], options?: { signal?: AbortSignal }): Promise<Prediction[]>;
  /** Translate and caption: beam search for one input. */
  beam(options: WriteOptions): Promise<Written>;
  /** Every gate and state over one input, and over what is written of it. */
  trace(options: ExampleTraceOptions): Promise<ExampleTrace>;
  /** Forecast of a series. */
  forecast(options?: ForecastOptions): Promise<Forecasts>;
  /** As of a language model. */
  gradientNorms(): Promise<GradientNorms>;
  /** As of a language model; of an encoder-decoder's halves by names with `encoder.` and `decoder.` before them. */
  weights(): Promise<Record<string, Tensor>>;
  /** Held-out examples (or, where there are none, those trained on) from number `from` (0) on, `count` (10) of them. */
  examples(options?: { from?: number; count?: number }): Promise<Example[]>;
  save(options?: SaveOptions): Promise<Uint8Array<ArrayBuffer>>;
  close(): void;
}
