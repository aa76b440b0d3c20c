/** What is shown, in words. */
import type { GatesWords } from "../../i18n/en-gates.js";
import type { Words } from "../../i18n/index.js";
import { rankOf, type GatesRun } from "../../state/index.js";
import type { View } from "./view.js";

export interface Naming { say: GatesWords; words: Words; name(choice: string): string }

/** So many steps back the memory is told, where the passage is as long. */
const FAR = 20;

export function gatesSentence({ run, quantity, feature, scaled, r, best, unit }: View, runs: readonly GatesRun[], { say, words: { format, code }, name }: Naming): string {
  const thing = say.follows[feature]!;
  const still = scaled.every((value) => value === scaled[0]);
  const rank = rankOf(run.change, unit);
  const distance = Math.min(FAR, run.h.length - 1);
  const share = (norms: ArrayLike<number>) => format.number(norms[norms.length - 1 - distance]! / norms[norms.length - 1]!);
  const sentences = [
    ...(still ? [say.absent(thing)] : [say.follower(unit, quantity, thing, format.number(r[unit]!), best)]),
    say.knocked(unit, format.number(run.change[unit]!), rank, r.length),
    say.kept(distance, share(run.forgetNorm), share(run.derivativeNorm)),
    ...(runs.some(({ train }) => train.length > 0) ? [say.losing(runs.filter(({ train }) => train.length > 0).map((one) => say.lossOf(format.loss(one.train[one.train.length - 1]!), name(one.name))))] : []),
  ];
  return sentences.join(code === "zh" ? "" : " ");
}
