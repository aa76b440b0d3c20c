/** The table of every setting of a model of whole examples, as `settings.ts` has it for the language model. */
import type { LanguageModelSettings, ResolvedSettings } from "./api.js";
import type { ExampleSettings, ExampleTask, ResolvedExampleSettings } from "./example-api.js";
import { withUsualK, type Flat } from "./combinations.js";
import { beamFields, checkGroups, choice, combined, fieldError, integer, modelFields, nest, number, resolveFields, resolveModelSettings, wrongKind, type Field } from "./settings.js";

const generators: Record<ExampleTask, readonly string[]> = {
  classify: ["reviews", "gap"],
  tag: ["phonemes", "copy", "parity", "brackets"],
  translate: ["dates", "numbers", "phrases", "reversal"],
  caption: ["scenes"],
  forecast: ["series", "adding"],
};
export const exampleTasks = Object.keys(generators) as ExampleTask[];

const { cell, activation, layers, forgetBias, recurrent, spectralRadius, validation, clipValue, seed } = modelFields;
const groups = Object.fromEntries(Object.entries(modelFields).filter(([name]) => /^(optimizer|schedule|feeding|hold)\./.test(name)));

export const exampleFields = {
  "length": integer(0, 0, 20_000),
  "symbols": integer(0, 0, 26),
  "noise": number(-1, -1, 10),
  "examples": integer(10_000, 20, 50_000),
  "lags": integer(0, 0, 512),
  "window": integer(32, 1, 1024),
  validation,
  cell,
  activation,
  "hidden": integer(64, 1, 512),
  layers,
  "embedding": integer(32, 1, 256),
  "dropout": number(0, 0, 0.9),
  "readout": choice(["last", "mean"]),
  "context": choice(["initial", "every"]),
  "attention": choice(["none", "dot", "additive"]),
  forgetBias,
  recurrent,
  spectralRadius,
  "batch": integer(32, 1, 512),
  ...groups,
  "optimizer.rate": number(3e-3, 1e-6, 10),
  "clip": number(1, 0, 1000),
  clipValue,
  seed,
} as const satisfies Record<string, Field>;

export const writeFields = {
  ...beamFields,
  "length": integer(100, 1, 1000),
  "count": integer(0, 0, 64),
} as const satisfies Record<string, Field>;

export const forecastFields = { "ahead": integer(1, 1, 1000) } as const satisfies Record<string, Field>;

const texts = ["data", "language", "variant", "column"] as const;

export function resolveExampleSettings(given: ExampleSettings): ResolvedExampleSettings {
  checkGroups(given);
  const { task, bidirectional = false } = given;
  if (typeof bidirectional !== "boolean") throw wrongKind("bidirectional", bidirectional, "true or false");
  for (const name of texts) if (given[name] !== undefined && typeof given[name] !== "string") throw wrongKind(name, given[name], "a string");
  const choices = generators[task];
  const { data = choices[0]!, language = "", variant = "", column = "" } = given;
  if (!choices.includes(data)) throw fieldError("data", { reason: "not-a-choice", value: data, choices });
  const flat: Flat = { ...resolveFields(exampleFields, given, ["task", "text", "bidirectional", ...texts]), task };
  const values = nest(combined(given.feeding?.k === undefined ? withUsualK(flat) : flat)) as unknown as ResolvedExampleSettings;
  const settings = { ...values, data, language, variant, column, bidirectional };
  if (bidirectional && task === "translate" && settings.hidden % 2 === 1) {
    throw fieldError("hidden", { reason: "wrong-kind", value: String(settings.hidden), wanted: "an even number, half for each direction" });
  }
  if (settings.attention !== "none" && task !== "translate") {
    throw fieldError("attention", { reason: "not-a-choice", value: settings.attention, choices: ["none"] });
  }
  return settings;
}

/** Of whatever task: what is no task of examples is checked as a language model's. */
export function resolveSettings(given: LanguageModelSettings | ExampleSettings): ResolvedSettings | ResolvedExampleSettings {
  const isExamples = (settings: typeof given): settings is ExampleSettings => exampleTasks.includes(settings?.task as ExampleTask);
  return isExamples(given) ? resolveExampleSettings(given) : resolveModelSettings(given);
}
