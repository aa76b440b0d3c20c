/** What a page written at build time does once its script is there: theme and language, as the reader chose them. */
// Not by way of the indices: these pages need neither the studio nor all of its words.
import { enHome } from "../i18n/en-home.js";
import { enLessons } from "../i18n/en-lessons.js";
import { languageOf } from "../i18n/language.js";
import { zhHome } from "../i18n/zh-home.js";
import { zhLessons } from "../i18n/zh-lessons.js";
import { Preferences, themeChoices } from "../state/preferences.js";

const root = document.documentElement;
/** A still page's language is its address's. */
const preferences = new Preferences(root.lang, []);

export const words = preferences.language === "zh" ? { ...zhHome, ...zhLessons } : { ...enHome, ...enLessons };

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
