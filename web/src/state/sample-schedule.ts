/**
 * When to write a sample while training: a question of the model's size and of nothing else, so that the same
 * settings give the same samples at the same steps on every machine. On a usual laptop they come some two
 * seconds apart at first, later more seldom.
 */
import type { ModelInfo } from "../engine/api.js";

/** Floating-point operations a second of a usual laptop in a browser. */
const USUAL_SPEED = 22e9;
const SECONDS_APART = 2;

/** Steps between the first samples: a round number. */
export function sampleSpacing(info: Pick<ModelInfo, "parameters" | "settings">): number {
  const { batch, window } = info.settings;
  // Each weight takes part in one product forward and two backward.
  const perStep = 6 * info.parameters * batch * window;
  return roundDown((SECONDS_APART * USUAL_SPEED) / perStep);
}

/** The step of the next sample. Early on the model changes fast: half, a quarter, an eighth of the spacing. */
export function nextSampleStep(step: number, spacing: number): number {
  for (const share of [8, 4, 2]) {
    const early = Math.round(spacing / share);
    if (early > step) return early;
  }
  const apart = step < 8 * spacing ? spacing : step < 24 * spacing ? 2 * spacing : step < 64 * spacing ? 5 * spacing : 10 * spacing;
  return (Math.floor(step / apart) + 1) * apart;
}

/** The largest of 1, 2, 5, 10, 20, 50 … that is not above `value`; at least 1. */
function roundDown(value: number): number {
  if (!(value >= 1)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = value >= 5 * power ? 5 : value >= 2 * power ? 2 : 1;
  return Math.min(1e6, factor * power);
}
