/** What surrounds every still page: head, header, footer; all that it says is there without JavaScript. */
import { readFileSync } from "node:fs";
import type { Language } from "../src/i18n/index.js";
import { pageCatalogues } from "../src/i18n/pages.js";
import { navigation, wordmark } from "../src/pages/navigation.js";
import { URL_VERSION } from "../src/state/url.js";

export interface Frame {
  language: Language;
  title: string;
  description: string;
  /** The way to the home page, ending in a slash. */
  up: string;
  /** The same page in the other language. */
  other: string;
  /** The page's module in `src/pages`. */
  script: string;
  main: string;
}

export const escape = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

/** One security policy for all pages: the home page's. */
const policy = /<meta http-equiv="Content-Security-Policy"[^>]*>/.exec(readFileSync(new URL("../index.html", import.meta.url), "utf8"))![0];

export const otherLanguage = (language: Language): Language => (language === "zh" ? "en" : "zh");

function header({ language, up, other }: Frame): string {
  const words = pageCatalogues[language];
  const { page } = words;
  const links = navigation(words, up, `#v=${URL_VERSION}&lang=${language}`);
  const anchors = links.map(({ place, href, label }) => `<a href="${escape(href)}"${place === "lessons" ? ' aria-current="page"' : ""}>${label}</a>`);
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
  const { language, title, description, other, script, main } = page;
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
<link rel="stylesheet" href="/src/pages/page.css">
<link rel="stylesheet" href="/src/pages/lesson.css">
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
