/** Runs on the worker. What happened in the last step: coins of scheduled sampling, norms of gradients; and what a model loses by reading its own characters. */
import type { MainModule } from "#engine";
import type { Coins, GradientNorms } from "./api.js";
import type { OpenModel, Opened } from "./host.js";
import { needTokens, type Work } from "./jobs.js";
import type { ExposureRequest } from "./protocol.js";

export function gradientNormsOf({ session }: Opened): GradientNorms {
  const parameters = session.gradientNorms();
  return { step: session.step, parameters };
}

export function coinsOf({ session, info }: OpenModel): Coins | null {
  const flat = session.coins();
  if (flat.length === 0) return null;
  const { vocabulary, settings: { window, batch } } = info;
  const size = window * batch;
  // One of the model's own has an id below zero.
  const characters = (ids: Float32Array) => Array.from(ids, (id) => vocabulary[id < 0 ? -1 - id : id]!);
  const read = flat.subarray(0, size);
  return {
    step: session.step,
    epsilon: session.teacherProbability,
    coins: { shape: [window, batch], data: Uint8Array.from(read, (id) => (id < 0 ? 1 : 0)) },
    read: characters(read),
    truth: characters(flat.subarray(size)),
  };
}

const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

export function exposureJob(module: MainModule, open: OpenModel, r: ExposureRequest): Work<"exposure"> {
  needTokens(open, r.text, r.length + 1);
  const exposure = new module.Exposure(open.session, r.text, r.length, r.streams, module.OwnToken[r.own], r.seed);
  return {
    run: (milliseconds) => exposure.run(milliseconds),
    result: () => {
      const [teacherForced, freeRunning] = [exposure.teacherForced(), exposure.freeRunning()];
      return { teacherForced, freeRunning, gap: mean(freeRunning) - mean(teacherForced) };
    },
    delete: () => exposure.delete(),
  };
}
