/** Runs on the page. What every model in the worker has: training, saving, closing. */
import type { BranchOptions, GradientNorms, Progress, SaveOptions, Snapshot, Tensor, TrainOptions } from "./api.js";
import type { EngineClient } from "./client.js";
import { UnrolledError } from "./errors.js";
import { mergeProgress, type Host, type Method } from "./protocol.js";
import { closedError, errorSentence } from "./sentences.js";
import { checkStep, onlyOthers, resolveFields, trainFields, trainingChanges, wrongKind } from "./settings.js";

/** `Self`: the model's public type. */
export abstract class RemoteTraining<Info extends object, Self> {
  private training = false;
  private closed = false;

  constructor(private readonly engine: EngineClient, protected readonly id: number, readonly info: Info) {}

  async *train(options: TrainOptions = {}): AsyncGenerator<Progress, void, undefined> {
    const { steps, patience } = resolveFields(trainFields, options, ["signal"]);
    this.checkIdle();
    if (patience > 0) this.checkHeldOut();
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

  async branch(options: BranchOptions = {}): Promise<Self> {
    const changes = trainingChanges(options, ["step"]);
    if (options.step !== undefined) checkStep(options.step);
    if (this.closed) throw closedError();
    return this.engine.branch(this.id, options.step ?? null, changes) as Promise<Self>;
  }

  async gradientNorms(): Promise<GradientNorms> {
    return this.call("gradientNorms", [this.id]);
  }

  async weights(): Promise<Record<string, Tensor>> {
    return this.call("weights", [this.id]);
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

  private checkHeldOut(): void {
    const sizes = this.info as { validationCharacters?: number; validationExamples?: number };
    if ((sizes.validationCharacters ?? sizes.validationExamples) !== 0) return;
    throw new UnrolledError("nothing-held-out", "Patience needs a validation loss: create the model with validation above 0.", "patience");
  }

  protected async call<M extends Method>(method: M, args: Parameters<Host[M]>, signal?: AbortSignal): Promise<ReturnType<Host[M]>> {
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
