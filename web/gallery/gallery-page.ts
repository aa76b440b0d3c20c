/** The gallery in one language as a page: every element live, its snippet, its manual. */
import { enGallery } from "../src/i18n/en-gallery.js";
import type { Language } from "../src/i18n/index.js";
import { zhGallery } from "../src/i18n/zh-gallery.js";
import { zhManual } from "../src/i18n/zh-manual.js";
import { highlight } from "../lessons/code.js";
import { escape, frame, otherLanguage } from "../lessons/frame.js";
import { markupOf } from "./examples.js";
import { kinds, type Entry, type Kind, type Manual } from "./manual.js";

const catalogues = { en: enGallery.gallery, zh: zhGallery.gallery };

/** Where the script stands, until the page's own script knows the host. */
const ADDRESS = "…/unrolled-elements.js";

export const snippetOf = (tag: string, language: Language, address = ADDRESS) =>
  `<script type="module" src="${address}"></script>\n${markupOf(tag, language)}\n`;

const withCode = (text: string) => escape(text).replace(/`([^`]+)`/g, "<code>$1</code>");

/** In the reader's language where it is there; else in the source's, and marked as such. */
function told(tag: string, key: string, english: string, language: Language): string {
  const chinese = zhManual[tag]?.[key] ?? zhManual["every"]![key];
  if (language === "en") return withCode(english);
  return chinese ? withCode(chinese) : `<span lang="en">${withCode(english)}</span>`;
}

function group(tag: string, kind: Kind, entries: Entry[], language: Language): string {
  if (entries.length === 0) return "";
  const { kind: named, unnamed } = catalogues[language];
  const rows = entries.map(({ name, says }) =>
    `<tr><th scope="row">${name ? `<code>${name}</code>` : unnamed}</th><td>${told(tag, `${kind} ${name}`.trim(), says, language)}</td></tr>`);
  return `<tbody><tr><th class="kind" scope="rowgroup" colspan="2">${named[kind]}</th></tr>
${rows.join("\n")}
</tbody>`;
}

function snippet(tag: string, language: Language): string {
  const { embed, copy, copied, select } = catalogues[language];
  const code = highlight(snippetOf(tag, language), "html").replace(ADDRESS, `<span class="address">${ADDRESS}</span>`);
  return `<div class="snippet">
<h3>${embed}</h3>
${code}<p class="with-script"><button type="button" aria-describedby="${tag}" data-copied="${copied}" data-select="${select}">${copy}</button> <span role="status"></span></p>
</div>`;
}

function section({ tag, says, entries }: Manual, language: Language): string {
  const { reference } = catalogues[language];
  return `<section id="${tag}-section">
<h2 id="${tag}"><code>${tag}</code></h2>
<p>${told(tag, "says", says, language)}</p>
${markupOf(tag, language)}
${snippet(tag, language)}
<details class="manual"><summary>${reference(tag)}</summary>
<table>
<colgroup><col class="names"><col></colgroup>
${kinds.map((kind) => group(tag, kind, entries[kind], language)).filter(Boolean).join("\n")}
</table>
</details>
</section>`;
}

export function galleryPage(manuals: Manual[], language: Language): string {
  const { title, lead, description, contents, needsScript } = catalogues[language];
  const links = manuals.map(({ tag }) => `<li><a href="#${tag}"><code>${tag}</code></a></li>`);
  return frame({
    language, title, description, place: "gallery", up: "../../", script: "gallery", styles: ["gallery"], other: `../${otherLanguage(language)}/`,
    main: `<div class="lesson gallery">
<main id="main" tabindex="-1">
<h1>${title}</h1>
<div class="opening"><p>${lead}</p>
<noscript><p class="needs-script">${needsScript}</p></noscript></div>
<nav class="contents" aria-labelledby="contents"><h2 id="contents">${contents}</h2>
<ul>
${links.join("\n")}
</ul>
</nav>
${manuals.map((manual) => section(manual, language)).join("\n")}
</main>
</div>`,
  });
}
