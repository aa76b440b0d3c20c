import type { Axis } from "../../draw/plot.js";
import type { QuizValues } from "../../state/index.js";
import type { Telling } from "./result.js";

/** The axes of a curve, before it is measured and after. */
export function curveAxes({ say, question: { from, to, scale }, words: { format } }: Telling, { measure, distance, steps }: QuizValues): { x: Axis; y: Axis } {
  const [first, last, label] = measure === "loss-curve" ? [1, Math.max(2, steps), say.steps] : [0, distance, say.distance];
  return {
    x: { label: label as string, domain: [first as number, last as number], tick: format.short },
    y: { label: "", scale, domain: [from, to], tick: scale === "log" ? format.power : format.short },
  };
}
