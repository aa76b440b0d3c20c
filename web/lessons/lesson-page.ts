/** One lesson in one language as a page. */
import type { Language } from "../src/i18n/index.js";
import { pageCatalogues } from "../src/i18n/pages.js";
import { escape, frame, otherLanguage } from "./frame.js";
import type { LessonEntry } from "./lessons.js";

/** Where in the order of all lessons a page stands. */
export interface Neighbours { previous: LessonEntry | undefined; next: LessonEntry | undefined }

function contents({ sections }: LessonEntry["en"], language: Language): string {
  const { lessons } = pageCatalogues[language];
  const items = sections.map(({ id, title }) => `<li><a href="#${id}">${escape(title)}</a></li>`);
  return `<nav class="contents" aria-labelledby="contents"><h2 id="contents">${lessons.contents}</h2>
<ol>
${items.join("\n")}
</ol>
<p class="progress with-script" data-testid="progress" hidden><span></span> <button type="button">${lessons.forget}</button></p>
</nav>`;
}

function turning({ previous, next }: Neighbours, language: Language): string {
  const { lessons } = pageCatalogues[language];
  const link = (way: string, said: string, lesson: LessonEntry | undefined) => (lesson
    ? `<a class="${way}" rel="${way}" href="../${lesson.slug}/"><small>${said}</small> ${escape(lesson[language].title)}</a>` : "");
  return `<nav class="turning" aria-label="${lessons.turning}">
${link("prev", lessons.previous, previous)}
<a class="all" href="../">${lessons.all}</a>
${link("next", lessons.next, next)}
</nav>`;
}

export function lessonPage(lesson: LessonEntry, language: Language, neighbours: Neighbours): string {
  const { title, lead, opening, sections } = lesson[language];
  const body = sections.map(({ id, html }) => `<section data-section="${id}">\n${html}</section>`);
  return frame({
    language, title, description: lead, place: "lessons", up: "../../../", script: "lesson",
    other: `../../${otherLanguage(language)}/${lesson.slug}/`,
    main: `<div class="lesson" data-lesson="${lesson.slug}">
<main id="main" tabindex="-1">
<h1>${escape(title)}</h1>
<div class="opening">
${opening}</div>
${contents(lesson[language], language)}
${body.join("\n")}
${turning(neighbours, language)}
</main>
</div>`,
  });
}
