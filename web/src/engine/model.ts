/** Runs on the page. One model in the worker, with its calls checked before they cross. */
import type {
  Baselines, BaselinesOptions, Beam, BeamOptions, BranchOptions, Coins, Evaluation, EvaluateOptions, Exhaustive, ExhaustiveOptions, Exposure,
  ExposureOptions, Model, ModelInfo, Progress, Sample, SampleOptions, SaveOptions, Snapshot, Trace, TraceOptions, TrainOptions,
} from "./api.js";
import type { EngineClient } from "./client.js";
import { beamRequest, exhaustiveRequest, sampleRequest } from "./decoding-options.js";
import { encodeText } from "./encode-text.js";
import { UnrolledError } from "./errors.js";
import { mergeProgress, type Host, type Method } from "./protocol.js";
import { closedError, errorSentence } from "./sentences.js";
import { checkNumbers, checkStep, exposureFields, onlyOthers, resolveFields, trainFields, trainingChanges, wrongKind } from "./settings.js";

export class RemoteModel implements Model {
  private training = false;
  private closed = false;

  constructor(private readonly engine: EngineClient, private readonly id: number, readonly info: ModelInfo) {}

  async *train(options: TrainOptions = {}): AsyncGenerator<Progress, void, undefined> {
    const { steps, patience } = resolveFields(trainFields, options, ["signal"]);
    this.checkIdle();
    const { trainCharacters, validationCharacters } = this.info;
    if (patience > 0 && trainCharacters > 0 && validationCharacters === 0) {
      throw new UnrolledError("nothing-held-out", "Patience needs a validation loss: create the model with validation above 0.", "patience");
    }
    if (options.signal?.aborted) return;
    this.training = true;
    const stop = new AbortController();
    const abort = () => stop.abort();
    options.signal?.addEventListener("abort", abort, { once: true });
    const arriving = new Arriving();
    const call = this.engine.call("train", [this.id, steps, patience], {
      signal: stop.signal,
      progress: (progress, taken) => arriving.put(progress, taken),
    });
    call.then(() => arriving.end(), (error: unknown) => arriving.end(error));
    try {
      yield* arriving.values();
    } finally {
      options.signal?.removeEventListener("abort", abort);
      stop.abort();
      // The worker may be within a slice: the model is free again when it has answered.
      await call.catch(() => undefined);
      this.training = false;
    }
  }

  async evaluate(text: string, options: EvaluateOptions = {}): Promise<Evaluation> {
    onlyOthers(options, ["signal"]);
    return this.call("evaluate", [this.id, encodeText(text, "text").bytes], options.signal);
  }

  async baselines(options: BaselinesOptions = {}): Promise<Baselines> {
    onlyOthers(options, ["epsilon", "text", "signal"]);
    const { epsilon = [1, 1, 1], text } = options;
    checkNumbers("epsilon", epsilon, { count: 3, min: 1e-9, max: 1e9 });
    const { bytes } = encodeText(text ?? "", "text");
    if (text !== undefined) needCharacters(text, 2);
    return this.call("baselines", [this.id, { text: bytes, epsilon }], options.signal);
  }

  async sample(options: SampleOptions = {}): Promise<Sample> {
    return this.call("sample", [this.id, sampleRequest(options, this.info.vocabulary)], options.signal);
  }

  async beam(options: BeamOptions = {}): Promise<Beam> {
    return this.call("beam", [this.id, beamRequest(options, this.info.vocabulary)], options.signal);
  }

  async exhaustive(options: ExhaustiveOptions = {}): Promise<Exhaustive> {
    return this.call("exhaustive", [this.id, exhaustiveRequest(options, this.info.vocabulary)], options.signal);
  }

  async trace(options: TraceOptions): Promise<Trace> {
    onlyOthers(options, ["text", "names", "gradients", "signal"]);
    const { text, names = null, gradients = false } = options;
    if (names !== null && !Array.isArray(names)) throw wrongKind("names", names, "a list of names");
    if (typeof gradients !== "boolean") throw wrongKind("gradients", gradients, "true or false");
    return this.call("trace", [this.id, { text: encodeText(text, "text").bytes, names, gradients }], options.signal);
  }

  async coins(): Promise<Coins | null> {
    return this.call("coins", [this.id]);
  }

  async exposure(options: ExposureOptions = {}): Promise<Exposure> {
    const { text } = options ?? {};
    const { length, streams, own, seed } = resolveFields(exposureFields, options, ["text", "signal"]);
    const { bytes } = encodeText(text ?? "", "text");
    if (text !== undefined) needCharacters(text, length + 1);
    return this.call("exposure", [this.id, { text: bytes, length, streams, own: own as Required<ExposureOptions>["own"], seed }], options.signal);
  }

  async snapshots(): Promise<Snapshot[]> {
    return this.call("snapshots", [this.id]);
  }

  async snapshot(): Promise<Snapshot> {
    return this.call("snapshot", [this.id]);
  }

  async stepBack(step: number): Promise<Snapshot> {
    checkStep(step);
    this.checkIdle();
    return this.call("stepBack", [this.id, step]);
  }

  async branch(options: BranchOptions = {}): Promise<Model> {
    const changes = trainingChanges(options, ["step"]);
    if (options.step !== undefined) checkStep(options.step);
    if (this.closed) throw closedError();
    return this.engine.branch(this.id, options.step ?? null, changes);
  }

  async save(options: SaveOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    onlyOthers(options, ["training"]);
    const { training = false } = options;
    if (typeof training !== "boolean") throw wrongKind("training", training, "true or false");
    return this.call("save", [this.id, training ? "training" : "weights"]);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.engine.forget(this.id);
  }

  private checkIdle(): void {
    if (this.closed) throw closedError();
    if (this.training) throw new UnrolledError("busy", errorSentence("busy", {}));
  }

  private async call<M extends Method>(method: M, args: Parameters<Host[M]>, signal?: AbortSignal): Promise<ReturnType<Host[M]>> {
    if (this.closed) throw closedError();
    // Asked here: a short call could be done before the worker hears of the signal.
    if (signal?.aborted) throw new UnrolledError("aborted", errorSentence("aborted", {}), "signal");
    return this.engine.call(method, args, { signal });
  }
}

function needCharacters(text: string, needed: number): void {
  const characters = [...text].length;
  if (characters >= needed) return;
  throw new UnrolledError("text-too-short", `The text needs at least ${needed} characters: the first is only read, the others are predicted.`, "text", { characters, needed });
}

/** Progress on its way from the worker to a `for await` loop: at most the newest waits, with all the losses since. */
class Arriving {
  private waiting: Progress | null = null;
  private taken: (() => void) | null = null;
  private ended = false;
  private error: unknown;
  private wake: (() => void) | null = null;

  put(progress: Progress, taken: () => void): void {
    this.waiting = mergeProgress(this.waiting, progress);
    this.taken = taken;
    this.wake?.();
  }

  end(error?: unknown): void {
    this.ended = true;
    this.error = error;
    this.wake?.();
  }

  async *values(): AsyncGenerator<Progress, void, undefined> {
    for (;;) {
      if (this.waiting) {
        const progress = this.waiting;
        this.waiting = null;
        this.taken?.();
        yield progress;
      } else if (this.ended) {
        if (this.error !== undefined) throw this.error;
        return;
      } else {
        await new Promise<void>((resolve) => (this.wake = resolve));
        this.wake = null;
      }
    }
  }
}
