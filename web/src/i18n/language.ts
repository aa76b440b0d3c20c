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

/** Where an exhibit's code did not arrive, and with it its catalogue. */
export const notArrived: Record<Language, string> = {
  en: "This exhibit did not arrive. Check the connection, then reload the page.",
  zh: "这个演示没有下载下来。请检查网络，然后刷新页面。",
};
