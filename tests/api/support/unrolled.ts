/**
 * The built package as a user gets it: by its public name, from `dist/`. The name stands in a variable so that these
 * tests can be type-checked before there is a build.
 */
import type * as Source from "../../../web/src/engine/index.js";
import { afterAll, beforeAll } from "vitest";

export type Package = typeof Source;
export type { CellOptions, CellStep, Engine, EngineOptions, ErrorCode, ExampleModel, ExampleSettings, LanguageModelSettings, Model, ModelInfo, Progress, Tensor, TrainOptions } from "../../../web/src/engine/index.js";

const name = "unrolled";
export const unrolled: Package = await import(/* @vite-ignore */ name);
export const { createEngine, loadCorpus, UnrolledError } = unrolled;

/** One engine for a test file; `of()` gives it within the tests. */
export function sharedEngine(): () => Source.Engine {
  let engine: Source.Engine;
  beforeAll(async () => {
    engine = await createEngine();
  });
  afterAll(() => engine.close());
  return () => engine;
}
