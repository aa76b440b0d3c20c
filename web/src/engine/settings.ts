/**
 * The one table of every setting: its default, its range, its kind. The API validates with it, the studio
 * builds its fields from it, the URL is read with it.
 */
import { combinationProblem, withUsualK, type Flat } from "./combinations.js";
import { UnrolledError, type ErrorDetails } from "./errors.js";
import type { LanguageModelSettings, LoadOptions, ResolvedSettings } from "./api.js";

export { combinationProblem, gates, usualK, type Flat } from "./combinations.js";

export interface NumberField { kind: "number" | "integer"; fallback: number; min: number; max: number }
export interface ChoiceField { kind: "choice"; fallback: string; choices: readonly string[] }
export type Field = NumberField | ChoiceField;

export const integer = (fallback: number, min: number, max: number): NumberField => ({ kind: "integer", fallback, min, max });
export const number = (fallback: number, min: number, max: number): NumberField => ({ kind: "number", fallback, min, max });
export const choice = (choices: readonly string[]): ChoiceField => ({ kind: "choice", fallback: choices[0]!, choices });

const SEED_MAX = 4_294_967_295;

/** Keys are the API's own field names; a dot leads into a nested object. */
export const modelFields = {
  "task": choice(["language-model"]),
  "cell": choice(["lstm", "gru", "rnn"]),
  "activation": choice(["tanh", "relu", "identity", "sigmoid"]),
  "hidden": integer(128, 1, 1024),
  "layers": integer(1, 1, 4),
  "embedding": integer(0, 0, 512),
  "forgetBias": number(0, -5, 5),
  "recurrent": choice(["uniform", "orthogonal", "identity"]),
  "spectralRadius": number(0, 0, 4),
  "tokens": choice(["characters", "words"]),
  "vocabulary": integer(4096, 2, 8192),
  "minFrequency": integer(1, 1, 1000),
  "validation": number(0.1, 0, 0.5),
  "batch": integer(8, 1, 512),
  "window": integer(32, 1, 1024),
  "optimizer.name": choice(["adam", "adamw", "rmsprop", "sgd"]),
  "optimizer.rate": number(8e-3, 1e-6, 10),
  "optimizer.momentum": number(0, 0, 0.999),
  "optimizer.decay": number(0.01, 0, 1),
  "schedule.name": choice(["constant", "step", "cosine"]),
  "schedule.warmup": integer(0, 0, 1e6),
  "schedule.every": integer(1000, 1, 1e6),
  "schedule.factor": number(0.5, 0, 1),
  "schedule.steps": integer(6000, 1, 1e9),
  "clip": number(5, 0, 1000),
  "clipValue": number(0, 0, 1000),
  "dropout": number(0, 0, 0.9),
  "state": choice(["carried", "zero"]),
  "truncation.name": choice(["window", "steps", "random"]),
  "truncation.steps": integer(16, 1, 1024),
  "feeding.name": choice(["truth", "constant", "linear", "exponential", "inverse-sigmoid"]),
  "feeding.k": number(1, 0, 1e6),
  "feeding.c": number(5e-4, 0, 1),
  "feeding.floor": number(0, 0, 1),
  "feeding.per": choice(["token", "sequence"]),
  "feeding.own": choice(["sampled", "best"]),
  "hold.i": number(-1, -1, 1),
  "hold.f": number(-1, -1, 1),
  "hold.g": number(-1, -1, 1),
  "hold.o": number(-1, -1, 1),
  "hold.r": number(-1, -1, 1),
  "hold.z": number(-1, -1, 1),
  "seed": integer(1, 0, SEED_MAX),
} as const satisfies Record<string, Field>;

export const trainFields = {
  "steps": integer(1000, 1, 1e9),
  "patience": integer(0, 0, 1e6),
} as const satisfies Record<string, Field>;

export const exposureFields = {
  "length": integer(64, 1, 1024),
  "streams": integer(32, 1, 512),
  "own": choice(["sampled", "best"]),
  "seed": integer(1, 0, SEED_MAX),
} as const satisfies Record<string, Field>;

/** A step that a snapshot was taken at. */
const stepField = integer(0, 0, Number.MAX_SAFE_INTEGER);

export const sampleFields = {
  "length": integer(200, 1, 100_000),
  "temperature": number(0.8, 0, 10),
  "topK": integer(0, 0, 8192),
  "topP": number(1, 0.01, 1),
  "seed": integer(1, 0, SEED_MAX),
} as const satisfies Record<string, Field>;

export const beamFields = {
  "width": integer(5, 1, 64),
  "length": integer(40, 1, 1000),
  "lengthPenalty": number(0.75, 0, 2),
  "count": integer(0, 0, 1000),
  "minLength": integer(0, 0, 1000),
  "noRepeat": integer(0, 0, 100),
} as const satisfies Record<string, Field>;

export const exhaustiveFields = {
  "length": integer(3, 1, 20),
  "lengthPenalty": number(0.75, 0, 2),
  "count": integer(5, 1, 1000),
} as const satisfies Record<string, Field>;

/** Of a model with so many layers. */
export const layerField = (layers: number) => ({ layer: integer(0, 0, layers - 1) }) satisfies Record<string, Field>;
/** Of a text whose last character has this place. */
export const positionField = (last: number) => ({ position: integer(last, 1, last) }) satisfies Record<string, Field>;

export const histogramFields = { "bins": integer(20, 2, 200) } as const satisfies Record<string, Field>;

export const gradientFields = {
  "entries": integer(20, 1, 100_000),
  "seed": integer(1, 0, SEED_MAX),
} as const satisfies Record<string, Field>;

export const engineFields = {
  "numerics": choice(["reproducible", "fast"]),
  "workers": integer(1, 1, 8),
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof modelFields;

/** What is wrong with a value; the details let a sentence be made in any language. */
export type FieldProblem =
  | { reason: "missing" }
  | { reason: "not-a-number"; value: string }
  | { reason: "decimal-comma"; value: string; suggestion: string }
  | { reason: "not-an-integer"; value: string }
  | { reason: "out-of-range"; value: string; min: number; max: number }
  | { reason: "not-a-choice"; value: string; choices: readonly string[] }
  | { reason: "wrong-kind"; value: string; wanted: string }
  /** A length with which there are more sequences than can be tried; `max` would do. */
  | { reason: "too-many-sequences"; value: string; max: number }
  /** A value that another setting's choice rules out. */
  | { reason: "beside"; value: string; other: string; choice: string; min: number; max: number }
  | { reason: "no-such-gate"; value: string; cell: string; wanted: string }
  /** `steps`: those that there are snapshots of, possibly none. */
  | { reason: "no-snapshot"; value: string; steps: string }
  /** A setting that a generator of examples does not have. */
  | { reason: "unused"; value: string }
  | { reason: "unknown-field" };

/** A value in a sentence. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

export function checkValue(field: Field, value: unknown): FieldProblem | null {
  if (field.kind === "choice") {
    return field.choices.includes(value as string) ? null : { reason: "not-a-choice", value: shown(value), choices: field.choices };
  }
  if (typeof value !== "number" || Number.isNaN(value)) return { reason: "not-a-number", value: shown(value) };
  if (value < field.min || value > field.max) return { reason: "out-of-range", value: shown(value), min: field.min, max: field.max };
  if (field.kind === "integer" && !Number.isInteger(value)) return { reason: "not-an-integer", value: shown(value) };
  return null;
}

/** A number as a person types it. Accepts "0.01", "1e-3", " 12 "; explains everything else. */
export function parseTyped(field: Field, typed: string): { value: number | string } | FieldProblem {
  const trimmed = typed.trim();
  if (trimmed === "") return { reason: "missing" };
  if (field.kind === "choice") return checkValue(field, trimmed) ?? { value: trimmed };
  if (/^[+-]?\d+,\d+$/.test(trimmed)) {
    return { reason: "decimal-comma", value: trimmed, suggestion: trimmed.replace(",", ".") };
  }
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : Number.NaN;
  if (Number.isNaN(value)) return { reason: "not-a-number", value: trimmed };
  return checkValue(field, value) ?? { value };
}

export function problemSentence(name: string, problem: FieldProblem): string {
  switch (problem.reason) {
    case "missing": return `${name} is empty: give it a value.`;
    case "not-a-number": return `${name} must be a number, but is “${problem.value}”.`;
    case "decimal-comma": return `${name}: write “${problem.suggestion}” with a point instead of “${problem.value}”.`;
    case "not-an-integer": return `${name} must be a whole number, but is ${problem.value}.`;
    case "out-of-range": return `${name} must lie between ${problem.min} and ${problem.max}, but is ${problem.value}.`;
    case "not-a-choice": return `${name} must be one of ${problem.choices.join(", ")}, but is “${problem.value}”.`;
    case "wrong-kind": return `${name} must be ${problem.wanted}, but is “${problem.value}”.`;
    case "too-many-sequences":
      return `${name} ${problem.value} makes more than a million sequences with this vocabulary: at most ${problem.max} can be searched exhaustively, or use a beam.`;
    case "beside":
      return `${name} must lie between ${problem.min} and ${problem.max} where ${problem.other} is “${problem.choice}”, but is ${problem.value}.`;
    case "no-such-gate":
      return `${name} holds a gate that the cell “${problem.cell}” does not have: leave it at -1, or choose the cell “${problem.wanted}”.`;
    case "no-snapshot":
      return `There is no snapshot of step ${problem.value}: ${problem.steps ? `choose ${problem.steps}` : "take one with snapshot() first"}.`;
    case "unused": return `${name} means nothing for this task: leave it out (it is “${problem.value}”).`;
    case "unknown-field": return `There is no setting ${name}: remove it or check its spelling.`;
  }
}

export function fieldError(name: string, problem: FieldProblem): UnrolledError {
  return new UnrolledError("invalid-field", problemSentence(name, problem), name, { ...problem } as ErrorDetails);
}

/** Fields with their dotted names; only where the table has dots does an object open. */
export function flatten(fields: object, object: object, prefix = ""): [string, unknown][] {
  const opens = (name: string) => Object.keys(fields).some((field) => field.startsWith(`${name}.`));
  return Object.entries(object).flatMap(([key, value]): [string, unknown][] =>
    isObject(value) && opens(prefix + key) ? flatten(fields, value, `${prefix}${key}.`) : [[prefix + key, value]],
  );
}

/** The error for a value that is missing or of the wrong kind. */
export function wrongKind(name: string, value: unknown, wanted: string): UnrolledError {
  const missing = value === undefined || value === null;
  return fieldError(name, missing ? { reason: "missing" } : { reason: "wrong-kind", value: shown(value), wanted });
}

/** Checks a list of as many numbers. */
export function checkNumbers(name: string, given: unknown, { count, min, max }: { count: number; min: number; max: number }): void {
  if (!Array.isArray(given) || given.length !== count || given.some((value) => typeof value !== "number")) {
    throw wrongKind(name, given, `a list of ${count} numbers`);
  }
  const wrong: unknown = given.find((value: number) => !(value >= min && value <= max));
  if (wrong !== undefined) throw fieldError(name, { reason: "out-of-range", value: shown(wrong), min, max });
}

const isObject = (value: unknown): value is object => value !== null && typeof value === "object" && !Array.isArray(value);

/** Options that are no object at all, or hold a signal that is none. */
export function checkOptions(given: unknown): asserts given is object {
  if (!isObject(given)) throw wrongKind("options", given, "an object");
  const { signal } = given as { signal?: Partial<AbortSignal> };
  // Not instanceof: a signal may come from another frame.
  if (signal !== undefined && typeof signal?.addEventListener !== "function") throw wrongKind("signal", signal, "an AbortSignal");
}

/** Checks options that hold none of a table's fields. */
export function onlyOthers(given: object, others: readonly string[]): void {
  resolveFields({}, given, others);
}

/** Checks what is to be the step of a snapshot. */
export function checkStep(step: unknown): void {
  const problem = step === undefined ? { reason: "missing" as const } : checkValue(stepField, step);
  if (problem) throw fieldError("step", problem);
}

type Values<F> = { [K in keyof F]: F[K] extends { kind: "choice"; choices: readonly (infer C)[] } ? C : number };

/** Checks the fields of `given` against a table and gives those that are there. Throws the first problem. */
function givenFields<F extends Record<string, Field>>(fields: F, given: object, others: readonly string[]): Partial<Values<F>> {
  const values: Record<string, unknown> = {};
  checkOptions(given);
  for (const [name, value] of flatten(fields, Object.fromEntries(Object.entries(given).filter(([key]) => !others.includes(key))))) {
    if (value === undefined) continue;
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!field) throw fieldError(name, { reason: "unknown-field" });
    const problem = checkValue(field, value);
    if (problem) throw fieldError(name, problem);
    values[name] = value;
  }
  return values as Partial<Values<F>>;
}

/** Likewise; `undefined` means the default. */
export function resolveFields<F extends Record<string, Field>>(fields: F, given: object, others: readonly string[] = []): Values<F> {
  const fallbacks = Object.fromEntries(Object.entries(fields).map(([name, f]) => [name, f.fallback]));
  return { ...fallbacks, ...givenFields(fields, given, others) } as Values<F>;
}

/** "a.b": 5 as { a: { b: 5 } }. */
export function nest(flat: Record<string, unknown>): Record<string, unknown> {
  const nested: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(flat)) {
    const [outer, inner] = name.split(".") as [string, string?];
    nested[outer] = inner === undefined ? value : { ...(nested[outer] as object), [inner]: value };
  }
  return nested;
}

const groups = ["optimizer", "schedule", "truncation", "feeding", "hold"] as const;

export function checkGroups(given: object): void {
  for (const group of groups) {
    const value: unknown = (given as Record<string, unknown>)[group];
    const inner = Object.keys(modelFields).filter((name) => name.startsWith(`${group}.`)).map((name) => name.slice(group.length + 1));
    if (value !== undefined && !isObject(value)) throw wrongKind(group, value, `an object { ${inner.join(", ")} }`);
  }
}

export function resolveModelSettings(given: LanguageModelSettings): ResolvedSettings {
  if (!isObject(given)) throw wrongKind("settings", given, "an object");
  checkGroups(given);
  const { bidirectional } = given as { bidirectional?: unknown };
  if (bidirectional !== undefined && bidirectional !== false) {
    throw fieldError("bidirectional", { reason: "not-a-choice", value: String(bidirectional), choices: ["false"] });
  }
  const values: Flat = resolveFields(modelFields, given, ["text", "bidirectional"]);
  return nest(combined(given.feeding?.k === undefined ? withUsualK(values) : values)) as unknown as ResolvedSettings;
}

/** Values that go together, or the error that says which does not. */
export function combined(values: Flat): Flat {
  const found = combinationProblem(values);
  if (found) throw fieldError(...found);
  return values;
}

/** What may change when a saved model is trained on. */
const trainingFields = Object.fromEntries(
  Object.entries(modelFields).filter(([name]) => /^(optimizer|schedule|truncation|feeding)\.|^clip|^dropout$|^state$/.test(name)),
) as Record<string, Field>;

/** Training settings by their dotted names. */
export type TrainingChanges = Record<string, string | number>;

export function trainingChanges(given: LoadOptions, others: readonly string[] = ["text"]): TrainingChanges {
  checkOptions(given);
  checkGroups(given);
  return givenFields(trainingFields, given, others) as TrainingChanges;
}

export function withChanges<S extends Pick<ResolvedSettings, "optimizer">>(settings: S, changes: TrainingChanges): S {
  const before = Object.fromEntries(flatten(modelFields, settings)) as Flat;
  const unknown = Object.keys(changes).find((name) => !(name in before));
  if (unknown !== undefined) throw fieldError(unknown, { reason: "unknown-field" });
  const newSchedule = changes["feeding.name"] !== undefined && changes["feeding.name"] !== before["feeding.name"];
  const values = { ...before, ...changes };
  return nest(combined(newSchedule && changes["feeding.k"] === undefined ? withUsualK(values) : values)) as unknown as S;
}
