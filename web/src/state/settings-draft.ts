/** The settings as a reader edits them: what was typed stays, right or wrong; only right values count. */
import {
  combinedProblem, defaultValues, isRelevant, parseTyped, studioFieldNames, studioFields, usualK,
  type FieldProblem, type StudioField, type StudioValues,
} from "./fields.js";

export class SettingsDraft {
  readonly values: StudioValues = defaultValues();
  /** What stands in a field, where it is not simply the value. */
  readonly #typed = new Map<StudioField, string>();
  readonly #problems = new Map<StudioField, FieldProblem>();

  type(name: StudioField, typed: string): void {
    const parsed = parseTyped(studioFields[name], typed);
    if (!("reason" in parsed)) {
      this.set(name, parsed.value);
      if (typed !== String(parsed.value)) this.#typed.set(name, typed);
      return;
    }
    this.#typed.set(name, typed);
    this.#problems.set(name, parsed);
  }

  set(name: StudioField, value: number | string): void {
    // Each schedule means something else by k: what was never touched follows.
    if (name === "feeding.name" && this.values["feeding.k"] === usualK[this.values[name]]) this.set("feeding.k", usualK[value]!);
    Object.assign(this.values, { [name]: value });
    this.#typed.delete(name);
    this.#problems.delete(name);
  }

  assign(values: Partial<StudioValues>): void {
    for (const name of studioFieldNames) if (values[name] !== undefined) this.set(name, values[name]);
  }

  typed(name: StudioField): string {
    return this.#typed.get(name) ?? String(this.values[name]);
  }

  problem(name: StudioField): FieldProblem | null {
    return this.#problems.get(name) ?? combinedProblem(name, this.values);
  }

  /** The fields that stand in the way of training. How to write samples does not. */
  get obstacles(): StudioField[] {
    return studioFieldNames.filter((name) => isRelevant(name, this.values) && !name.startsWith("sample.") && this.problem(name));
  }
}
