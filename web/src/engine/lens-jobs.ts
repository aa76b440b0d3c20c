/** Runs on the worker. The analyses of the lens; each works on a copy of the weights as they were when it began. */
import type { MainModule } from "#engine";
import type { OpenModel } from "./host.js";
import { readTokens, type Work } from "./jobs.js";
import type { LensRequest } from "./protocol.js";
import { positionField, resolveFields } from "./settings.js";

export function lensJob(module: MainModule, open: OpenModel, { text, longest, position: asked, ...request }: LensRequest): Work<"lens"> {
  const characters = readTokens(open, text, longest);
  const { position } = resolveFields(positionField(characters.length - 1), asked === null ? {} : { position: asked });
  const lens = new module.Lens(open.session, text, { ...request, position });
  return {
    run: (milliseconds) => lens.run(milliseconds),
    result: () => ({ characters, position, figures: lens.figures() }),
    delete: () => lens.delete(),
  };
}
