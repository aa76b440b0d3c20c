/** The list of lessons: how far each has been read. */
import { Reading } from "../state/reading.js";
import { words } from "./still-page.js";

for (const lesson of document.querySelectorAll<HTMLElement>("[data-lesson]")) {
  const sections = lesson.dataset["sections"]!.split(" ");
  const count = new Reading(lesson.dataset["lesson"]!).count(sections);
  const progress = lesson.querySelector<HTMLElement>(".progress")!;
  progress.hidden = count === 0;
  progress.textContent = words.lessons.progress(count, sections.length);
}
