/** A lesson's page: fetches the exhibits that stand in it, and follows the reader. */
import { followReading } from "./lesson-reading.js";
import "./still-page.js";
import "../widgets/index.js";

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
