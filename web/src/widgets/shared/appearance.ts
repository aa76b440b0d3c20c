/** Which language and theme an element shows: its own attribute, else the nearest ancestor's, else the browser's. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { catalogues, chooseLanguage, type Words } from "../../i18n/index.js";
import type { Theme } from "../../draw/colour.js";

const dark = matchMedia("(prefers-color-scheme: dark)");

/** Leaves shadow trees upwards, too. */
function inherited(from: Element, attribute: string): string | null {
  for (let node: Node | null = from; node; node = node.parentNode ?? (node instanceof ShadowRoot ? node.host : null)) {
    const value = node instanceof Element ? node.getAttribute(attribute) : null;
    if (value) return value;
  }
  return null;
}

export class Appearance implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #update = () => this.#host.requestUpdate();
  readonly #page = new MutationObserver(this.#update);

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  get words(): Words {
    return catalogues[chooseLanguage(inherited(this.#host, "lang"), ...navigator.languages)];
  }

  get theme(): Theme {
    const theme = this.#host.getAttribute("theme");
    return theme === "light" || theme === "dark" ? theme : dark.matches ? "dark" : "light";
  }

  hostConnected(): void {
    dark.addEventListener("change", this.#update);
    this.#page.observe(document.documentElement, { attributeFilter: ["lang"] });
    this.#page.observe(this.#host, { attributeFilter: ["lang", "theme"] });
  }

  hostDisconnected(): void {
    dark.removeEventListener("change", this.#update);
    this.#page.disconnect();
  }
}
