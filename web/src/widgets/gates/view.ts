/** What of the runs is looked at: which run, which unit, and what it is to follow. */
import { bestOf, correlations, featureOf, unitScale, type Feature, type GateQuantity, type GatesRun, type GatesSettings, type Selection } from "../../state/index.js";

export interface View {
  run: GatesRun;
  quantity: GateQuantity;
  feature: Feature;
  /** The property at each step, 0 to 1. */
  scaled: number[];
  /** r of every unit, and |r|. */
  r: number[];
  absolute: number[];
  /** The unit that goes with it most closely; the chosen one, or else that one. */
  best: number;
  unit: number;
  step: number | null;
}

export function viewOf(runs: readonly GatesRun[], settings: Pick<GatesSettings, "quantity" | "follow" | "view">, selection: Selection): View | null {
  const run = runs.find(({ name }) => name === settings.view) ?? runs[0];
  if (!run) return null;
  const { quantity, follow: feature } = settings;
  const steps = run.h.length;
  const property = featureOf(feature, run.characters.slice(0, steps));
  const r = correlations(run[quantity], property);
  const best = bestOf(r);
  const unit = selection.unit !== null && selection.unit < r.length ? selection.unit : best;
  return {
    run, quantity, feature, scaled: unitScale(property), r, absolute: r.map(Math.abs), best, unit,
    step: selection.step !== null && selection.step < steps ? selection.step : null,
  };
}
