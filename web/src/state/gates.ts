/** The experiment of the gates exhibit: an LSTM as it is and one that was changed, from one seed, and what is read of each. */
import type { LanguageModelSettings, Tensor } from "../engine/api.js";
import { choice, integer, range, text, type ValuesOf } from "./exhibit-fields.js";
import type { Plan, Trial } from "./experiment.js";
import { features } from "./followers.js";
import { marksText } from "./marks-text.js";

export const quantities = ["c", "h", "i", "f", "g", "o"] as const;
export type GateQuantity = (typeof quantities)[number];
export const heldNames = ["hold.i", "hold.f", "hold.g", "hold.o"] as const;

const held = () => choice(["free", "0", "0.5", "0.9", "1"]);

export const gatesFields = {
  learn: choice(["marks-en", "marks-zh", "story", "own"]),
  own: text("", 20_000),
  passage: text("", 257),
  quantity: choice(quantities),
  follow: choice(features),
  view: choice(["changed", "plain"]),
  "hold.i": held(),
  "hold.f": held(),
  "hold.g": held(),
  "hold.o": held(),
  forgetBias: range(0, -3, 5, 0.5),
  hidden: range(32, 2, 64, 1),
  steps: range(1000, 50, 5000, 50),
  seed: integer(1, 0, 4294967295),
};

export type GatesSettings = ValuesOf<typeof gatesFields>;

/** What one model does over the passage; T steps, H units. */
export interface GatesRun extends Record<GateQuantity, ArrayLike<ArrayLike<number>>> {
  /** "plain" or "changed". */
  name: string;
  /** One more than the steps: the last character is only predicted. */
  characters: readonly string[];
  /** Nats per character of the passage, and what is added to them without each unit. */
  loss: number;
  change: ArrayLike<number>;
  /** T × H: ∏ f of the later steps, and the diagonal of ∂c_T/∂c_k. */
  forget: ArrayLike<ArrayLike<number>>;
  derivative: ArrayLike<ArrayLike<number>>;
  /** T of each: the norms of the two over all units. */
  forgetNorm: ArrayLike<number>;
  derivativeNorm: ArrayLike<number>;
  /** Training so far: the loss of its batches, averaged over about 100 steps. */
  step: ArrayLike<number>;
  train: ArrayLike<number>;
}

const LEARNED = 30_000, READ = 128;

/** The bundled story's way of writing, but no sentence of it. */
const STORY = '"The wind is up," she said, and put the letter down. "Will you come with me to the hut on the hill?"\n\nHe said nothing for a while.';

const languageOf = (learn: GatesSettings["learn"]) => (learn === "marks-zh" ? "zh" as const : "en" as const);

/** The text to learn; undefined for the engine's own. */
function learnedText({ learn, own, seed }: Pick<GatesSettings, "learn" | "own" | "seed">): string | undefined {
  if (learn === "story") return undefined;
  return learn === "own" ? own : marksText(languageOf(learn), LEARNED, seed);
}

/** What is read: the reader's passage, else one like the text that is learned, but never trained on. */
export function passageOf({ passage, learn, own, seed }: GatesSettings): string {
  if (passage !== "") return passage;
  if (learn === "story") return STORY;
  if (learn !== "own") return marksText(languageOf(learn), READ, (seed + 1) % 4294967296);
  const characters = [...own.normalize("NFC")];
  return characters.slice(-Math.max(2, Math.min(READ, Math.floor(characters.length / 10)))).join("");
}

/** Whether anything sets the changed model apart. */
export const isChanged = (settings: GatesSettings): boolean => settings.forgetBias !== 0 || heldNames.some((name) => settings[name] !== "free");

/** An own text shorter than this fills no batch. */
export const OWN_LEAST = 500;
export const isTooShort = ({ learn, own }: GatesSettings): boolean => learn === "own" && [...own].length < OWN_LEAST;

export function gatesPlan(settings: GatesSettings): Plan {
  const { hidden, steps, seed, forgetBias } = settings;
  const learned = learnedText(settings);
  const plain: LanguageModelSettings = { task: "language-model", cell: "lstm", hidden, window: 48, seed, ...(learned !== undefined && { text: learned }) };
  const holds = heldNames.filter((name) => settings[name] !== "free").map((name) => [name.slice(-1), Number(settings[name])]);
  const changed: LanguageModelSettings = { ...plain, forgetBias, hold: Object.fromEntries(holds) as object };
  return { models: { plain, ...(isChanged(settings) && { changed }) }, steps, every: 100 };
}

/** The settings that would ask for these models; null when another kind of exhibit made the plan. */
export function settingsOf({ models, steps }: Plan): Partial<Record<keyof GatesSettings, string | number>> | null {
  const { plain, changed } = models as Record<string, LanguageModelSettings | undefined>;
  if (!plain) return null;
  const { hidden = 32, seed = 1, text: learned } = plain;
  const learn = learned === undefined ? "story" : (["marks-en", "marks-zh"] as const).find((one) => learnedText({ learn: one, own: "", seed }) === learned) ?? "own";
  const hold = (changed?.hold ?? {}) as Record<string, number | undefined>;
  return {
    learn, ...(learn === "own" && { own: learned! }), hidden, seed, steps, forgetBias: changed?.forgetBias ?? 0,
    ...Object.fromEntries(heldNames.map((name) => [name, String(hold[name.slice(-1)] ?? "free")])),
  };
}

const rowsOf = ({ shape, data }: Tensor): number[][] =>
  Array.from({ length: shape[0]! }, (_, row) => Array.from(data.subarray(row * shape[1]!, (row + 1) * shape[1]!)));

export async function readGates({ name, model, history }: Trial, passage: string, signal: AbortSignal): Promise<GatesRun> {
  const asked = { text: passage, signal };
  const { characters, layers } = await model.trace({ ...asked, names: [...quantities] });
  const { forget, derivative, forgetNorm, derivativeNorm } = await model.memory(asked);
  const { loss, change } = await model.ablate(asked);
  const over = Object.fromEntries(quantities.map((one) => [one, rowsOf(layers[0]![one]!)])) as Record<GateQuantity, number[][]>;
  const { length, step, smooth } = history.curve();
  return {
    name, characters, loss, ...over, change: Array.from(change), forget: rowsOf(forget), derivative: rowsOf(derivative),
    forgetNorm: Array.from(forgetNorm), derivativeNorm: Array.from(derivativeNorm), step: Array.from(step.subarray(0, length)), train: Array.from(smooth.subarray(0, length)),
  };
}

/** The mean over all units, step by step. */
export const meansOf = (rows: ArrayLike<ArrayLike<number>>): number[] =>
  Array.from(rows, (row) => Array.from(row).reduce((sum, value) => sum + value, 0) / row.length);

/** Of each unit, the share of steps in which a gate is nearly shut (below 0.1) and nearly open (above 0.9). */
export function saturationOf(rows: ArrayLike<ArrayLike<number>>): { shut: number[]; open: number[] } {
  const share = (test: (value: number) => boolean) =>
    Array.from({ length: rows[0]?.length ?? 0 }, (_, unit) => Array.from(rows).filter((row) => test(row[unit]!)).length / rows.length);
  return { shut: share((value) => value < 0.1), open: share((value) => value > 0.9) };
}
