/**
 * Every custom element, for course notes and pages alike: this one module is enough. An element's code is fetched when
 * its tag is on the page, so that notes with one exhibit do not pay for all.
 */
import { chooseLanguage, notArrived } from "../i18n/language.js";

const elements: Record<string, () => Promise<unknown>> = {
  "unrolled-studio": () => import("./studio/unrolled-studio.js"),
  "unrolled-cell": () => import("./cell/unrolled-cell.js"),
  "unrolled-code": () => import("./code/unrolled-code.js"),
  "unrolled-gradient-flow": () => import("./gradient-flow/unrolled-gradient-flow.js"),
  "unrolled-gates": () => import("./gates/unrolled-gates.js"),
  "unrolled-quiz": () => import("./quiz/unrolled-quiz.js"),
};

const asked = new Set<string>();

/** A tag that has no code yet shows its own content, so a sentence there is seen. */
function explain(name: string): void {
  asked.delete(name);
  for (const tag of document.querySelectorAll(name)) {
    const language = chooseLanguage(tag.closest("[lang]")?.getAttribute("lang"), ...navigator.languages);
    if (tag.childNodes.length === 0) tag.append(notArrived[language]);
  }
}

function look(root: ParentNode & Node): void {
  for (const [name, load] of Object.entries(elements)) {
    if (asked.has(name) || !((root instanceof Element && root.localName === name) || root.querySelector(name))) continue;
    asked.add(name);
    load().catch(() => explain(name));
  }
}

look(document);
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) for (const node of addedNodes) if (node instanceof Element) look(node);
}).observe(document, { childList: true, subtree: true });
