/** Tells listeners, topic by topic, that there is news; they read for themselves what it is. */
export class Notifier<Topic extends string> {
  readonly #listeners = new Map<Topic, Set<() => void>>();

  /** Returns what stops the listening. */
  listen(topic: Topic, listener: () => void): () => void {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  protected tell(...topics: Topic[]): void {
    for (const topic of topics) for (const listener of this.#listeners.get(topic) ?? []) listener();
  }
}
