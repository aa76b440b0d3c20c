/** What both pages share: language and theme, header and footer, in the light DOM. */
import { LitElement, html } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import type { Language } from "../i18n/index.js";
import { pageCatalogues, type PageWords } from "../i18n/pages.js";
import { Preferences, URL_VERSION, readPreset, themeChoices } from "../state/index.js";
import { navigation, wordmark, type Place } from "./navigation.js";

export abstract class Page extends LitElement {
  protected readonly asked = readPreset(location.hash);
  protected readonly preferences = new Preferences(this.asked.lang, navigator.languages);
  /** Which entry of the navigation this page is. */
  protected abstract readonly place: Place;

  constructor() {
    super();
    this.preferences.listen(() => this.requestUpdate());
  }

  /** The page is the document: styles, links and headings stay where readers and tools look for them. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected get words(): PageWords {
    return pageCatalogues[this.preferences.language];
  }

  protected abstract main(): unknown;
  protected abstract documentTitle(): string;

  protected override willUpdate(): void {
    const root = document.documentElement;
    root.lang = this.words.htmlLang;
    if (this.preferences.theme === "auto") delete root.dataset["theme"];
    else root.dataset["theme"] = this.preferences.theme;
    document.title = this.documentTitle();
  }

  protected override render() {
    const { page } = this.words;
    return html`
      <a class="skip" href="#main" @click=${this.#skip}>${page.skip}</a>
      <div class="page">
        ${this.#header()}
        <main id="main" tabindex="-1">${this.main()}</main>
        <footer class="foot">${page.footer}</footer>
      </div>`;
  }

  /** By hand: a real jump to #main would overwrite the settings in the address. */
  #skip(event: Event): void {
    event.preventDefault();
    this.querySelector<HTMLElement>("#main")?.focus();
  }

  /** An address that asks for a language goes on asking for the one in sight. */
  #speak(language: Language): void {
    if (this.asked.lang) {
      this.asked.lang = language;
      const hash = location.hash.replace(/\blang=(en|zh)\b/, `lang=${language}`);
      history.replaceState(null, "", hash);
    }
    this.preferences.setLanguage(language);
  }

  #header() {
    const { page } = this.words;
    const { theme, language } = this.preferences;
    const up = this.place === "home" ? "./" : "../";
    const inHash = this.asked.lang ? `#v=${URL_VERSION}&lang=${this.asked.lang}` : "";
    const next = themeChoices[(themeChoices.indexOf(theme) + 1) % themeChoices.length]!;
    return html`<header class="top">
      <a class="wordmark" href="${up}${inHash}">
        ${unsafeHTML(wordmark)}Unrolled</a>
      <nav aria-label=${page.navigation}>
        ${navigation(this.words, up, inHash).map(({ place, href, label }) =>
          html`<a href=${href} aria-current=${place === this.place ? "page" : "false"}>${label}</a>`)}
      </nav>
      <div class="switches">
        <button data-testid="lang-switch" lang=${language === "zh" ? "en" : "zh-Hans"} aria-label=${page.otherLanguageLabel}
          @click=${() => this.#speak(language === "zh" ? "en" : "zh")}>${page.otherLanguage}</button>
        <button data-testid="theme-switch" @click=${() => this.preferences.setTheme(next)}>${page.theme[theme]}</button>
      </div>
    </header>`;
  }
}
