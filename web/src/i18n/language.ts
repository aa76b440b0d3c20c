/** Which language a text tag means; small, for what is there before anything else. */

export type Language = "en" | "zh";

/** "zh-Hant-TW" → zh, "en-GB" → en, anything else → null. */
export function languageOf(tag: string | null | undefined): Language | null {
  const primary = tag?.trim().toLowerCase().split(/[-_]/)[0];
  return primary === "zh" || primary === "en" ? primary : null;
}

/** The first language we have among those a reader asks for, else English. */
export function chooseLanguage(...wanted: (string | null | undefined)[]): Language {
  for (const tag of wanted) {
    const language = languageOf(tag);
    if (language) return language;
  }
  return "en";
}
