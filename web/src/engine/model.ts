/** Runs on the page. One model in the worker, with its calls checked before they cross. */
import type {
  Beam, BeamOptions, Evaluation, EvaluateOptions, Model, ModelInfo, Progress, Sample, SampleOptions, Trace, TraceOptions, TrainOptions,
} from "./api.js";
import type { EngineClient } from "./client.js";
import { encodeText } from "./encode-text.js";
import { UnrolledError } from "./errors.js";
import { RemoteLens } from "./lens.js";
import { mergeProgress, type Figures, type Host, type LensRequest, type Method } from "./protocol.js";
import { closedError, errorSentence } from "./sentences.js";
import { beamFields, onlyOthers, resolveFields, sampleFields, trainFields, wrongKind } from "./settings.js";

export class RemoteModel extends RemoteLens implements Model {
  private training = false;
  private closed = false;

  constructor(private readonly engine: EngineClient, private readonly id: number, readonly info: ModelInfo) {
    super();
  }

  async *train(options: TrainOptions = {}): AsyncGenerator<Progress, void, undefined> {
    const { steps } = resolveFields(trainFields, options, ["signal"]);
    if (this.closed) throw closedError();
    if (this.training) throw new UnrolledError("busy", errorSentence("busy", {}));
    if (options.signal?.aborted) return;
    this.training = true;
    const stop = new AbortController();
    const abort = () => stop.abort();
    options.signal?.addEventListener("abort", abort, { once: true });
    const arriving = new Arriving();
    const call = this.engine.call("train", [this.id, steps], {
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

  async sample(options: SampleOptions = {}): Promise<Sample> {
    const fields = resolveFields(sampleFields, options, ["prompt", "signal"]);
    const { prompt = "", signal } = options;
    return this.call("sample", [this.id, { prompt: encodeText(prompt, "prompt").bytes, ...fields }], signal);
  }

  async beam(options: BeamOptions = {}): Promise<Beam> {
    const fields = resolveFields(beamFields, options, ["prompt", "signal"]);
    const { prompt = "", signal } = options;
    return this.call("beam", [this.id, { prompt: encodeText(prompt, "prompt").bytes, ...fields }], signal);
  }

  async trace(options: TraceOptions): Promise<Trace> {
    onlyOthers(options, ["text", "names", "gradients", "signal"]);
    const { text, names = null, gradients = false } = options;
    if (names !== null && !Array.isArray(names)) throw wrongKind("names", names, "a list of names");
    if (typeof gradients !== "boolean") throw wrongKind("gradients", gradients, "true or false");
    return this.call("trace", [this.id, { text: encodeText(text, "text").bytes, names, gradients }], options.signal);
  }

  protected override ask(request: LensRequest, signal?: AbortSignal): Promise<Figures> {
    return this.call("lens", [this.id, request], signal);
  }

  async save(): Promise<Uint8Array<ArrayBuffer>> {
    return this.call("save", [this.id]);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.engine.forget(this.id);
  }

  private async call<M extends Method>(method: M, args: Parameters<Host[M]>, signal?: AbortSignal): Promise<ReturnType<Host[M]>> {
    if (this.closed) throw closedError();
    // Asked here: a short call could be done before the worker hears of the signal.
    if (signal?.aborted) throw new UnrolledError("aborted", errorSentence("aborted", {}), "signal");
    return this.engine.call(method, args, { signal });
  }
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
