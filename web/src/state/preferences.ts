/** The reader's language and theme, remembered where the browser allows it. */
import { chooseLanguage, languageOf, type Language } from "../i18n/language.js";
import { attempt, browserStorage, type Storage } from "./storage.js";

export type ThemeChoice = "auto" | "light" | "dark";
export const themeChoices: readonly ThemeChoice[] = ["auto", "light", "dark"];

export class Preferences {
  language: Language;
  theme: ThemeChoice;
  readonly #storage: Storage | null;
  readonly #listeners = new Set<() => void>();

  /** `asked` is a language the address asks for; it wins over what is remembered. */
  constructor(asked: string | null, browser: readonly string[], storage: Storage | null = browserStorage()) {
    this.#storage = storage;
    const remembered = attempt(() => storage?.getItem("unrolled.language")) ?? null;
    this.language = chooseLanguage(asked, remembered, ...browser);
    const theme = attempt(() => storage?.getItem("unrolled.theme")) as ThemeChoice | null;
    this.theme = theme && themeChoices.includes(theme) ? theme : "auto";
  }

  setLanguage(language: string): void {
    this.language = languageOf(language) ?? this.language;
    attempt(() => this.#storage?.setItem("unrolled.language", this.language));
    this.#tell();
  }

  setTheme(theme: ThemeChoice): void {
    this.theme = theme;
    attempt(() => this.#storage?.setItem("unrolled.theme", theme));
    this.#tell();
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
