/** Runs on the page, and on a worker that has helpers. Calls to the worker as promises; finds out when the worker is no longer there. */
import { UnrolledError } from "./errors.js";
import { spawn, type SpawnedWorker } from "./port.js";
import type { Bytes, ErrorData, FromWorker, Host, Method, Start, ToWorker } from "./protocol.js";
import { errorSentence } from "./sentences.js";
import type { Progress } from "./api.js";

/**
 * Silent for so many ticks with work to do, the worker is asked; silent as long again, it is lost. Ticks and not the
 * clock: a machine that slept wakes up with the clock far ahead and the worker alive.
 */
const PATIENCE_TICKS = 4;
const TICK_MILLISECONDS = 2_500;

interface Pending {
  resolve(value: unknown): void;
  reject(error: UnrolledError): void;
  progress?: (progress: Progress, taken: () => void) => void;
}

export interface CallOptions {
  signal?: AbortSignal | undefined;
  transfer?: ArrayBuffer[];
  /** `taken` asks for the next one. */
  progress?: (progress: Progress, taken: () => void) => void;
}

export interface LinkEvents {
  snapshot(model: number, step: number, file: Bytes): void;
  /** The worker is gone; every pending call has yet to be answered with the error that this returns. */
  lost(error: ErrorData): UnrolledError;
}

export class Link {
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;
  private silentTicks = 0;
  private heard = false;
  private readonly watch: ReturnType<typeof setInterval>;
  /** Why no call is answered any more. */
  private ended: UnrolledError | null = null;

  private constructor(private readonly worker: SpawnedWorker<FromWorker, ToWorker>, private readonly events: LinkEvents) {
    worker.listen((message) => this.hear(message));
    // A worker that dies before its first word has not found its own file.
    worker.onDeath((why) => this.lose(this.heard ? lostWorker(why) : missingEngine));
    this.watch = setInterval(() => this.tick(), TICK_MILLISECONDS);
    (this.watch as { unref?: () => void }).unref?.();
  }

  static async open(workerUrl: string, start: Start, events: LinkEvents): Promise<Link> {
    const link = new Link(await spawn<FromWorker, ToWorker>(workerUrl), events);
    link.worker.post({ kind: "start", ...start });
    return link;
  }

  call<M extends Method>(method: M, args: Parameters<Host[M]>, options: CallOptions = {}): Promise<ReturnType<Host[M]>> {
    if (this.ended) return Promise.reject(this.ended);
    const id = this.nextId++;
    const { signal } = options;
    return new Promise((resolve, reject) => {
      const abort = () => this.worker.post({ kind: "abort", id });
      const settle = () => signal?.removeEventListener("abort", abort);
      this.pending.set(id, {
        resolve: (value) => (settle(), resolve(value as ReturnType<Host[M]>)),
        reject: (error) => (settle(), reject(error)),
        ...(options.progress && { progress: options.progress }),
      });
      this.worker.post({ kind: "call", id, method, args } as ToWorker, options.transfer);
      if (signal?.aborted) abort();
      signal?.addEventListener("abort", abort, { once: true });
    });
  }

  close(error: UnrolledError): void {
    if (this.ended) return;
    this.ended = error;
    clearInterval(this.watch);
    this.worker.terminate();
    for (const pending of this.pending.values()) pending.reject(error);
    this.pending.clear();
  }

  private hear(message: FromWorker): void {
    this.silentTicks = 0;
    this.heard = true;
    switch (message.kind) {
      case "result": return this.take(message.id)?.resolve(message.value);
      case "error": return this.take(message.id)?.reject(publicError(message.error));
      case "progress":
        return this.pending.get(message.id)?.progress?.(message.progress, () => this.worker.post({ kind: "taken", id: message.id }));
      case "snapshot": return this.events.snapshot(message.model, message.step, message.file);
      case "fatal": return this.lose(message.error);
      case "pong": return;
    }
  }

  private take(id: number): Pending | undefined {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    return pending;
  }

  private tick(): void {
    this.silentTicks = this.pending.size === 0 ? 0 : this.silentTicks + 1;
    if (this.silentTicks === PATIENCE_TICKS) this.worker.post({ kind: "ping" });
    if (this.silentTicks > 2 * PATIENCE_TICKS) {
      this.lose(lostWorker("the worker no longer answers"));
    }
  }

  private lose(error: ErrorData): void {
    if (!this.ended) this.close(this.events.lost(error));
  }
}

const lostWorker = (why: string): ErrorData => ({ code: "worker-lost", message: why, field: null, details: {} });
const missingEngine: ErrorData = { code: "engine-missing", message: errorSentence("engine-missing", {}), field: null, details: {} };

export function publicError({ code, message, field, details }: ErrorData): UnrolledError {
  return new UnrolledError(code, message, field, details);
}
