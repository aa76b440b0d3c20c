/** Medians and ratios of what was measured in rounds. */
import { countParameters } from "./works.mjs";

export function median(values) {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median of the ratios within each round: what disturbs a round disturbs both sides of its ratio. */
export function medianRatio(above, below) {
  if (!above?.length || !below?.length) return null;
  return median(Array.from({ length: Math.min(above.length, below.length) }, (_, k) => above[k] / below[k]));
}

/** Forward, gradient by the input, gradient by the weights: a multiplication and an addition each, for each parameter. */
export const gigaflops = (charactersPerSecond, parameters) => (6 * parameters * charactersPerSecond) / 1e9;

/** Runs every entry once a round, each round beginning with another one: `{ id: [value of each round] }`. */
export async function interleave(entries, rounds) {
  const values = Object.fromEntries(entries.map(({ id }) => [id, []]));
  for (let round = 0; round < rounds; round++) {
    for (let k = 0; k < entries.length; k++) {
      const { id, measure } = entries[(round + k) % entries.length];
      values[id].push(await measure());
    }
  }
  return values;
}

/** One line of a training table for each system that was measured. */
export function trainingRows({ work, rounds, limits }, systems) {
  const parameters = countParameters(work);
  return systems.filter(({ id }) => rounds[id]?.length).map(({ id, label, limit }) => {
    const speed = median(rounds[id]);
    const multiplied = rounds[id].map((value) => gigaflops(value, parameters.multiplied));
    return {
      id,
      label,
      charactersPerSecond: speed,
      gigaflops: gigaflops(speed, parameters.all),
      multiplied: median(multiplied),
      ofLimit: medianRatio(multiplied, limits[limit]),
      toTensorflow: medianRatio(rounds[id], rounds["tensorflow-wasm"]),
      toTorch: medianRatio(rounds[id], rounds["torch-1"]),
      toTorchSse: medianRatio(rounds[id], rounds["torch-sse"]),
    };
  });
}
