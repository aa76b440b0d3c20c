/** What can be set at an exhibit: its own small table of fields, in the engine's kinds and two more. */
import { checkValue, integer, number, parseTyped, type ChoiceField, type Field, type FieldProblem, type NumberField } from "../engine/settings.js";

export { integer, number };

/** Words of the reader's or the author's own. */
export interface TextField { kind: "text"; fallback: string; most: number }
/** Some of several, as one string: "rnn,lstm". At least one unless `fallback` is empty. */
export interface SetField { kind: "set"; fallback: string; choices: readonly string[] }
/** A number on a slider: `step` apart, or by equal factors. */
export interface RangeField extends NumberField { step: number; scale?: "log" }

export type ExhibitField = Field | RangeField | TextField | SetField;
export type ExhibitFields = Record<string, ExhibitField>;

/** The engine's own kind of choice; the first is the default, and the type knows them all. */
export const choice = <const C extends readonly [string, ...string[]]>(choices: C) => ({ kind: "choice" as const, fallback: choices[0] as C[number], choices });
export const text = (fallback: string, most = 4096): TextField => ({ kind: "text", fallback, most });
export const set = (choices: readonly string[], fallback = choices.join(",")): SetField => ({ kind: "set", fallback, choices });
export const range = (fallback: number, min: number, max: number, step: number): RangeField =>
  ({ kind: Number.isInteger(step) && Number.isInteger(min) ? "integer" : "number", fallback, min, max, step });
export const logRange = (fallback: number, min: number, max: number): RangeField => ({ kind: "number", fallback, min, max, step: 0, scale: "log" });

export type ExhibitFieldProblem = FieldProblem | { reason: "too-long"; value: string; max: number };

type ValueOf<F> = F extends NumberField ? number : F extends ChoiceField ? F["choices"][number] : string;
export type ValuesOf<F extends ExhibitFields> = { -readonly [K in keyof F]: ValueOf<F[K]> };

/** A value in any notation: what a reader typed, an attribute, an entry of a preset. */
export function readField(field: ExhibitField, given: unknown): { value: number | string } | ExhibitFieldProblem {
  if (field.kind === "text") {
    const written = String(given);
    return [...written].length <= field.most ? { value: written } : { reason: "too-long", value: String([...written].length), max: field.most };
  }
  if (field.kind === "set") return readSet(field, given);
  if (typeof given === "string") return parseTyped(field, given);
  return checkValue(field, given) ?? { value: given as number | string };
}

/** In the order of the choices, so that equal sets are equal strings. */
function readSet({ choices, fallback }: SetField, given: unknown): { value: string } | FieldProblem {
  const parts = (Array.isArray(given) ? given.map(String) : String(given).split(",")).map((part) => part.trim()).filter(Boolean);
  const foreign = parts.find((part) => !choices.includes(part));
  if (foreign !== undefined) return { reason: "not-a-choice", value: foreign, choices };
  if (parts.length === 0 && fallback !== "") return { reason: "missing" };
  return { value: choices.filter((one) => parts.includes(one)).join(",") };
}

export const members = (value: string): string[] => value.split(",").filter(Boolean);
