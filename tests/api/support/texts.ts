/** Texts for tests, made here so that editing the corpora changes no test. */

/** Park & Miller 1988: exact in double precision, so the same text everywhere. */
function* integers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) yield (state = (state * 48_271) % 2_147_483_647);
}

const words = [
  "the", "sea", "under", "a", "lamp", "keeper", "counts", "waves", "and", "writes", "them", "down", "in", "grey",
  "book", "every", "night", "wind", "asks", "what", "number", "was", "last", "nobody", "knows", "but", "gull", "Mira",
];

/** Sentences of words, `characters` long, all of them ASCII. */
export function generatedText(characters: number, seed = 1): string {
  const numbers = integers(seed);
  const below = (n: number) => numbers.next().value % n;
  let text = "";
  while (text.length < characters) {
    const sentence = Array.from({ length: 4 + below(8) }, () => words[below(words.length)]!).join(" ");
    text += sentence[0]!.toUpperCase() + sentence.slice(1) + [". ", ".\n", "? ", "; "][below(4)]!;
  }
  return text.slice(0, characters);
}
