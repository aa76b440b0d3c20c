/**
 * A text with long gaps, made from a seed: each line is a key, 1 to `gap` dots, a question mark, and the same key again;
 * line feeds make all lines equally long. After the question mark only who remembers the key can know what comes. The
 * gaps vary, so that short ones can be learned first and counting dots helps little.
 */
export interface GapTask { gap: number; keys: number; lines: number; seed: number }

const letters = "abcdefgh";

/** Marsaglia's xorshift with 32 bits: shifts alone, the same everywhere. */
export function generator(seed: number): (below: number) => number {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>>= 0);
  };
  // The first numbers of neighbouring seeds are alike.
  for (let k = 0; k < 8; k++) next();
  return (below) => (next() >>> 8) % below;
}

export const gapLine = (key: string, gap: number): string => `${key}${".".repeat(gap)}?${key}`;

/** The keys of a task, from the front of the alphabet. */
export const gapKeys = (keys: number): string[] => [...letters.slice(0, keys)];

/** Characters in a line with its line feeds; a window of as many steps holds one line. */
export const gapWindow = (gap: number): number => gapLine("a", gap).length + 1;

export function gapText({ gap, keys, lines, seed }: GapTask): string {
  const draw = generator(seed);
  return Array.from({ length: lines }, () => {
    const key = letters[draw(keys)]!;
    return gapLine(key, 1 + draw(gap)).padEnd(gapWindow(gap), "\n");
  }).join("");
}
