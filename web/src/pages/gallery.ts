/** The gallery's page: fetches the exhibits, tells the snippets where this site is, and copies them. */
import { tellScrollers } from "./scrollers.js";
import "./still-page.js";
import "../widgets/index.js";

const here = new URL("../../unrolled-elements.js", location.href).href;
for (const address of document.querySelectorAll(".snippet .address")) address.textContent = here;

/** Copying is refused on pages without https: then the lines are selected, and the reader copies. */
async function copy(code: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(code.textContent!);
    return true;
  } catch {
    getSelection()!.selectAllChildren(code);
    return false;
  }
}

for (const snippet of document.querySelectorAll(".snippet")) {
  const button = snippet.querySelector("button")!;
  button.addEventListener("click", async () => {
    const { copied, select } = button.dataset;
    snippet.querySelector("[role=status]")!.textContent = await copy(snippet.querySelector("code")!) ? copied! : select!;
  });
}

const other = document.querySelector<HTMLAnchorElement>("[data-testid=lang-switch]")!;
other.addEventListener("click", () => (other.hash = location.hash));

// After the addresses, which make lines longer.
tellScrollers();
