import { LitElement, type PropertyValues } from "lit";
import { property } from "lit/decorators.js";
import { catalogues, type Words } from "../../i18n/index.js";
import type { Studio, Topic } from "../../state/index.js";

/** A piece of the studio: reads the store, is drawn again when a topic it names has news. */
export abstract class StudioPart extends LitElement {
  @property({ attribute: false }) studio!: Studio;
  @property({ attribute: false }) words: Words = catalogues.en;
  /** What part of the store this piece shows. */
  protected abstract readonly topics: readonly Topic[];
  #stops: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.studio) this.#listen();
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
    this.#stops = this.topics.map((topic) => this.studio.listen(topic, () => this.requestUpdate()));
  }

  #forget(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }
}
