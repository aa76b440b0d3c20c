/** The catalogues by language. */
import { en, type Words } from "./en.js";
import type { Language } from "./language.js";
import { zh } from "./zh.js";

export type { Words };
export type { ErrorLike, NoticeLike, ProblemLike } from "./types.js";
export { enFormat, zhFormat, type Format } from "./format.js";
export { chooseLanguage, languageOf, type Language } from "./language.js";

export const catalogues: Record<Language, Words> = { en, zh };
