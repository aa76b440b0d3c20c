/** What both pages share: language and theme, header and footer, in the light DOM. */
import { LitElement, html } from "lit";
import { catalogues, type Language, type Words } from "../i18n/index.js";
import { Preferences, URL_VERSION, readPreset, themeChoices } from "../state/index.js";
import { tokens } from "../widgets/shared/tokens.styles.js";

document.adoptedStyleSheets.push(tokens(":root").styleSheet!);

export abstract class Page extends LitElement {
  protected readonly asked = readPreset(location.hash);
  protected readonly preferences = new Preferences(this.asked.lang, navigator.languages);
  /** Which entry of the navigation this page is. */
  protected abstract readonly place: "home" | "studio";

  constructor() {
    super();
    this.preferences.listen(() => this.requestUpdate());
  }

  /** The page is the document: styles, links and headings stay where readers and tools look for them. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected get words(): Words {
    return catalogues[this.preferences.language];
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
    const here = (place: string) => (place === this.place ? "page" : "false");
    const up = this.place === "home" ? "./" : "../";
    const inHash = this.asked.lang ? `#v=${URL_VERSION}&lang=${this.asked.lang}` : "";
    const next = themeChoices[(themeChoices.indexOf(theme) + 1) % themeChoices.length]!;
    return html`<header class="top">
      <a class="wordmark" href="${up}${inHash}">
        <svg viewBox="0 0 52 22" aria-hidden="true"><circle cx="6" cy="11" r="4"/><circle cx="26" cy="11" r="4"/><circle cx="46" cy="11" r="4"/><path d="M10 11h12M30 11h12M6 7V1M26 7V1M46 7V1M6 15v6M26 15v6M46 15v6"/></svg>Unrolled</a>
      <nav aria-label=${page.navigation}>
        <a href="${up}${inHash}" aria-current=${here("home")}>${page.home}</a>
        <a href="${up}studio/${inHash}" aria-current=${here("studio")}>${page.studio}</a>
      </nav>
      <div class="switches">
        <button data-testid="lang-switch" lang=${language === "zh" ? "en" : "zh-Hans"} aria-label=${page.otherLanguageLabel}
          @click=${() => this.#speak(language === "zh" ? "en" : "zh")}>${page.otherLanguage}</button>
        <button data-testid="theme-switch" @click=${() => this.preferences.setTheme(next)}>${page.theme[theme]}</button>
      </div>
    </header>`;
  }
}
