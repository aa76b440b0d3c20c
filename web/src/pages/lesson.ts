/** A lesson's page: fetches the exhibits that stand in it, and follows the reader. */
import { followReading } from "./lesson-reading.js";
import { words } from "./still-page.js";

/** An exhibit's module by its element: a folder in `widgets/` is all that a new one needs. */
const modules = Object.fromEntries(Object.entries(import.meta.glob(["../widgets/*/unrolled-*.ts", "!**/*.styles.ts"]))
  .map(([path, load]) => [path.replace(/^.*\/|\.ts$/g, ""), load]));

const exhibits = [...document.querySelectorAll("main *")].filter(({ localName }) => localName.startsWith("unrolled-"));

/** In the order of the text, so that the first is there first. */
async function fetchExhibits(): Promise<void> {
  for (const name of new Set(exhibits.map(({ localName }) => localName))) {
    try {
      await modules[name]!();
    } catch (error) {
      for (const place of document.querySelectorAll(name)) place.replaceChildren(missing());
      console.error(error);
    }
  }
}

function missing(): HTMLElement {
  const sentence = document.createElement("p");
  sentence.className = "missing";
  sentence.textContent = words.lessons.missing;
  return sentence;
}

/** What scrolls by itself must be reachable by keyboard, and what does not must not be a stop. */
function tellScrollers(): void {
  for (const box of document.querySelectorAll<HTMLElement>(".display, .table, pre")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

tellScrollers();
addEventListener("resize", tellScrollers);
followReading(document.querySelector<HTMLElement>("[data-lesson]")!);
await fetchExhibits();
