/** What the text with quotes and brackets is written with, in each language. */
export interface MarkedWriting {
  words: readonly string[];
  /** What is said between the quotes. */
  said: readonly string[];
  between: string;
  width: number;
  quotes: readonly [string, string];
  brackets: readonly [string, string];
}

export const markedWriting: Record<"en" | "zh", MarkedWriting> = {
  en: {
    words: ["the", "sea", "is", "calm", "far", "off", "wind", "now"], said: ["we", "wait", "you", "hear", "it", "now", "far"],
    between: " ", width: 36, quotes: ['"', '"'], brackets: ["(", ")"],
  },
  zh: {
    words: ["渡口", "的", "船", "没有", "来", "风", "从", "远处", "吹"], said: ["我们", "等", "听见", "水声", "风", "船"],
    between: "", width: 20, quotes: ["“", "”"], brackets: ["（", "）"],
  },
};
