/** What a reader can do about a failure with one press of a button, if anything. */
import type { ErrorDetails, UnrolledError } from "../engine/errors.js";
import type { StudioValues } from "./fields.js";

export type Remedy =
  | { kind: "lower-rate"; rate: number }
  | { kind: "resume"; step: number }
  | { kind: "smaller"; hidden: number }
  | { kind: "retry" }
  | { kind: "clear-prompt" }
  | { kind: "bundled-text" };

/** By shape, not class: the engine may be another copy of the module. */
export type Failure = Pick<UnrolledError, "code" | "message" | "field"> & { details: ErrorDetails };

export function asFailure(reason: unknown): Failure {
  const given = reason as Partial<UnrolledError> | null;
  if (given && typeof given.code === "string" && typeof given.message === "string") {
    return { code: given.code, message: given.message, field: given.field ?? null, details: given.details ?? {} };
  }
  // An import that fails (offline, blocked, truncated) is a plain TypeError or SyntaxError.
  return { code: "engine-missing", message: `The engine did not arrive (${String(given?.message ?? reason)}).`, field: null, details: {} };
}

/** A quarter of the rate, as a number with one significant digit; from far too high straight to a usual one. */
export function lowerRate(rate: number, optimizer: string): number {
  const usual = optimizer === "sgd" ? 0.5 : 2e-3;
  return rate > 4 * usual ? usual : Number((rate / 4).toPrecision(1));
}

export function remedyFor(failure: Failure, values: StudioValues): Remedy | null {
  switch (failure.code) {
    case "diverged": return { kind: "lower-rate", rate: lowerRate(values["optimizer.rate"], values["optimizer.name"]) };
    case "worker-lost": return { kind: "resume", step: Number(failure.details["step"] ?? 0) };
    case "out-of-memory": return values.hidden > 1 ? { kind: "smaller", hidden: Math.ceil(values.hidden / 2) } : null;
    case "engine-missing": case "engine-damaged": return { kind: "retry" };
    case "unknown-characters": return { kind: "clear-prompt" };
    case "text-too-short": case "text-too-long": return { kind: "bundled-text" };
    default: return null;
  }
}
