/** The catalogues with the words of the pages around the exhibits: an exhibit elsewhere does without those. */
import { enHome } from "./en-home.js";
import { enLessons } from "./en-lessons.js";
import { catalogues, type Language, type Words } from "./index.js";
import { zhHome } from "./zh-home.js";
import { zhLessons } from "./zh-lessons.js";

export type PageWords = Words & typeof enHome & typeof enLessons;

export const pageCatalogues: Record<Language, PageWords> = {
  en: { ...catalogues.en, ...enHome, ...enLessons },
  zh: { ...catalogues.zh, ...zhHome, ...zhLessons },
};
