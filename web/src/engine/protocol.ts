/**
 * Everything that client and worker say to each other. Requests and replies follow from the one interface `Host`.
 */
import type {
  Baselines, Beam, CellName, CellStep, Coins, Evaluation, Exhaustive, Exposure, GradientNorms, ModelInfo, Numerics, Progress, ResolvedSettings, Sample, Snapshot, Tensor, Trace,
} from "./api.js";
import type { Assessment, Example, ExampleInfo, ExampleTrace, Forecasts, Prediction, ResolvedExampleSettings, Written } from "./example-api.js";
import type { ErrorCode, ErrorDetails } from "./errors.js";
import type { TrainingChanges } from "./settings.js";

export type Bytes = Uint8Array<ArrayBuffer>;

/** What a model can be built from, at first and again after a crash. */
export interface Recipe {
  model: number;
  /** Normalised UTF-8; empty when there is none. */
  text: Bytes;
  /** For a new model; a file brings its own. */
  settings: ResolvedSettings | ResolvedExampleSettings | null;
  /** A file from `save`, or a snapshot. */
  file: Bytes | null;
  /** What differs from the file's own settings. */
  changes: TrainingChanges;
  /** Whether to train it, or to compute shards for a worker that does. */
  role: "trains" | "helps";
}

/** What a worker is to be. */
export interface Start { numerics: Numerics; workers: number }

export interface BaselinesRequest { text: Bytes; epsilon: readonly [number, number, number] }
export interface SampleRequest { prompt: Bytes; length: number; temperature: number; topK: number; topP: number; seed: number; end: number }
/** `end`: the id of the end character, or -1. */
export interface BeamRequest { prompt: Bytes; width: number; length: number; lengthPenalty: number; count: number; end: number; minLength: number; noRepeat: number }
export interface ExhaustiveRequest { prompt: Bytes; length: number; lengthPenalty: number; count: number; end: number }
/** Text, or numbers. */
export interface InputBytes { text: Bytes; frames: Float32Array<ArrayBuffer> }
/** Nothing: what was held out. */
export interface AssessRequest { inputs: InputBytes[] }
export interface WriteRequest { input: InputBytes; width: number; length: number; lengthPenalty: number; count: number; minLength: number; noRepeat: number }
export interface ForecastRequest { ahead: number; history: Float32Array<ArrayBuffer> }
export interface ExampleTraceRequest { input: InputBytes; names: readonly string[] | null }
export interface TraceRequest { text: Bytes; names: readonly string[] | null; gradients: boolean }

/** An analysis by its name in the engine, and what each of them may read. */
export interface LensRequest {
  analysis: "flow" | "jacobians" | "recursion" | "memory" | "histograms" | "ablation" | "saliency" | "gradient-check";
  text: Bytes;
  layer: number;
  position: number;
  bins: number;
  parameter: string;
  entries: number;
  seed: number;
}
export type Figures = Record<string, { rows: number; cols: number; data: Float32Array }>;

/** `numbers`: as cell_step in wasm/engine/lens reads them. */
export interface CellRequest {
  cell: CellName;
  activation: ResolvedSettings["activation"];
  hold: ResolvedSettings["hold"];
  batch: number;
  inputs: number;
  hidden: number;
  backward: boolean;
  numbers: Float32Array<ArrayBuffer>;
}

/** An empty text: what is held out. */
export interface ExposureRequest { text: Bytes; length: number; streams: number; own: "sampled" | "best"; seed: number }

/**
 * Shards first, first + 1 …, a buffer for each. A buffer brings the parameters (only the first one does) and the shard's
 * state before the window; the same buffers take the gradients and the states after it back.
 */
export interface ShardsRequest { first: number; step: number; window: number; buffers: Float32Array<ArrayBuffer>[] }
export interface ShardsAnswer { buffers: Float32Array<ArrayBuffer>[]; lossSums: number[] }

/** What the worker does. Each method may take long; `train` reports progress on the way. */
export interface Host {
  open(recipe: Recipe): ModelInfo | ExampleInfo;
  train(model: number, steps: number, patience: number): null;
  evaluate(model: number, text: Bytes): Evaluation;
  baselines(model: number, request: BaselinesRequest): Baselines;
  sample(model: number, request: SampleRequest): Sample;
  beam(model: number, request: BeamRequest): Beam;
  exhaustive(model: number, request: ExhaustiveRequest): Exhaustive;
  trace(model: number, request: TraceRequest): Trace;
  assess(model: number, request: AssessRequest): { assessment: Assessment; predictions: Prediction[] };
  write(model: number, request: WriteRequest): Written;
  traceExample(model: number, request: ExampleTraceRequest): ExampleTrace;
  forecast(model: number, request: ForecastRequest): Forecasts;
  /** Ids. */
  tokenize(model: number, text: Bytes): Float32Array<ArrayBuffer>;
  examples(model: number, from: number, count: number): Example[];
  lens(model: number, request: LensRequest): Figures;
  shards(model: number, request: ShardsRequest): ShardsAnswer;
  exposure(model: number, request: ExposureRequest): Exposure;
  coins(model: number): Coins | null;
  gradientNorms(model: number): GradientNorms;
  snapshots(model: number): Snapshot[];
  snapshot(model: number): Snapshot;
  stepBack(model: number, step: number): Snapshot;
  /** A file like that of `save`; of where the model stands for null. */
  snapshotFile(model: number, step: number | null): Bytes;
  save(model: number, contents: "weights" | "training"): Bytes;
  weights(model: number): Record<string, Tensor>;
  cell(request: CellRequest): CellStep;
  memory(): { bytes: number };
  close(model: number): null;
}

export type Method = keyof Host;

export interface Call<M extends Method = Method> {
  kind: "call";
  id: number;
  method: M;
  args: Parameters<Host[M]>;
}

export type ToWorker =
  /** The first message. */
  | ({ kind: "start" } & Start)
  | Call
  /** Stop call `id` between two slices. A stopped `train` ends normally, others end with the error "aborted". */
  | { kind: "abort"; id: number }
  /** The last progress of call `id` has been taken; the next may be sent. */
  | { kind: "taken"; id: number }
  | { kind: "ping" };

export interface ErrorData {
  code: ErrorCode;
  message: string;
  field: string | null;
  details: ErrorDetails;
}

export type FromWorker =
  | { kind: "result"; id: number; value: unknown }
  | { kind: "error"; id: number; error: ErrorData }
  | { kind: "progress"; id: number; progress: Progress }
  | { kind: "snapshot"; model: number; step: number; file: Bytes }
  | { kind: "pong" }
  /** The engine cannot go on in this worker. */
  | { kind: "fatal"; error: ErrorData };

/** What stands for both values when the earlier one was not taken: the later one, with the losses of both. */
export function mergeProgress(earlier: Progress | null, later: Progress): Progress {
  if (!earlier) return later;
  const losses = new Float32Array(earlier.losses.length + later.losses.length);
  losses.set(earlier.losses);
  losses.set(later.losses, earlier.losses.length);
  return { ...later, losses };
}
