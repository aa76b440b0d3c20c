/** The engine's module and the engine itself, fetched when first needed and fetched again after a failure. */
import type { Engine } from "../engine/api.js";
import type { BundledText } from "./url.js";

export interface EngineModule {
  createEngine(): Promise<Engine>;
  loadCorpus(name: BundledText): Promise<string>;
}

const importEngine = (): Promise<EngineModule> => import("../engine/index.js");

export class EngineSource {
  readonly #import: () => Promise<EngineModule>;
  #module: Promise<EngineModule> | null = null;
  #engine: Promise<Engine> | null = null;

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

  engine(): Promise<Engine> {
    this.#engine ??= this.module().then((module) => module.createEngine()).catch((reason: unknown) => {
      this.#engine = null;
      throw reason;
    });
    return this.#engine;
  }

  close(): void {
    this.#engine?.then((engine) => engine.close(), () => undefined);
    this.#engine = null;
  }
}
