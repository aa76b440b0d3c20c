/** What exhibits that name the same model share: one experiment, and what is chosen in it. */
import type { EngineModule } from "./engine-source.js";
import { Experiment } from "./experiment.js";
import { Notifier } from "./notifier.js";

/** A unit, a time step, a layer, the name of one of several models; null where nothing is chosen. */
export interface Selection { unit: number | null; step: number | null; layer: number | null; name: string | null }

export class Bench extends Notifier<"selection"> {
  readonly experiment: Experiment;
  selection: Selection = { unit: null, step: null, layer: null, name: null };
  /** The elements that hold on to it. */
  readonly #users = new Set<object>();

  constructor(load?: () => Promise<EngineModule>) {
    super();
    this.experiment = new Experiment(load);
  }

  /** Returns whether anything changed. */
  select(part: Partial<Selection>): boolean {
    const next = { ...this.selection, ...part };
    if (JSON.stringify(next) === JSON.stringify(this.selection)) return false;
    this.selection = next;
    this.tell("selection");
    return true;
  }

  join(user: object): void {
    this.#users.add(user);
  }

  /** The last one to leave frees the worker. */
  leave(user: object): void {
    this.experiment.seen(user, false);
    if (this.#users.delete(user) && this.#users.size === 0) this.experiment.close();
  }
}

const shared = new Map<string, Bench>();

/** The page's bench of that name; without a name, one of its own. */
export function benchFor(name: string, load?: () => Promise<EngineModule>): Bench {
  if (name === "") return new Bench(load);
  const bench = shared.get(name) ?? new Bench(load);
  shared.set(name, bench);
  return bench;
}
