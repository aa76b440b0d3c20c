/**
 * Every custom element, for course notes and pages alike: this one module is enough. An element's code is fetched when
 * its tag is on the page, so that notes with one exhibit do not pay for all.
 */
import { chooseLanguage, commonWords, notArrived, type Language } from "../i18n/index.js";

const elements: Record<string, () => Promise<unknown>> = {
  "unrolled-studio": () => import("./studio/unrolled-studio.js"),
  "unrolled-cell": () => import("./cell/unrolled-cell.js"),
  "unrolled-code": () => import("./code/unrolled-code.js"),
  "unrolled-gradient-flow": () => import("./gradient-flow/unrolled-gradient-flow.js"),
  "unrolled-gates": () => import("./gates/unrolled-gates.js"),
  "unrolled-quiz": () => import("./quiz/unrolled-quiz.js"),
};

const asked = new Set<string>();

const languageOfTag = (tag: Element): Language => chooseLanguage(tag.closest("[lang]")?.getAttribute("lang"), ...navigator.languages);

/** A tag that has no code yet shows its own content, so a sentence there is seen. */
function explain(name: string): void {
  asked.delete(name);
  for (const tag of document.querySelectorAll(name)) if (tag.childNodes.length === 0) tag.append(notArrived[languageOfTag(tag)]);
}

function look(root: ParentNode & Node): void {
  for (const [name, load] of Object.entries(elements)) {
    const tag = root instanceof Element && root.localName === name ? root : root.querySelector(name);
    if (!tag || asked.has(name)) continue;
    asked.add(name);
    // Beside the element's code instead of after it; the element asks again for what does not arrive.
    commonWords.fetch(languageOfTag(tag)).catch(() => undefined);
    load().catch(() => explain(name));
  }
}

look(document);
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) for (const node of addedNodes) if (node instanceof Element) look(node);
}).observe(document, { childList: true, subtree: true });
