/** Reaches the worker of an engine from outside, so that the product needs no hooks for tests. */
import { Worker } from "node:worker_threads";
import { createEngine, type Engine, type EngineOptions } from "./unrolled.js";

/** An engine whose worker, always the newest, can be got at. */
export interface WatchedEngine {
  engine: Engine;
  worker(): Worker;
  close(): void;
}

/** Engines that talk to a worker while another of these lives mix them up: one at a time. */
export async function watchedEngine(options: EngineOptions = {}): Promise<WatchedEngine> {
  const original = Worker.prototype.postMessage;
  let newest: Worker | null = null;
  Worker.prototype.postMessage = function (this: Worker, ...args: Parameters<Worker["postMessage"]>) {
    newest = this;
    return original.apply(this, args);
  };
  const engine = await createEngine(options);
  return {
    engine,
    worker: () => newest!,
    close: () => {
      engine.close();
      Worker.prototype.postMessage = original;
    },
  };
}
