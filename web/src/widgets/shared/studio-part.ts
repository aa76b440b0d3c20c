import { LitElement, type PropertyValues } from "lit";
import { property } from "lit/decorators.js";
import type { Words } from "../../i18n/index.js";
import type { Studio, Topic } from "../../state/index.js";

/** A piece of the studio: reads the store, is drawn again when a topic it names has news. */
export abstract class StudioPart extends LitElement {
  @property({ attribute: false }) studio!: Studio;
  @property({ attribute: false }) words!: Words;
  /** What part of the store this piece shows. */
  protected abstract readonly topics: readonly Topic[];
  /** Milliseconds between two pictures of the progress; eyes cannot read numbers thirty times a second. */
  protected readonly pace: number = 0;
  #stops: (() => void)[] = [];
  #next: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.studio) return;
    this.#listen();
    // Off the page it heard nothing.
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#forget();
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has("studio")) this.#listen();
  }

  #listen(): void {
    this.#forget();
    this.#stops = this.topics.map((topic) => this.studio.listen(topic, () => this.#hear(topic)));
  }

  #forget(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    clearTimeout(this.#next);
    this.#next = undefined;
  }

  #hear(topic: Topic): void {
    if (topic !== "progress" || this.pace === 0) return this.requestUpdate();
    // Late rather than never: the last progress of a run must be seen.
    this.#next ??= setTimeout(() => {
      this.#next = undefined;
      this.requestUpdate();
    }, this.pace);
  }
}
