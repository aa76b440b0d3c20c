/** Which language and theme an element shows: its own attribute, else the nearest ancestor's, else the browser's. */
import type { ReactiveController, ReactiveElement } from "lit";
import { chooseLanguage, commonWords, notArrived, type Catalogue, type Language, type Words } from "../../i18n/index.js";
import type { Theme } from "../../draw/colour.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
export const paper = matchMedia("print");

/** Leaves shadow trees upwards, too. */
function inherited(from: Element, attribute: string): string | null {
  for (let node: Node | null = from; node; node = node.parentNode ?? (node instanceof ShadowRoot ? node.host : null)) {
    const value = node instanceof Element ? node.getAttribute(attribute) : null;
    if (value) return value;
  }
  return null;
}

export class Appearance implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #own: () => Catalogue<unknown>[];
  readonly #update = () => this.#host.requestUpdate();
  readonly #page = new MutationObserver(this.#update);

  /** `own`: catalogues that the element needs besides the common one. */
  constructor(host: ReactiveElement, own: () => Catalogue<unknown>[] = () => []) {
    this.#host = host;
    this.#own = own;
    host.addController(this);
  }

  get language(): Language {
    return chooseLanguage(inherited(this.#host, "lang"), ...navigator.languages);
  }

  /** Those of the language; before they are there, `worded` lets nothing be drawn. */
  get words(): Words {
    return commonWords.in(this.language)!;
  }

  /**
   * Draws at once where the words are there, else when they have come. Where they do not come, the element stays in the
   * language it had; one that had none says so.
   */
  worded(draw: () => void): void | Promise<void> {
    const { language } = this;
    const missing = this.#missing();
    if (missing.length === 0) return draw();
    return Promise.allSettled(missing.map((catalogue) => catalogue.fetch(language))).then(() => {
      // Another language, or more to say, may have been asked for meanwhile.
      if (this.language !== language || this.#missing().some((catalogue) => !missing.includes(catalogue))) return this.worded(draw);
      if (missing.every((catalogue) => catalogue.in(language))) draw();
      else this.#host.renderRoot.textContent = notArrived[language];
    });
  }

  #missing(): Catalogue<unknown>[] {
    return [commonWords, ...this.#own()].filter((catalogue) => !catalogue.has(this.language));
  }

  /** On paper everything is light. */
  get theme(): Theme {
    if (paper.matches) return "light";
    const theme = this.#host.getAttribute("theme");
    return theme === "light" || theme === "dark" ? theme : dark.matches ? "dark" : "light";
  }

  hostConnected(): void {
    for (const query of [dark, paper]) query.addEventListener("change", this.#update);
    this.#page.observe(document.documentElement, { attributeFilter: ["lang"] });
    this.#page.observe(this.#host, { attributeFilter: ["lang", "theme"] });
  }

  hostDisconnected(): void {
    for (const query of [dark, paper]) query.removeEventListener("change", this.#update);
    this.#page.disconnect();
  }
}
