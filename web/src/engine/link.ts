/** Runs on the page. Calls to the worker as promises; finds out when the worker is no longer there. */
import { UnrolledError } from "./errors.js";
import { spawn, type SpawnedWorker } from "./port.js";
import type { Bytes, ErrorData, FromWorker, Host, Method, ToWorker } from "./protocol.js";
import type { Progress } from "./api.js";

/** Silent this long with work to do, the worker is asked; silent as long again, it is lost. */
const PATIENCE_MILLISECONDS = 10_000;

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
  private lastHeard = Date.now();
  private readonly watch: ReturnType<typeof setInterval>;
  private alive = true;

  private constructor(private readonly worker: SpawnedWorker<FromWorker, ToWorker>, private readonly events: LinkEvents) {
    worker.listen((message) => this.hear(message));
    worker.onDeath((why) => this.lose({ code: "worker-lost", message: why, field: null, details: {} }));
    this.watch = setInterval(() => this.check(), PATIENCE_MILLISECONDS / 4);
    (this.watch as { unref?: () => void }).unref?.();
  }

  static async open(workerUrl: string, events: LinkEvents): Promise<Link> {
    return new Link(await spawn<FromWorker, ToWorker>(workerUrl), events);
  }

  call<M extends Method>(method: M, args: Parameters<Host[M]>, options: CallOptions = {}): Promise<ReturnType<Host[M]>> {
    const id = this.nextId++;
    const { signal } = options;
    if (this.pending.size === 0) this.lastHeard = Date.now();
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
    if (!this.alive) return;
    this.alive = false;
    clearInterval(this.watch);
    this.worker.terminate();
    for (const pending of this.pending.values()) pending.reject(error);
    this.pending.clear();
  }

  private hear(message: FromWorker): void {
    this.lastHeard = Date.now();
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

  private check(): void {
    if (this.pending.size === 0) return;
    const silent = Date.now() - this.lastHeard;
    if (silent > 2 * PATIENCE_MILLISECONDS) this.lose({ code: "worker-lost", message: "the worker no longer answers", field: null, details: {} });
    else if (silent > PATIENCE_MILLISECONDS) this.worker.post({ kind: "ping" });
  }

  private lose(error: ErrorData): void {
    if (this.alive) this.close(this.events.lost(error));
  }
}

export function publicError({ code, message, field, details }: ErrorData): UnrolledError {
  return new UnrolledError(code, message, field, details);
}
