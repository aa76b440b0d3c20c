/**
 * How well a reader predicts, kept in this browser: the first answer to each question, by the question's name. Later
 * tries know more than a prediction may, so they do not count.
 */
import { Notifier } from "./notifier.js";

export interface Calibration { predictions: number; right: number; numbers: number; /** Mean share of the scale, 0 to 1. */ off: number }

type Entry = [right: 0 | 1, off: number | null];
type Storage = Pick<globalThis.Storage, "getItem" | "setItem" | "removeItem">;

const KEY = "unrolled.predictions";
const MOST = 500;

/** Storage may be missing, full or forbidden; then the page remembers as long as it is open. */
function attempt<T>(action: () => T): T | null {
  try {
    return action();
  } catch {
    return null;
  }
}

function parse(written: string | null): Map<string, Entry> {
  const given: unknown = attempt(() => JSON.parse(written ?? "{}"));
  if (given === null || typeof given !== "object" || Array.isArray(given)) return new Map();
  return new Map(Object.entries(given).filter((pair): pair is [string, Entry] => {
    const [right, off] = Array.isArray(pair[1]) ? pair[1] : [];
    return (right === 0 || right === 1) && (off === null || (typeof off === "number" && off >= 0 && off <= 1));
  }));
}

export class CalibrationStore extends Notifier<"predictions"> {
  readonly #storage: Storage | null;
  #entries: Map<string, Entry> | null = null;

  constructor(storage: Storage | null = attempt(() => globalThis.localStorage)) {
    super();
    this.#storage = storage;
  }

  get entries(): Map<string, Entry> {
    return (this.#entries ??= parse(attempt(() => this.#storage?.getItem(KEY) ?? null)));
  }

  /** Returns whether it counts: whether it is the first answer to this question. */
  add(question: string, right: boolean, off: number | null): boolean {
    if (this.entries.has(question) || this.entries.size >= MOST) return false;
    this.entries.set(question, [right ? 1 : 0, off === null ? null : Math.round(Math.min(1, off) * 1e4) / 1e4]);
    attempt(() => this.#storage?.setItem(KEY, JSON.stringify(Object.fromEntries(this.entries))));
    this.tell("predictions");
    return true;
  }

  get summary(): Calibration {
    const all = [...this.entries.values()], offs = all.flatMap(([, off]) => (off === null ? [] : [off]));
    const mean = offs.length === 0 ? 0 : offs.reduce((sum, off) => sum + off, 0) / offs.length;
    return { predictions: all.length, right: all.filter(([right]) => right === 1).length, numbers: offs.length, off: mean };
  }

  forget(): void {
    this.#entries = new Map();
    attempt(() => this.#storage?.removeItem(KEY));
    this.tell("predictions");
  }
}

/** Of the page: its quizzes count together. */
let shared: CalibrationStore | null = null;
export const calibration = (): CalibrationStore => (shared ??= new CalibrationStore());
