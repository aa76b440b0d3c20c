/** What a page written at build time does once its script is there: theme and language, as the reader chose them. */
import { catalogues, languageOf, type Words } from "../i18n/index.js";
// Not by way of the store's index: these pages need no studio.
import { Preferences, themeChoices } from "../state/preferences.js";

const root = document.documentElement;
/** A still page's language is its address's. */
const preferences = new Preferences(root.lang, []);

export const words: Words = catalogues[preferences.language];

const themeSwitch = document.querySelector<HTMLButtonElement>("[data-testid=theme-switch]")!;

function showTheme(): void {
  const { theme } = preferences;
  if (theme === "auto") delete root.dataset["theme"];
  else root.dataset["theme"] = theme;
  themeSwitch.textContent = words.page.theme[theme]!;
  for (const element of document.querySelectorAll("main *")) {
    if (!element.localName.startsWith("unrolled-")) continue;
    if (theme === "auto") element.removeAttribute("theme");
    else element.setAttribute("theme", theme);
  }
}

themeSwitch.addEventListener("click", () =>
  preferences.setTheme(themeChoices[(themeChoices.indexOf(preferences.theme) + 1) % themeChoices.length]!));
preferences.listen(showTheme);
showTheme();

for (const link of document.querySelectorAll<HTMLAnchorElement>("a[hreflang]")) {
  link.addEventListener("click", () => preferences.setLanguage(languageOf(link.hreflang) ?? preferences.language));
}
