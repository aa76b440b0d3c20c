/** The settings of an exhibit as they are edited: what was typed stays, right or wrong; only right values count. */
import { readField, type ExhibitFieldProblem, type ExhibitFields, type ValuesOf } from "./exhibit-fields.js";
import { asFailure, type Failure } from "./remedy.js";

/** `field`: what was wrong; `unknown`: a name that the exhibit does not have. */
export type PresetProblem =
  | { kind: "field"; name: string; problem: ExhibitFieldProblem }
  | { kind: "unknown"; name: string; known: readonly string[] }
  | { kind: "missing"; name: string; failure: Failure | null };

export type PresetSource = (name: string) => Promise<Record<string, unknown>>;

/** "NN-slug/name": a preset of a lesson. Everything else is settings, written out. */
export const isPresetName = (written: string): boolean => /^\d\d-[\w-]+\/[\w-]+$/.test(written.trim());

export class Draft<F extends ExhibitFields> {
  readonly values: ValuesOf<F>;
  readonly #typed = new Map<string, string>();
  readonly #problems = new Map<string, ExhibitFieldProblem>();

  constructor(readonly fields: F) {
    this.values = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.fallback])) as ValuesOf<F>;
  }

  /** True when there is a new value. A wrong one keeps the value before it and has a problem. */
  type(name: keyof F & string, given: unknown): boolean {
    const read = readField(this.fields[name]!, given);
    if ("reason" in read) {
      this.#typed.set(name, String(given));
      this.#problems.set(name, read);
      return false;
    }
    this.#typed.delete(name);
    this.#problems.delete(name);
    if (typeof given === "string" && given !== String(read.value)) this.#typed.set(name, given);
    if (this.values[name] === read.value) return false;
    Object.assign(this.values, { [name]: read.value });
    return true;
  }

  typed(name: keyof F & string): string {
    return this.#typed.get(name) ?? String(this.values[name]);
  }

  problem(name: keyof F & string): ExhibitFieldProblem | null {
    return this.#problems.get(name) ?? null;
  }

  /** Fills fields from a preset; what cannot be used keeps its value and is told. */
  fill(given: Record<string, unknown>): PresetProblem[] {
    return Object.entries(given).flatMap(([name, value]): PresetProblem[] => {
      if (!Object.hasOwn(this.fields, name)) return [{ kind: "unknown", name, known: Object.keys(this.fields) }];
      const read = readField(this.fields[name]!, value);
      if ("reason" in read) return [{ kind: "field", name, problem: read }];
      this.type(name, read.value);
      return [];
    });
  }
}

/** `cell=rnn hidden=16 text=to%20be`: parts as in the studio's address. A part without "=" names itself. */
export function parsePreset(written: string): Record<string, unknown> {
  return Object.fromEntries(written.replace(/^#/, "").split(/[&;\s]+/).filter(Boolean).map((part) => {
    const at = part.indexOf("=");
    return at < 1 ? [part, ""] : [decode(part.slice(0, at)), decode(part.slice(at + 1).replaceAll("+", "%20"))];
  }));
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The settings that an attribute `preset` stands for, and what is wrong with it. */
export async function readPresetAttribute(written: string, source: PresetSource): Promise<{ given: Record<string, unknown>; problems: PresetProblem[] }> {
  if (!isPresetName(written)) return { given: parsePreset(written), problems: [] };
  try {
    return { given: await source(written.trim()), problems: [] };
  } catch (reason) {
    const coded = typeof (reason as { code?: unknown } | null)?.code === "string";
    return { given: {}, problems: [{ kind: "missing", name: written.trim(), failure: coded ? asFailure(reason) : null }] };
  }
}
