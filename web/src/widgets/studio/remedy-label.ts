import type { Words } from "../../i18n/index.js";
import type { Remedy } from "../../state/index.js";

export function remedyLabel(remedy: Remedy, words: Words): string {
  switch (remedy.kind) {
    case "lower-rate": return words.studio.retryRate(remedy.rate);
    case "resume": return words.studio.resumeFrom(remedy.step);
    case "smaller": return words.studio.smaller(remedy.hidden);
    case "retry": return words.studio.retry;
    case "clear-prompt": return words.studio.clearPrompt;
    case "bundled-text": return words.studio.bundled;
  }
}
