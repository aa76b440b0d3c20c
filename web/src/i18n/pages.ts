/** The catalogues with the words of the pages around the exhibits: an exhibit elsewhere does without those. */
import { enHome } from "./en-home.js";
import { enLessons } from "./en-lessons.js";
import { en, type Words } from "./en.js";
import type { Language } from "./language.js";
import { zh } from "./zh.js";
import { zhHome } from "./zh-home.js";
import { zhLessons } from "./zh-lessons.js";

export type PageWords = Words & typeof enHome & typeof enLessons;

export const pageCatalogues: Record<Language, PageWords> = {
  en: { ...en, ...enHome, ...enLessons },
  zh: { ...zh, ...zhHome, ...zhLessons },
};
