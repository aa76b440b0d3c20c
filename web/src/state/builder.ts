/** Makes runs: from settings and a text, or from a saved file. Knows what a run was made from. */
import type { Engine } from "../engine/api.js";
import { flatten } from "../engine/settings.js";
import { builtFieldNames, effective, modelFieldNames, modelSettings, studioFields, type StudioField, type StudioValues } from "./fields.js";
import { Run } from "./run.js";

/** The text by the number of its version: comparing megabytes at each key press would be felt. */
function ingredients(values: StudioValues, textVersion: number): Map<string, number | string> {
  const built = new Map<string, number | string>(builtFieldNames.map((name) => [name, effective(name, values)]));
  return built.set("text", textVersion);
}

export function differences(run: Run, values: StudioValues, textVersion: number): (StudioField | "text")[] {
  const { builtFrom } = run;
  if (!builtFrom) return [];
  const names: (StudioField | "text")[] = builtFieldNames.filter((name) => builtFrom.get(name) !== effective(name, values));
  return builtFrom.get("text") === textVersion ? names : [...names, "text"];
}

export async function buildRun(engine: Engine, values: StudioValues, text: string, textVersion: number): Promise<Run> {
  const builtFrom = ingredients(values, textVersion);
  const target = values.steps;
  const model = await engine.create(modelSettings(values, text));
  return Object.assign(new Run(), { model, info: model.info, numerics: engine.numerics, builtFrom, target });
}

/** Without a text the model can write but not learn; `text` makes it learn on from where it was saved. */
export async function openRun(engine: Engine, file: Uint8Array, values: StudioValues, text: string | null, textVersion: number): Promise<Run> {
  const model = await engine.load(file, text === null ? {} : { text });
  const settings = flatten(studioFields, model.info.settings).filter(([name]) => (modelFieldNames as string[]).includes(name));
  Object.assign(values, Object.fromEntries(settings));
  const builtFrom = ingredients(values, textVersion);
  return Object.assign(new Run(), { model, info: model.info, numerics: engine.numerics, builtFrom, file: text === null ? file : null });
}
