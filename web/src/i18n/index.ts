/** The words that all exhibits share, by language. */
import { Catalogue } from "./catalogue.js";
import type { Words } from "./en.js";

export type { Words };
export { Catalogue };
export type { ErrorLike, NoticeLike, ProblemLike } from "./types.js";
export type { Format } from "./format.js";
export { chooseLanguage, languageOf, notArrived, type Language } from "./language.js";

export const commonWords = new Catalogue<Words>({
  en: async () => (await import("./en.js")).en,
  zh: async () => (await import("./zh.js")).zh,
});
