/**
 * The engine's module and the engine itself, fetched when first needed and fetched again after a failure. Other options
 * take another engine; the one before lives until the model on it has been replaced.
 */
import type { Engine, EngineOptions } from "../engine/api.js";
import type { BundledText } from "./url.js";

export interface EngineModule {
  createEngine(options?: EngineOptions): Promise<Engine>;
  loadCorpus(name: BundledText): Promise<string>;
}

const importEngine = (): Promise<EngineModule> => import("../engine/index.js");

export class EngineSource {
  readonly #import: () => Promise<EngineModule>;
  #module: Promise<EngineModule> | null = null;
  #engine: Promise<Engine> | null = null;
  #options = "";
  #former: Promise<Engine>[] = [];

  constructor(load: () => Promise<EngineModule> = importEngine) {
    this.#import = load;
  }

  module(): Promise<EngineModule> {
    this.#module ??= this.#import().catch((reason: unknown) => {
      this.#module = null;
      throw reason;
    });
    return this.#module;
  }

  engine(options: EngineOptions): Promise<Engine> {
    const wanted = JSON.stringify(options);
    if (this.#engine && wanted !== this.#options) {
      this.#former.push(this.#engine);
      this.#engine = null;
    }
    this.#options = wanted;
    this.#engine ??= this.module().then((module) => module.createEngine(options)).catch((reason: unknown) => {
      this.#engine = null;
      throw reason;
    });
    return this.#engine;
  }

  closeFormer(): void {
    for (const former of this.#former.splice(0)) former.then((engine) => engine.close(), () => undefined);
  }

  close(): void {
    if (this.#engine) this.#former.push(this.#engine);
    this.#engine = null;
    this.closeFormer();
  }
}
