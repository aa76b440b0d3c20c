/** Which sections of a lesson have been read; the same for both languages, remembered on this device alone. */
import { attempt, browserStorage, type Storage } from "./storage.js";

export class Reading {
  readonly #key: string;
  readonly #storage: Storage | null;
  #read: Set<string>;

  constructor(lesson: string, storage: Storage | null = browserStorage()) {
    this.#key = `unrolled.read.${lesson}`;
    this.#storage = storage;
    this.#read = new Set((attempt(() => storage?.getItem(this.#key)) ?? "").split(" ").filter(Boolean));
  }

  has(section: string): boolean {
    return this.#read.has(section);
  }

  /** How many of these; a section that the lesson no longer has does not count. */
  count(sections: readonly string[]): number {
    return sections.filter((section) => this.#read.has(section)).length;
  }

  mark(section: string): void {
    this.#read.add(section);
    this.#keep();
  }

  forget(): void {
    this.#read = new Set();
    this.#keep();
  }

  #keep(): void {
    attempt(() => this.#storage?.setItem(this.#key, [...this.#read].join(" ")));
  }
}
