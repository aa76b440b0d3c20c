/** What a quiz's preset says, made ready for the engine: the runs, their texts, and what is wrong with them. */
import type { LanguageModelSettings } from "../engine/api.js";
import { EngineSource, type EngineModule } from "./engine-source.js";
import type { Plan } from "./experiment.js";
import { gapText, type GapTask } from "./gap-text.js";
import { isCurve, measures, type Asked, type MeasureName } from "./quiz-asked.js";
import { isOption, quizKinds, type Question } from "./quiz-question.js";
import { choice, integer, json, number, text, type ValuesOf } from "./exhibit-fields.js";

const SEED_MAX = 4_294_967_295;

export const quizFields = {
  kind: choice(quizKinds),
  measure: choice(measures),
  runs: json("{}"),
  steps: integer(300, 0, 5000),
  text: json(""),
  distance: integer(32, 1, 255),
  layer: integer(0, 0, 3),
  "unit-index": integer(-1, -1, 1023),
  gate: choice(["f", "i", "g", "o", "r", "z", "n"]),
  run: text("", 80),
  compare: choice(["none", "ratio", "difference"]),
  best: choice(["lowest", "highest"]),
  from: number(0, -1e12, 1e12),
  to: number(1, -1e12, 1e12),
  scale: choice(["linear", "log"]),
  step: number(0, 0, 1e12),
  points: integer(6, 3, 12),
  tolerance: number(0, 0, 1e12),
  sets: text("", 80),
  goal: json("[null,null]"),
  /** -1 leaves each run its own. */
  seed: integer(-1, -1, SEED_MAX),
};
export type QuizValues = ValuesOf<typeof quizFields>;

export type RunSettings = Record<string, unknown>;
/** Texts that belong to the engine's module, and the language they are asked in. */
export interface Corpora { language: "en" | "zh"; load(name: "english" | "chinese"): Promise<string> }

/** What an author has to put right; the element has the sentences. */
export type QuizProblem =
  | { kind: "no-question" } | { kind: "no-runs" } | { kind: "too-few-options" }
  | { kind: "bad-option"; option: string; runs: string } | { kind: "no-such-run"; name: string; runs: string }
  | { kind: "bad-scale" } | { kind: "bad-goal" } | { kind: "no-curve" } | { kind: "no-number" } | { kind: "two-runs" } | { kind: "order-runs" }
  | { kind: "no-setting" };

const isObject = (value: unknown): value is Record<string, unknown> => value !== null && typeof value === "object" && !Array.isArray(value);

/** The preset's runs by name; none where they cannot be read. */
export function runsOf({ runs }: Pick<QuizValues, "runs">): Record<string, RunSettings> {
  const given: unknown = parsed(runs);
  if (!isObject(given) || Object.keys(given).length > 4) return {};
  return Object.fromEntries(Object.entries(given).filter((pair): pair is [string, RunSettings] => isObject(pair[1])));
}

function parsed(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return written;
  }
}

function goalOf(written: string): Question["goal"] | null {
  const goal = parsed(written);
  const isEnd = (end: unknown) => end === null || (typeof end === "number" && Number.isFinite(end));
  return Array.isArray(goal) && goal.length === 2 && goal.every(isEnd) ? [goal[0], goal[1]] : null;
}

export function questionOf(values: QuizValues, options: readonly string[], names: readonly string[]): Question {
  const { run, from, to, tolerance } = values;
  // The table of fields has checked them.
  const chosen = { kind: values.kind, best: values.best, compare: values.compare, scale: values.scale } as Pick<Question, "kind" | "best" | "compare" | "scale">;
  return { ...chosen, run, from, to, tolerance, options, runs: names, goal: goalOf(values.goal) ?? [null, null] };
}

export function askedOf(values: QuizValues, language: "en" | "zh"): Asked {
  const given = parsed(values.text);
  const own = isObject(given) ? given[language] ?? given["en"] : given;
  return {
    measure: values.measure as MeasureName, text: typeof own === "string" ? own : String(own ?? ""), distance: values.distance, layer: values.layer,
    unit: values["unit-index"], gate: values.gate,
  };
}

function problemsOfChoice(options: readonly string[], names: readonly string[]): QuizProblem[] {
  if (options.length < 2) return [{ kind: "too-few-options" }];
  return options.filter((option) => !isOption(option, names)).map((option) => ({ kind: "bad-option", option, runs: names.join(", ") }));
}

function problemsOfScale({ kind, from, to, scale, sets, goal }: QuizValues): QuizProblem[] {
  return [
    ...(!(to > from) || (scale === "log" && from <= 0) ? [{ kind: "bad-scale" as const }] : []),
    ...(kind === "setting" && sets.trim() === "" ? [{ kind: "no-setting" as const }] : []),
    ...(kind === "setting" && (goalOf(goal) ?? [null, null]).every((end) => end === null) ? [{ kind: "bad-goal" as const }] : []),
  ];
}

/** `names`: the runs there are, from the preset or from literal data. */
export function problemsOf(values: QuizValues, options: readonly string[], names: readonly string[]): QuizProblem[] {
  if (names.length === 0) return [{ kind: "no-runs" }];
  const { kind, run, compare } = values;
  const curve = isCurve(values.measure as MeasureName);
  return [
    ...(kind === "choose" ? problemsOfChoice(options, names) : []),
    ...(kind === "order" && ([...options].sort().join() !== [...names].sort().join() || names.length < 2) ? [{ kind: "order-runs" as const }] : []),
    ...(["number", "curve", "setting"].includes(kind) ? problemsOfScale(values) : []),
    ...(run !== "" && !names.includes(run) ? [{ kind: "no-such-run" as const, name: run, runs: names.join(", ") }] : []),
    ...(compare !== "none" && names.length !== 2 ? [{ kind: "two-runs" as const }] : []),
    ...(kind === "curve" && !curve ? [{ kind: "no-curve" as const }] : []),
    ...(kind !== "curve" && curve ? [{ kind: "no-number" as const }] : []),
  ];
}

/** A dotted name leads into a nested object: "optimizer.rate". */
function withSetting(settings: RunSettings, name: string, value: number): RunSettings {
  const [first, ...rest] = name.trim().split(".") as [string, ...string[]];
  if (rest.length === 0) return { ...settings, [first]: value };
  const inner = settings[first];
  return { ...settings, [first]: withSetting(isObject(inner) ? inner : {}, rest.join("."), value) };
}

/** "english", "chinese", a text with a gap, or the text itself; the page's language chooses where none is named. */
async function textOf(given: unknown, corpora: Corpora): Promise<string> {
  if (isObject(given)) return gapText({ gap: 60, keys: 4, lines: 256, seed: 1, ...given } as GapTask);
  if (given === undefined) return corpora.load(corpora.language === "zh" ? "chinese" : "english");
  return given === "english" || given === "chinese" ? corpora.load(given) : String(given);
}

/** The engine's settings of every run; the text of each is where the lens begins to read. */
export async function planOf(values: QuizValues, setting: number | null, corpora: Corpora): Promise<Plan> {
  const models: Plan["models"] = {};
  for (const [name, run] of Object.entries(runsOf(values))) {
    const seeded = values.seed < 0 ? run : { ...run, seed: values.seed };
    const set = setting === null ? seeded : withSetting(seeded, values.sets, setting);
    const task = set["task"] ?? "language-model";
    models[name] = { ...set, task, ...(task === "language-model" && { text: await textOf(set["text"], corpora) }) } as LanguageModelSettings;
  }
  return { models, steps: values.steps, every: Math.max(1, values.steps) };
}

export const corporaFrom = (language: "en" | "zh", load?: () => Promise<EngineModule>): Corpora =>
  ({ language, load: async (name) => (await new EngineSource(load).module()).loadCorpus(name) });
