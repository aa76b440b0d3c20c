/** What is wrong with an exhibit's attributes, as sentences that name the attribute and the remedy. */
import type { Words } from "../../i18n/index.js";
import type { ExhibitFields, PresetProblem } from "../../state/index.js";
import type { Misfit } from "./check-data.js";

export type AttributeProblem = PresetProblem | { kind: "data"; misfit: Misfit };

export interface Naming { words: Words; fields: ExhibitFields; label(name: string): string }

export function problemSentence(found: AttributeProblem, { words, fields, label }: Naming): string {
  const { exhibit } = words;
  switch (found.kind) {
    case "unknown": return exhibit.unknownField(found.name, found.known);
    case "field": return exhibit.badField(words.fieldProblem(`${label(found.name)} (${found.name})`, found.problem), String(fields[found.name]!.fallback));
    case "missing": return found.failure ? words.errorSentence(found.failure) : exhibit.noPreset(found.name);
    case "data": return exhibit.badData(found.misfit.path, exhibit.wanted[found.misfit.wanted]!);
  }
}
