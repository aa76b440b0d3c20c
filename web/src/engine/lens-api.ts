/**
 * The public API of the lens, as types: everything is computed from the arrays of a real run of the model over a text.
 * A text of n characters, all in the vocabulary, is read once as one stream from a zero state; the last character is only
 * predicted, so there are T = n − 1 steps. Step t reads character t and predicts character t + 1; L_t is the loss of that
 * prediction alone, in nats. H hidden units. Like `trace`, each works on the weights as they were when it was called.
 */
import type { Tensor } from "./api.js";

interface TextOptions {
  text: string;
  signal?: AbortSignal;
}

interface LayerOptions extends TextOptions {
  /** Which layer, counted from the input: 0 to layers − 1. Default 0. */
  layer?: number;
}

/** `text`: 2 to 257 characters. */
export type FlowOptions = LayerOptions;

export interface Flow {
  characters: string[];
  /** T × T: ‖∂L_t/∂h_k‖₂, t down, k across; 0 for k > t (Pascanu et al. 2013, eq. 4–5). */
  h: Tensor;
  /** The same of the LSTM's c; null for other cells. */
  c: Tensor | null;
}

/**
 * `text`: 2 to 257 characters. Models with at most 64 hidden units. Singular values take time, growing with N³: with 64
 * units and 128 characters some 3 seconds for RNN and GRU, half a minute for the LSTM (N = 128).
 */
export type JacobiansOptions = LayerOptions;

export interface Jacobians {
  characters: string[];
  /**
   * T × N: the singular values of J_t = ∂s_t/∂s_{t−1}, largest first, where s is the layer's state: h (N = H), for the
   * LSTM h and c together (N = 2H).
   */
  steps: Tensor;
  /**
   * T × N: the natural logarithm of the singular values of J_t … J_1 = ∂s_t/∂s_0, largest first; -Infinity for 0. Values
   * below 1e-15 of the largest are rounding.
   */
  products: Tensor;
  /** The largest |eigenvalue| of each gate's H × H block of U: LSTM i f g o, GRU r z n, RNN one; within 0.5 %. */
  radii: Float32Array;
}

/** `text`: 2 to 257 characters. Models with cell "rnn", one layer, at most 16 hidden units. */
export type RecursionOptions = TextOptions;

export interface Recursion {
  characters: string[];
  /**
   * H × H: dL/dU of the mean loss by the forward recursion R_t = A(B + Uᵀ R_{t−1}) (Williams & Zipser 1989; MMDS 13.5.1),
   * computed in double from the arrays of the run.
   */
  recursion: Tensor;
  /** H × H: the same by backpropagation through time, as training computes it, in single precision. */
  bptt: Tensor;
  /** The largest difference between the two: some 1e-7, the rounding of single precision. */
  difference: number;
  /** T of them: ‖R_t‖_F, R_t = dh_t/dU. */
  norms: Float32Array;
}

/** `text`: 2 to 257 characters. Models with cell "lstm", at most 64 hidden units. */
export type MemoryOptions = LayerOptions;

export interface Memory {
  characters: string[];
  /** T × H: row k is ∏ f_j over the steps j after k, of each unit: what its forget gates alone would keep. */
  forget: Tensor;
  /** T × H: row k is the diagonal of ∂c_T/∂c_k, T the last step, by all paths: through the gates and h as well. */
  derivative: Tensor;
  /** T of them: the Frobenius norm of diag(∏ f). √H at the last step. */
  forgetNorm: Float32Array;
  /** T of them: the Frobenius norm of the whole matrix ∂c_T/∂c_k. */
  derivativeNorm: Float32Array;
}

/** `text`: 2 to 4096 characters. */
export interface HistogramsOptions extends TextOptions {
  /** 2 to 200. Default 20. */
  bins?: number;
}

export interface Histogram {
  /** The first bin begins at `low`, the last ends at `high`: 0 to 1 for gates, −1 to 1 for what tanh bounds, else ± the largest |value|. */
  low: number;
  high: number;
  /** Of all T × H values, how many fell into each bin. */
  counts: Float32Array;
  /** Null for what no function bounds: c, and h of an RNN with relu or identity. */
  saturation: Saturation | null;
}

/** Shares, 0 to 1, of steps in which a unit is below 0.1 or above 0.9 (gates) or beyond ∓0.9 (what tanh bounds) (Karpathy et al. 2015, figure 3). */
export interface Saturation {
  /** H of each. */
  low: Float32Array;
  high: Float32Array;
  /** Their means over the units. */
  total: { low: number; high: number };
}

export interface Histograms {
  characters: string[];
  /** Per layer, from the input up: LSTM "i", "f", "g", "o", "c", "h"; GRU "r", "z", "n", "h"; RNN "h". */
  layers: Record<string, Histogram>[];
}

/** `text`: 2 to 4096 characters. */
export type AblateOptions = LayerOptions;

export interface Ablation {
  characters: string[];
  /** Mean nats per character of the whole model. */
  loss: number;
  /**
   * H of them: what is added to `loss` when everyone who reads h of this unit reads 0: the layer's own gates at the next
   * step, and the layer above or the output.
   */
  change: Float32Array;
}

/** `text`: 2 to 4096 characters. */
export interface SaliencyOptions extends TextOptions {
  /** The character whose prediction is to be explained, 1 to the last. Default: the last. */
  position?: number;
}

export interface Saliency {
  characters: string[];
  position: number;
  /** Nats of that prediction. */
  loss: number;
  /** One for each character before `position`: ‖∂L/∂x_k‖₂, x_k being the one-hot vector or the embedding (Simonyan et al. 2014). */
  norm: Float32Array;
  /** ∂L/∂x_k · x_k: how the loss changes, to first order, with the strength of the character read; negative: it helps. */
  product: Float32Array;
}

/** `text`: 2 to 257 characters. */
export interface CheckGradientOptions extends TextOptions {
  /** "layers.0.W", "layers.0.U", "layers.0.b", … (GRU also "layers.0.v"), "head.W", "head.b", "embedding". */
  parameter: string;
  /** How many of its entries are drawn, 1 to 100000; all when there are fewer. Default 20. */
  entries?: number;
  /** Draws the entries. Default 1. */
  seed?: number;
}

export interface CheckedEntry {
  row: number;
  column: number;
  /** By backpropagation through time: of the mean loss over the text. */
  analytic: number;
  /** By central differences of fourth order, step 0.08. */
  numeric: number;
  /**
   * |analytic − numeric| / max(|analytic|, |numeric|, m/10), m the parameter's largest |gradient|. In single precision
   * some 1e-3 for a trained model and 1e-2 for one with gradients below 1e-3, as before training: the loss itself is
   * rounded to 1e-7. In double the same code agrees to 1e-6 (tested). With relu a step may cross the kink, where there
   * is no derivative.
   */
  error: number;
}

export interface GradientCheck {
  parameter: string;
  /** Rows and columns of the parameter. W and U hold their gates side by side: [inputs × GH], [H × GH]. */
  shape: number[];
  entries: CheckedEntry[];
  /** The largest `error`. */
  worst: number;
}

/**
 * What a model tells of its inner life.
 *
 *     const model = await engine.create({ task: "language-model", cell: "rnn", hidden: 16 });
 *     for await (const { step } of model.train({ steps: 300 })) console.log(step);
 *     const text = "The keeper";
 *     const { h } = await model.flow({ text });             // h.data[t * T + k]: ‖∂L_t/∂h_k‖, T = h.shape[0]
 *     const { radii } = await model.jacobians({ text });    // [largest |eigenvalue| of U]
 *     const { difference } = await model.recursion({ text });
 *     const { change } = await model.ablate({ text });      // change[j]: nats more without unit j
 *     const { norm } = await model.saliency({ text });      // of each character before the last
 *     const { worst } = await model.checkGradient({ text, parameter: "layers.0.U" });
 */
export interface LensMethods {
  /** How far the gradient of each loss flows back in one layer. */
  flow(options: FlowOptions): Promise<Flow>;
  /** What one step, and many, do to a small change of one layer's state. */
  jacobians(options: JacobiansOptions): Promise<Jacobians>;
  /** The gradient of U by going forward, beside the one by going back. */
  recursion(options: RecursionOptions): Promise<Recursion>;
  /** What an LSTM's cell remembers at the end of the text. */
  memory(options: MemoryOptions): Promise<Memory>;
  /** How the values of every gate and state are spread, and which units are saturated. */
  histograms(options: HistogramsOptions): Promise<Histograms>;
  /** How much worse the text is predicted without each unit of one layer. */
  ablate(options: AblateOptions): Promise<Ablation>;
  /** Which of the characters before it a prediction depends on. */
  saliency(options: SaliencyOptions): Promise<Saliency>;
  /** The gradient that training uses, against the definition of a derivative. */
  checkGradient(options: CheckGradientOptions): Promise<GradientCheck>;
}
