/** All lessons of a folder, in the order of its `toc.json`, in both languages, with their links and presets checked. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Language } from "../src/i18n/index.js";
import { pageCatalogues } from "../src/i18n/pages.js";
import { readLesson, type Lesson } from "./markdown.js";
import { reporter } from "./problem.js";

export const languages: readonly Language[] = ["zh", "en"];

/** What a lesson's `presets.json` holds: settings by name, for an exhibit to understand. */
export type Presets = Record<string, Record<string, unknown>>;

export interface LessonEntry extends Record<Language, Lesson> {
  slug: string;
  presets: Presets;
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`);
  }
}

/** Within the page, to a lesson beside it, or out into the world. */
function follow(href: string, language: Language, slugs: readonly string[]): string {
  if (/^https:\/\//.test(href) || href.startsWith("#")) return href;
  const [, slug, file, hash = ""] = /^\.\.\/([^/]+)\/(zh|en)\.md(#.+)?$/.exec(href) ?? [];
  if (slug && !slugs.includes(slug)) throw new Error(`There is no lesson ${slug}; there are ${slugs.join(", ")}.`);
  if (slug && file === language) return `../${slug}/${hash}`;
  throw new Error(`A link leads to https://…, to #a-section, or to ../NN-slug/${language}.md#section, but not to ${href}.`);
}

/** Which place of which lesson a link means, once all are read. */
function checkAnchors(lessons: LessonEntry[], file: (slug: string, language: Language) => string): void {
  for (const { slug, ...of } of lessons) {
    for (const language of languages) {
      for (const { href, line } of of[language].links) {
        const [, target = slug, id] = /^(?:\.\.\/([^/]+)\/\w+\.md)?(?:#(.+))?$/.exec(href) ?? [];
        const headings = lessons.find((lesson) => lesson.slug === target)?.[language].headings ?? [];
        if (id && !href.startsWith("http") && !headings.some((heading) => heading.id === id)) {
          reporter(file(slug, language))(line, `There is no section #${id} in ${target}.`);
        }
      }
    }
  }
}

function checkPresets(lessons: LessonEntry[], file: (slug: string, language: Language) => string): void {
  const known = lessons.flatMap(({ slug, presets }) => Object.keys(presets).map((name) => `${slug}/${name}`));
  for (const { slug, ...of } of lessons) {
    for (const language of languages) {
      for (const { attributes: { preset = "" }, line } of of[language].exhibits) {
        if (/^\d\d-[\w-]+\//.test(preset) && !known.includes(preset)) {
          reporter(file(slug, language))(line, `There is no preset ${preset}; there are ${known.join(", ") || "none"}.`);
        }
      }
    }
  }
}

export function readLessons(folder: string): LessonEntry[] {
  const slugs = readJson(join(folder, "toc.json")) as string[];
  const file = (slug: string, language: Language) => join(folder, slug, `${language}.md`);
  const lessons = slugs.map((slug): LessonEntry => {
    const read = (language: Language) => readLesson(file(slug, language), readFileSync(file(slug, language), "utf8"),
      pageCatalogues[language].lessons, (href) => follow(href, language, slugs));
    const presets = join(folder, slug, "presets.json");
    return { slug, presets: existsSync(presets) ? readJson(presets) as Presets : {}, zh: read("zh"), en: read("en") };
  });
  checkAnchors(lessons, file);
  checkPresets(lessons, file);
  return lessons;
}
