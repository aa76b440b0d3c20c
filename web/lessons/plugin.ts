/** The lessons' pages for Vite: written at build time, then treated like the pages that stand in files. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { pageCatalogues } from "../src/i18n/pages.js";
import { tokens } from "../src/widgets/shared/tokens.styles.js";
import { contentsPage, door } from "./contents-page.js";
import { lessonPage } from "./lesson-page.js";
import { languages, readLessons } from "./lessons.js";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Page's HTML by its place in the site: `lessons/zh/`, `lessons/zh/05-vanishing-exploding/`. */
export function lessonPages(folder: string): Map<string, string> {
  const lessons = readLessons(folder);
  const pages = new Map([["lessons/", door("lessons", { zh: pageCatalogues.zh.lessons, en: pageCatalogues.en.lessons })]]);
  for (const language of languages) {
    pages.set(`lessons/${language}/`, contentsPage(lessons, language));
    lessons.forEach((lesson, at) =>
      pages.set(`lessons/${language}/${lesson.slug}/`, lessonPage(lesson, language, { previous: lessons[at - 1], next: lessons[at + 1] })));
  }
  return pages;
}

/** Pages by their place in the site, as if they stood in files. */
export function stillPages(name: string, places: Map<string, string>): Plugin {
  const pages = new Map([...places].map(([place, html]) => [join(root, place, "index.html"), html]));
  return {
    name,
    enforce: "pre",
    config: () => ({ build: { rolldownOptions: { input: Object.fromEntries([...pages.keys()].map((file) => [file.slice(root.length, -"/index.html".length), file])) } } }),
    resolveId: (id) => (pages.has(id) ? id : undefined),
    load: (id) => pages.get(id),
  };
}

/** `folder` holds `toc.json` and the lessons. */
export const lessons = (folder: string): Plugin => stillPages("lessons", lessonPages(folder));

/** `@tokens;` in a style sheet: the colours and faces of `draw/`, so that a page has them before any script runs. */
export function designTokens(): Plugin {
  return {
    name: "design-tokens",
    enforce: "pre",
    transform: (code, id) => (id.endsWith(".css") ? code.replace("@tokens;", tokens(":root").cssText) : undefined),
  };
}
