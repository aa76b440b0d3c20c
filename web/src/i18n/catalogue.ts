/** Sentences in both languages, of which a reader downloads one: each is fetched when it is first asked for. */
import type { Language } from "./language.js";

export class Catalogue<W> {
  readonly #load: Record<Language, () => Promise<W>>;
  readonly #here: Partial<Record<Language, W>> = {};
  readonly #coming: Partial<Record<Language, Promise<void>>> = {};

  constructor(load: Record<Language, () => Promise<W>>) {
    this.#load = load;
  }

  has(language: Language): boolean {
    return this.#here[language] !== undefined;
  }

  /** The words in this language; where they have not arrived, in the other; null where none have. */
  in(language: Language): W | null {
    return this.#here[language] ?? this.#here.en ?? this.#here.zh ?? null;
  }

  /** Rejects where they cannot be had now; another call tries again. */
  fetch(language: Language): Promise<void> {
    return (this.#coming[language] ??= this.#load[language]().then(
      (words) => void (this.#here[language] = words),
      (reason: unknown) => {
        delete this.#coming[language];
        throw reason;
      },
    ));
  }
}
