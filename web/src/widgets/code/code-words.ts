/** What the terms of the equations mean, and the words around the code. */
import type { CodeWords } from "../../i18n/en-code.js";
import { Catalogue } from "../../i18n/index.js";

export const codeWords = new Catalogue<CodeWords>({
  en: async () => (await import("../../i18n/en-code.js")).enCode,
  zh: async () => (await import("../../i18n/zh-code.js")).zhCode,
});
