/** What a question may ask of a run, by name; how it is computed is fetched with the first run (`quiz-measures.ts`). */
export const scalarMeasures = [
  "validation-loss", "loss", "accuracy", "diverged", "gradient-norm", "gradient-ratio", "memory-ratio", "forget-product", "spectral-radius",
  "ablation", "gate-mean",
] as const;
export const curveMeasures = ["loss-curve", "gradient-curve", "memory-curve", "forget-curve"] as const;
export const measures = [...scalarMeasures, ...curveMeasures] as const;
export type MeasureName = (typeof measures)[number];

export const isCurve = (measure: MeasureName): boolean => (curveMeasures as readonly string[]).includes(measure);

/** What a measure needs to know besides the run. */
export interface Asked {
  measure: MeasureName;
  /** What the lens reads; "" for the beginning of the text that was trained on. */
  text: string;
  distance: number;
  layer: number;
  /** Of `ablation`; -1 for the unit that matters most. */
  unit: number;
  gate: string;
}

export interface Values { x: number[] | null; values: number[] }
