/** Runs on the worker. The analyses of the lens; each works on a copy of the weights as they were when it began. */
import type { MainModule } from "#engine";
import type { OpenModel } from "./host.js";
import type { Work } from "./jobs.js";
import type { LensRequest } from "./protocol.js";

export function lensJob(module: MainModule, { session }: OpenModel, { text, ...request }: LensRequest): Work<"lens"> {
  const lens = new module.Lens(session, text, request);
  return {
    run: (milliseconds) => lens.run(milliseconds),
    result: () => lens.figures(),
    delete: () => lens.delete(),
  };
}
