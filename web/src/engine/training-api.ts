/** Part of the public API: how a language model is fed and truncated, held gates, snapshots, exposure. */
import type { LoadOptions } from "./api.js";

/**
 * How far gradients flow back within a window (D2L 9.7): as far as it reaches; not across every τ-th step; or across each
 * step with probability 1 − 1/τ, and then so much stronger that the gradient is right on average (Tallec & Ollivier 2017).
 */
export interface TruncationSettings {
  /** "window", "steps" or "random". Default "window". */
  name?: "window" | "steps" | "random";
  /** τ, 1 to 1024; of "random" the mean length. Default 16. */
  steps?: number;
}

/**
 * Scheduled sampling (Bengio et al. 2015, section 2.4): before each step but a window's first, a coin decides whether the
 * model reads the true character, with probability ε, or one of its own. No gradient flows through what it has chosen.
 * After i steps of training
 *
 *     constant         ε = k, the teacher-forcing ratio
 *     linear           ε = max(floor, k − c i)
 *     exponential      ε = max(floor, k^i)
 *     inverse-sigmoid  ε = max(floor, k / (k + e^(i/k)))
 */
export interface FeedingSettings {
  /** "truth" (ε = 1), "constant", "linear", "exponential" or "inverse-sigmoid". Default "truth". */
  name?: "truth" | "constant" | "linear" | "exponential" | "inverse-sigmoid";
  /**
   * 0 to 1 (constant), 0 to 1e6 (linear), 0 to 0.999999 (exponential), 1 to 1e6 (inverse sigmoid). Default 1 where it has
   * no meaning and for "linear"; 0.5 for "constant", 0.999 for "exponential", 500 for "inverse-sigmoid".
   */
  k?: number;
  /** Linear only: what ε loses a step, 0 to 1. Default 5e-4. */
  c?: number;
  /** What ε never falls below, 0 to 1; not of "constant". Default 0. */
  floor?: number;
  /** A coin for each "token", or one for each stream's window ("sequence"). Default "token". */
  per?: "token" | "sequence";
  /** The model's own character: "sampled" from its distribution, or its most probable one ("best"). Default "sampled". */
  own?: "sampled" | "best";
}

/**
 * Gates of every layer held at a value instead of being computed, 0 to 1; -1 leaves a gate free. At 1 a gate is as good as
 * removed (Greff et al. 2017). A held gate learns nothing.
 */
export interface HoldSettings {
  /** LSTM only: the input gate. Default -1. */
  i?: number;
  /** LSTM only: the forget gate. Default -1. */
  f?: number;
  /** LSTM only: the candidate. Default -1. */
  g?: number;
  /** LSTM only: the output gate. Default -1. */
  o?: number;
  /** GRU only: the reset gate. Default -1. */
  r?: number;
  /** GRU only: the update gate. Default -1. */
  z?: number;
}

/** The coin flips of one step of training, T × B: row t is time, column b the stream. */
export interface Coins {
  /** The step, counted as in `Progress`. */
  step: number;
  /** ε, the probability of reading the truth. */
  epsilon: number;
  /** 1 where the model read its own character, 0 where the truth. Row 0 is always the truth. */
  coins: { shape: [T: number, B: number]; data: Uint8Array };
  /** What was read, and what the text has there: T × B characters, in the order of the coins. */
  read: string[];
  truth: string[];
}

export interface ExposureOptions {
  /** Where the excerpts come from, more than `length` characters. Default: the part of the model's text that is held out. */
  text?: string;
  /** T, predictions in each excerpt, 1 to 1024. Default 64. */
  length?: number;
  /** Excerpts, evenly apart from the text's beginning to its end, 1 to 512. Default 32. */
  streams?: number;
  /** How the model chooses what it reads when it runs freely: "sampled" or "best". Default "sampled". */
  own?: "sampled" | "best";
  /** Of the sampled choices, 0 to 4294967295. Default 1. */
  seed?: number;
  signal?: AbortSignal;
}

/**
 * Exposure bias (Bengio et al. 2015; Ranzato et al. 2016): the loss on the true next character, in nats, by position in
 * an excerpt that begins from a zero state, as the mean over all excerpts; T numbers each.
 */
export interface Exposure {
  /** Having read the truth so far. */
  teacherForced: Float32Array;
  /** Having read the excerpt's first character and then only the model's own choices. */
  freeRunning: Float32Array;
  /** The mean of `freeRunning` less the mean of `teacherForced`. */
  gap: number;
}

/** How large the gradient of each parameter was in one step (D2L 9.5), in the order of the parameters. */
export interface GradientNorms {
  /** The step they belong to. */
  step: number;
  /** `name` as in the engine: layers.0.W, layers.0.U … ‖∂L/∂p‖₂ before clipping, and after it by norm and by value. */
  parameters: { name: string; before: number; after: number }[];
}

/** A state of training that can be gone back to. */
export interface Snapshot {
  step: number;
  /** Of that step, in nats; null where it is not known: before the first step, and in a model just loaded. */
  loss: number | null;
}

/** What a branch changes; everything else goes on as it was. */
export interface BranchOptions extends Omit<LoadOptions, "text"> {
  /** The snapshot to branch from, one of `snapshots()`. Default: where the model stands now. */
  step?: number;
}

/** Of every model M: going back, and going on otherwise. */
export interface Rewinding<M> {
  /**
   * The states that can be gone back to, by step: where training began (of models of up to 5 million numbers), where a call of `train` ended, every 10 s, and
   * those of `snapshot()`. The last 8 are kept, fewer where they take more than 64 MB; the best of early stopping always.
   * They live in the worker and are lost with it.
   *
   *     for await (const p of model.train({ steps: 2000, patience: 5 })) best = p.best;
   *     await model.stepBack(best.step);
   *     const slow = await model.branch({ optimizer: { rate: 1e-4 } });
   */
  snapshots(): Promise<Snapshot[]>;
  /** Keeps the state of now, after the step under way. */
  snapshot(): Promise<Snapshot>;
  /**
   * Goes back (or forward) to a snapshot, with the same random state: training on gives the same losses, bit for bit.
   * `validationLoss` is null until it is measured again. Rejects with code "busy" during `train`.
   */
  stepBack(step: number): Promise<Snapshot>;
  /** Another model that goes on from a snapshot with the same text, and with what is to be different. */
  branch(options?: BranchOptions): Promise<M>;
}
