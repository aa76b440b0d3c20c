/**
 * A text with a long gap, made from a seed: each line is a key, so many dots, and the same key again. The dots are easy
 * and the first key is chance; the second one can be known only by remembering across the gap.
 */
export interface GapTask { gap: number; keys: number; lines: number; seed: number }

const letters = "abcdefgh";

/** Marsaglia's xorshift with 32 bits: shifts alone, the same everywhere. */
function generator(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>>= 0);
  };
}

export const gapLine = (key: string, gap: number): string => `${key}${".".repeat(gap)}${key}`;

/** The keys of a task, from the front of the alphabet. */
export const gapKeys = (keys: number): string[] => [...letters.slice(0, keys)];

/** Characters in a line with its line feed; a window of as many steps holds one line. */
export const gapWindow = (gap: number): number => gap + 3;

export function gapText({ gap, keys, lines, seed }: GapTask): string {
  const draw = generator(seed);
  for (let k = 0; k < 8; k++) draw();
  return Array.from({ length: lines }, () => `${gapLine(letters[(draw() >>> 8) % keys]!, gap)}\n`).join("");
}
