/** What surrounds every still page: head, header, footer; all that it says is there without JavaScript. */
import { readFileSync } from "node:fs";
import type { Language } from "../src/i18n/index.js";
import { pageCatalogues } from "../src/i18n/pages.js";
import { navigation, wordmark, type Place } from "../src/pages/navigation.js";
import { URL_VERSION } from "../src/state/url.js";

export interface Frame {
  language: Language;
  title: string;
  description: string;
  /** Which entry of the navigation it belongs to. */
  place: Place;
  /** The way to the home page, ending in a slash. */
  up: string;
  /** The same page in the other language. */
  other: string;
  /** The page's module in `src/pages`. */
  script: string;
  /** Its style sheets there, besides those of all still pages. */
  styles?: string[];
  main: string;
}

export const escape = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

/** One security policy for all pages: the home page's. */
const policy = /<meta http-equiv="Content-Security-Policy"[^>]*>/.exec(readFileSync(new URL("../index.html", import.meta.url), "utf8"))![0];

export const otherLanguage = (language: Language): Language => (language === "zh" ? "en" : "zh");

function header({ language, up, other, place: here }: Frame): string {
  const words = pageCatalogues[language];
  const { page } = words;
  const links = navigation(words, up, `#v=${URL_VERSION}&lang=${language}`);
  const anchors = links.map(({ place, href, label }) => `<a href="${escape(href)}"${place === here ? ' aria-current="page"' : ""}>${label}</a>`);
  return `<header class="top">
<a class="wordmark" href="${escape(links[0]!.href)}">${wordmark}Unrolled</a>
<nav aria-label="${page.navigation}">${anchors.join("\n")}</nav>
<div class="switches">
<a class="switch" data-testid="lang-switch" href="${other}" hreflang="${pageCatalogues[otherLanguage(language)].htmlLang}" lang="${pageCatalogues[otherLanguage(language)].htmlLang}" aria-label="${page.otherLanguageLabel}">${page.otherLanguage}</a>
<button class="with-script" type="button" data-testid="theme-switch">${page.theme["auto"]}</button>
</div>
</header>`;
}

export function frame(page: Frame): string {
  const { language, title, description, other, script, styles = [], main } = page;
  const { htmlLang, page: words, lessons } = pageCatalogues[language];
  return `<!doctype html>
<html lang="${htmlLang}">
<head>
<meta charset="utf-8">
${policy}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${escape(description)}">
<title>${escape(title)} · Unrolled</title>
<link rel="icon" type="image/svg+xml" href="/favicon.svg">
<link rel="alternate" hreflang="${pageCatalogues[otherLanguage(language)].htmlLang}" href="${other}">
${["page", "lesson", ...styles].map((name) => `<link rel="stylesheet" href="/src/pages/${name}.css">`).join("\n")}
<script type="module" src="/src/pages/${script}.ts"></script>
</head>
<body>
<a class="skip" href="#main">${lessons.skip}</a>
<div class="page">
${header(page)}
${main}
<footer class="foot">${words.footer}</footer>
</div>
</body>
</html>
`;
}
