/** Where in a lesson the reader is, and what has been read: shown in the contents, kept by the switch of languages. */
import { Reading } from "../state/reading.js";
import { words } from "./still-page.js";

/** How long the end of a section must be in sight until it counts as read; what only flies past does not. */
const DWELL = 1000;

/** The last heading above the upper third of the window. */
function currentPlace(headings: HTMLElement[]): string {
  const line = innerHeight / 3;
  return headings.findLast((heading) => heading.getBoundingClientRect().top < line)?.id ?? "";
}

/** The switch leads to the same section of the other language. */
function followPlace(lesson: HTMLElement): void {
  const headings = [...lesson.querySelectorAll<HTMLElement>("h2[id]:not(#contents), h3[id]")];
  const other = document.querySelector<HTMLAnchorElement>("[data-testid=lang-switch]")!;
  const sectionOf = (id: string) => document.getElementById(id)?.closest<HTMLElement>("[data-section]")?.dataset["section"];
  let waiting = false;
  const show = () => {
    waiting = false;
    const id = currentPlace(headings);
    other.hash = id;
    for (const link of lesson.querySelectorAll<HTMLAnchorElement>(".contents li a")) {
      if (link.hash === `#${sectionOf(id)}`) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
  };
  addEventListener("scroll", () => {
    if (!waiting) requestAnimationFrame(show);
    waiting = true;
  }, { passive: true });
  show();
}

/** Calls back for each section whose last line has been in sight for long enough. */
function whenRead(sections: HTMLElement[], tell: (id: string) => void): void {
  const since = new Map<Element, ReturnType<typeof setTimeout>>();
  const ends = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      clearTimeout(since.get(target));
      const section = target.closest<HTMLElement>("[data-section]")!.dataset["section"]!;
      if (isIntersecting) since.set(target, setTimeout(() => tell(section), DWELL));
    }
  });
  for (const section of sections) if (section.lastElementChild) ends.observe(section.lastElementChild);
}

export function followReading(lesson: HTMLElement): void {
  const reading = new Reading(lesson.dataset["lesson"]!);
  const sections = [...lesson.querySelectorAll<HTMLElement>("[data-section]")];
  const ids = sections.map((section) => section.dataset["section"]!);
  const progress = lesson.querySelector<HTMLElement>("[data-testid=progress]")!;
  const show = () => {
    for (const link of lesson.querySelectorAll<HTMLAnchorElement>(".contents li a")) {
      const read = reading.has(link.hash.slice(1));
      link.classList.toggle("read", read);
      if (read) link.setAttribute("aria-description", words.lessons.read);
      else link.removeAttribute("aria-description");
    }
    const count = reading.count(ids);
    progress.hidden = count === 0;
    progress.firstElementChild!.textContent = words.lessons.progress(count, ids.length);
  };
  progress.querySelector("button")!.addEventListener("click", () => {
    reading.forget();
    show();
  });
  whenRead(sections, (id) => {
    reading.mark(id);
    show();
  });
  followPlace(lesson);
  show();
}
