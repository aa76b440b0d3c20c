/** The part of the public API that writes: sampling, beam search, exhaustive search. */

export interface SampleOptions {
  /** Read first, from a zero state; every character must be in the vocabulary. Default "". */
  prompt?: string;
  /** Characters to write, 1 to 100000. Default 200. */
  length?: number;
  /** 0 is greedy; logits are divided by it, 0 to 10. Default 0.8. */
  temperature?: number;
  /** Keep only the k most probable characters; 0 keeps all. Default 0. */
  topK?: number;
  /** Keep the smallest set of characters whose probabilities reach p (Holtzman et al. 2020), 0.01 to 1. Default 1. */
  topP?: number;
  /** Default 1. */
  seed?: number;
  /** One character of the vocabulary: once it is written, it is the last. Default "": none. */
  end?: string;
  signal?: AbortSignal;
}

export interface Sample {
  /** The continuation, without the prompt; with the end character where it was written. */
  text: string;
  /** Training step of the weights that wrote it. */
  step: number;
  /** Sum of ln p of the written characters under the model (temperature 1, nothing cut off). */
  logProbability: number;
}

/**
 * Beam search (Graves 2012; D2L 10.8). Without `end` all hypotheses have `length` characters. With it, a hypothesis that
 * writes the end character is finished: it leaves the beam, and those of all lengths compete by their scores. The search
 * ends when nothing is left to extend, at `length`, or when `count` have finished and none that is still extended could
 * reach the worst of them, since no continuation scores more than its logProbability so far / length^α. A beam of width 1
 * is greedy decoding.
 */
export interface BeamOptions {
  prompt?: string;
  /** Hypotheses kept at each character, 1 to 64. Default 5. */
  width?: number;
  /** Characters to write, 1 to 1000; with `end` at most so many. Default 40. */
  length?: number;
  /** α in score = logProbability / length^α (Wu et al. 2016; D2L 10.8), 0 to 2. Default 0.75. */
  lengthPenalty?: number;
  /** How many hypotheses to return at most, 1 to 1000; 0 returns as many as the beam is wide. Default 0. */
  count?: number;
  /** One character of the vocabulary with which a hypothesis is finished; it counts in the length. Default "": none. */
  end?: string;
  /** With `end`: characters that a finished hypothesis has at least, 0 to `length`, the end counted. Default 0. */
  minLength?: number;
  /** No n characters in a row occur twice in a hypothesis, the prompt not counted (Paulus et al. 2018), n = 1 to 100; 0 is off. Default 0. */
  noRepeat?: number;
  signal?: AbortSignal;
}

export interface BeamNode {
  /** Index into `tree` of the node before, or -1 for the root (the end of the prompt). */
  parent: number;
  /** How many characters after the prompt; the root is 0. */
  depth: number;
  /** The character this node adds; "" for the root. */
  character: string;
  /** ln p of all characters from the root to here. */
  logProbability: number;
  /** logProbability / depth^α; 0 for the root. */
  score: number;
  /** False for a candidate that was scored and then cut off. */
  kept: boolean;
  /**
   * Why it was cut off: "width" others were more probable; "repeat" and "too-short": `noRepeat` and `minLength` forbade it.
   * Or why a hypothesis that was kept goes no further: "beaten": the search ended, because it could not reach the score
   * of those that finished; "stuck": no character is allowed after it (it is then a hypothesis as it is). Else null.
   */
  pruned: null | "width" | "repeat" | "too-short" | "beaten" | "stuck";
  /** Whether it is the end of a finished hypothesis: kept, and its character is `end`. */
  finished: boolean;
}

export interface Hypothesis {
  /** The continuation, without the prompt; with the end character where it is finished. */
  text: string;
  /** ln p of its characters. */
  logProbability: number;
  /** logProbability / length^α, in characters, the end counted. */
  score: number;
}

export interface Beam {
  /** Best first. */
  hypotheses: Hypothesis[];
  /**
   * Every candidate scored, up to 2 × width per step, parents before children; and of those that a rule forbade the ones
   * that would have been among these.
   */
  tree: BeamNode[];
}

/**
 * Every continuation there is (D2L 10.8), for short lengths and small vocabularies: at most a million sequences, or an
 * error names the `length` that would do.
 * @example
 * const model = await engine.create({ task: "language-model", text: "abba ".repeat(200) });
 * for await (const _ of model.train({ steps: 200 }));
 * const all = await model.exhaustive({ prompt: "ab", length: 5, end: " " });
 * const beam = await model.beam({ prompt: "ab", length: 5, end: " ", width: 2 });
 * console.log(all.sequences, all.hypotheses[0].text, beam.hypotheses[0].score <= all.hypotheses[0].score);
 */
export interface ExhaustiveOptions {
  /** Read first, from a zero state. Default "". */
  prompt?: string;
  /** Characters to write, 1 to 20; with `end` at most so many. Default 3. */
  length?: number;
  /** α in score = logProbability / length^α, 0 to 2; 0 ranks by probability. Default 0.75. */
  lengthPenalty?: number;
  /** How many of the best to return, 1 to 1000. Default 5. */
  count?: number;
  /** One character of the vocabulary that ends a sequence; it counts in the length. Default "": none. */
  end?: string;
  signal?: AbortSignal;
}

export interface Exhaustive {
  /** The best by score, best first; of equals the shorter one. */
  hypotheses: Hypothesis[];
  /** How many were scored: all that `end` ends, and those of `length` characters without it. */
  sequences: number;
}
