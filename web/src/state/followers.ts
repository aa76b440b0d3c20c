/** Which units follow something in a text: properties of its characters, and how closely each unit goes with them. */

export const features = ["quote", "bracket", "line", "word"] as const;
export type Feature = (typeof features)[number];

const opening = "([{（【《〈", closing = ")]}）】》〉";
const quotesOpen = "“「『«", quotesClose = "”」』»";
const isBreak = (character: string) => character === "\n";

/** How many steps ago something was last seen: the position in a line or a word. */
function since(characters: readonly string[], boundary: (character: string) => boolean): number[] {
  let count = 0;
  return characters.map((character) => (count = boundary(character) ? 0 : count + 1));
}

function insideQuotes(characters: readonly string[]): number[] {
  let inside = false;
  return characters.map((character) => {
    if (character === '"') inside = !inside;
    else if (quotesOpen.includes(character)) inside = true;
    else if (quotesClose.includes(character)) inside = false;
    return Number(inside);
  });
}

function insideBrackets(characters: readonly string[]): number[] {
  let depth = 0;
  return characters.map((character) => {
    if (opening.includes(character)) depth++;
    else if (closing.includes(character)) depth = Math.max(0, depth - 1);
    return depth;
  });
}

const finders: Record<Feature, (characters: readonly string[]) => number[]> = {
  quote: insideQuotes,
  bracket: insideBrackets,
  line: (characters) => since(characters, isBreak),
  word: (characters) => since(characters, (character) => !/[\p{L}\p{N}’']/u.test(character)),
};

/** The property after reading each character. */
export const featureOf = (feature: Feature, characters: readonly string[]): number[] => finders[feature](characters);

/** From 0 to 1, to be drawn beside what follows it. */
export function unitScale(values: readonly number[]): number[] {
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  return values.map((value) => (most === 0 ? 0 : value / most));
}

/** Pearson's r; 0 where one of the two never changes. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = Math.min(a.length, b.length);
  const mean = (of: ArrayLike<number>) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += of[k]!;
    return sum / n;
  };
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let k = 0; k < n; k++) {
    const [da, db] = [a[k]! - meanA, b[k]! - meanB];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  // What is held at a value differs from its mean by rounding alone.
  const still = 1e-12 * n;
  return aa <= still * (1 + meanA * meanA) || bb <= still * (1 + meanB * meanB) ? 0 : ab / Math.sqrt(aa * bb);
}

/** One unit's values over the steps, from rows of all units. */
export const columnOf = (rows: ArrayLike<ArrayLike<number>>, unit: number): number[] => Array.from(rows, (row) => row[unit]!);

/** r of every unit with the property. */
export function correlations(rows: ArrayLike<ArrayLike<number>>, property: ArrayLike<number>): number[] {
  return Array.from({ length: rows[0]?.length ?? 0 }, (_, unit) => correlation(columnOf(rows, unit), property));
}

/** The unit whose |r| is largest. */
export function bestOf(r: readonly number[]): number {
  return r.reduce((best, value, unit) => (Math.abs(value) > Math.abs(r[best]!) ? unit : best), 0);
}

/** 1 for the unit whose loss matters most, 2 for the next. */
export function rankOf(change: ArrayLike<number>, unit: number): number {
  return 1 + Array.from(change).filter((value) => value > change[unit]!).length;
}
