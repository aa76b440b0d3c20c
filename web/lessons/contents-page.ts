/** The list of all lessons, and the door before it, for an address that names no language. */
import type { Language } from "../src/i18n/index.js";
import { pageCatalogues } from "../src/i18n/pages.js";
import type { Place } from "../src/pages/navigation.js";
import { escape, frame, otherLanguage } from "./frame.js";
import { languages, type LessonEntry } from "./lessons.js";

export function contentsPage(lessons: LessonEntry[], language: Language): string {
  const words = pageCatalogues[language].lessons;
  const items = lessons.map(({ slug, ...of }) => {
    const { title, lead, sections } = of[language];
    return `<li data-lesson="${slug}" data-sections="${sections.map(({ id }) => id).join(" ")}">
<a href="${slug}/"><span class="number">${Number.parseInt(slug, 10)}</span> ${escape(title)}</a>
<p>${escape(lead)}</p>
<p class="progress with-script" hidden></p>
</li>`;
  });
  return frame({
    language, title: words.title, description: words.description, place: "lessons", up: "../../", script: "lessons",
    other: `../${otherLanguage(language)}/`,
    main: `<main id="main" tabindex="-1" class="all-lessons">
<h1>${words.title}</h1>
<p class="lead">${words.lead}</p>
<ul>
${items.join("\n")}
</ul>
</main>`,
  });
}

/** What the door before a tree of pages says in each language. */
type DoorWords = Record<Language, { title: string; description: string; choose: string; lead: string }>;

export function door(place: Place, words: DoorWords): string {
  const ways = languages.map((language) => {
    const { htmlLang } = pageCatalogues[language];
    return `<li lang="${htmlLang}"><a href="${language}/" hreflang="${htmlLang}">${words[language].choose}</a><p>${words[language].lead}</p></li>`;
  });
  const { title, description } = words.en;
  return frame({
    language: "en", title, description, place, up: "../", script: "door", other: "zh/",
    main: `<main id="main" tabindex="-1" class="all-lessons">
<h1>${title}</h1>
<ul>
${ways.join("\n")}
</ul>
</main>`,
  });
}
