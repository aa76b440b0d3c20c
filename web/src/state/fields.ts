/** Everything a reader can set in the studio: the model's own fields, how long to train, how to write, what trains. */
import type { EngineOptions, LanguageModelSettings } from "../engine/api.js";
import { combinationProblem, engineFields, gates, modelFields, nest, parseTyped, sampleFields, trainFields, type Field, type FieldProblem, type Flat, usualK } from "../engine/settings.js";

export type { Field, FieldProblem } from "../engine/settings.js";
export { parseTyped, usualK };

const { task: _, ...model } = modelFields;

/** Keys are the API's own names; `sample.` leads to what `sample()` takes. */
export const studioFields = {
  ...model,
  "steps": { ...trainFields.steps, fallback: 6000 },
  "sample.length": sampleFields.length,
  "sample.temperature": { ...sampleFields.temperature, fallback: 0.6 },
  ...engineFields,
} as const satisfies Record<string, Field>;

export type StudioField = keyof typeof studioFields;

export type StudioValues = { -readonly [K in StudioField]: (typeof studioFields)[K] extends { kind: "choice" } ? string : number };

export const studioFieldNames = Object.keys(studioFields) as StudioField[];

export const modelFieldNames = Object.keys(model) as Exclude<StudioField, "steps" | `sample.${string}` | keyof typeof engineFields>[];

/** What a run is built from: other values take another model. */
export const builtFieldNames = [...modelFieldNames, ...(Object.keys(engineFields) as (keyof typeof engineFields)[])];

export function defaultValues(): StudioValues {
  return Object.fromEntries(studioFieldNames.map((name) => [name, studioFields[name].fallback])) as StudioValues;
}

/** Some fields mean something only beside another choice. */
export function isRelevant(name: StudioField, values: StudioValues): boolean {
  if (name === "activation") return values.cell === "rnn";
  if (name === "forgetBias") return values.cell === "lstm";
  if (name === "optimizer.momentum") return values["optimizer.name"] === "sgd";
  if (name === "optimizer.decay") return values["optimizer.name"] === "adamw";
  if (name === "schedule.every" || name === "schedule.factor") return values["schedule.name"] === "step";
  if (name === "schedule.steps") return values["schedule.name"] === "cosine";
  if (name === "dropout") return values.layers > 1;
  if (name === "truncation.steps") return values["truncation.name"] !== "window";
  if (name.startsWith("feeding.")) return isFeeding(name, values["feeding.name"]);
  if (name.startsWith("hold.")) return gates[values.cell]!.includes(name.slice("hold.".length));
  return true;
}

function isFeeding(name: StudioField, schedule: string): boolean {
  if (name === "feeding.c") return schedule === "linear";
  if (name === "feeding.floor") return schedule !== "truth" && schedule !== "constant";
  return name === "feeding.name" || schedule !== "truth";
}

/** What a model is really built from: a field without a meaning counts as its default. */
export function effective(name: StudioField, values: StudioValues): number | string {
  return isRelevant(name, values) ? values[name] : studioFields[name].fallback;
}

/** A value that is right by itself and wrong beside the others. */
export function combinedProblem(name: StudioField, values: StudioValues): FieldProblem | null {
  const found = combinationProblem(Object.fromEntries(modelFieldNames.map((field) => [field, effective(field, values)])) as Flat);
  return found?.[0] === name ? found[1] : null;
}

export function modelSettings(values: StudioValues, text: string): LanguageModelSettings {
  const settings = Object.fromEntries(modelFieldNames.map((name) => [name, effective(name, values)]));
  return nest({ task: "language-model", text, ...settings }) as unknown as LanguageModelSettings;
}

export function engineOptions({ numerics, workers }: StudioValues): Required<EngineOptions> {
  return { numerics: numerics as Required<EngineOptions>["numerics"], workers };
}

/** The number of a value from elsewhere (URL, preset), or null when the field cannot take it. */
export function readValue(name: StudioField, written: string): number | string | null {
  const parsed = parseTyped(studioFields[name], written);
  return "reason" in parsed ? null : parsed.value;
}
