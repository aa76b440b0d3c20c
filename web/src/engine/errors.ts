/** The one error type of the public API. Codes are stable; sentences may improve. */

export type ErrorCode =
  | "invalid-field" // a field is missing, of the wrong kind, or out of range
  | "text-too-short"
  | "text-too-long"
  | "unknown-characters" // a prompt or text has characters, or words, that the model has never seen
  | "diverged" // the loss or a gradient became infinite or NaN; the last finite weights are back
  | "bad-file" // not a file written by save()
  | "busy" // train() while train() runs
  | "bad-data" // a line of pairs or labels, or a cell of a table, that cannot be read
  | "nothing-held-out" // baselines() or evaluate() of a model without a validation part
  | "no-text" // train() on a loaded model without text
  | "aborted"
  | "closed"
  | "no-simd" // this browser has no WebAssembly SIMD
  | "engine-missing" // the engine's file did not arrive
  | "engine-damaged" // it arrived, but is not a whole WebAssembly module
  | "out-of-memory"
  | "worker-lost"; // the worker died; the model is back at its last snapshot

/** Numbers and names that a sentence in any language can be made from. */
export type ErrorDetails = Record<string, string | number | readonly string[] | null>;

export class UnrolledError extends Error {
  override readonly name = "UnrolledError";

  constructor(
    readonly code: ErrorCode,
    message: string,
    /** The field at fault, as written in the API (`optimizer.rate`), or null. */
    readonly field: string | null = null,
    readonly details: ErrorDetails = {},
  ) {
    super(message);
  }
}
