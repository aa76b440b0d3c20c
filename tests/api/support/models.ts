/** Small models and what tests do with them again and again. */
import { createHash } from "node:crypto";
import { expect } from "vitest";
import { generatedText } from "./texts.js";
import { UnrolledError, type ErrorCode, type ExampleModel, type LanguageModelSettings, type Model, type Progress, type TrainOptions } from "./unrolled.js";

export const text = generatedText(4000);

/** Learns in milliseconds. */
export const small = { task: "language-model", text, hidden: 12, batch: 4, window: 16, seed: 3 } as const satisfies LanguageModelSettings;

export interface Trained {
  losses: number[];
  values: Progress[];
  last: Progress;
}

/** Trains to the end of the call and gives back everything it said. */
export async function train(model: Pick<Model | ExampleModel, "train">, steps: number, options: TrainOptions = {}): Promise<Trained> {
  const values: Progress[] = [];
  for await (const progress of model.train({ steps, ...options })) values.push(progress);
  return { losses: values.flatMap(({ losses }) => [...losses]), values, last: values.at(-1)! };
}

/** The error of a call that must fail; anything but an UnrolledError fails the test. */
export async function errorOf(call: Promise<unknown> | (() => unknown)): Promise<InstanceType<typeof UnrolledError>> {
  const outcome = await Promise.resolve(typeof call === "function" ? (async () => call())() : call).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ("value" in outcome) throw new Error(`Expected an error, but the call gave ${String(outcome.value)}`);
  if (!(outcome.error instanceof UnrolledError)) throw new Error("Expected an UnrolledError", { cause: outcome.error });
  return outcome.error;
}

/** A call that must fail with this code, at this field, in a sentence of plain words. */
export async function expectError(call: Promise<unknown> | (() => unknown), code: ErrorCode, field: string | null = null) {
  const error = await errorOf(call);
  expect({ code: error.code, field: error.field }, error.message).toEqual({ code, field });
  expect(error.message).toMatch(/^\S.{9,}[.]$/su);
  expect(error.message).not.toMatch(/\[object/);
  return error;
}

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** The numbers in a safetensors file: what stands after its header. */
export function weightBytes(file: Uint8Array): Uint8Array {
  const header = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  return file.subarray(8 + header);
}
