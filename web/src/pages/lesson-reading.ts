/** Where in a lesson the reader is, and what has been read: shown in the contents, kept by the switch of languages. */
import { Reading } from "../state/reading.js";
import { words } from "./still-page.js";

/** What only flies past is neither read nor the reader's place; milliseconds. */
const DWELL = 1000;

/** The last heading above the upper third of the window, or the very last at the page's foot. */
function placeInSight(headings: HTMLElement[]): string {
  const atFoot = scrollY + innerHeight > document.documentElement.scrollHeight - 2;
  return headings.findLast((heading) => atFoot || heading.getBoundingClientRect().top < innerHeight / 3)?.id ?? "";
}

/** Tells where the reader is: where a link led, until the page is scrolled away from there, or what is in sight. */
function whenMoved(headings: HTMLElement[], tell: (id: string) => void): void {
  let led = { to: "", at: -1 };
  let waiting = false;
  const look = () => {
    waiting = false;
    tell(scrollY === led.at ? led.to : placeInSight(headings));
  };
  const arrive = () => {
    const to = location.hash.slice(1);
    led = { to, at: headings.some(({ id }) => id === to) ? scrollY : -1 };
    look();
  };
  addEventListener("hashchange", arrive);
  addEventListener("load", arrive);
  addEventListener("scroll", () => {
    if (!waiting) requestAnimationFrame(look);
    waiting = true;
  }, { passive: true });
  look();
}

/** Marks the place in the contents. The switch leads to the same place, which it keeps while the reader goes up to it. */
function followPlace(lesson: HTMLElement): void {
  const other = document.querySelector<HTMLAnchorElement>("[data-testid=lang-switch]")!;
  let place: string | null = null;
  let staying: ReturnType<typeof setTimeout>;
  whenMoved([...lesson.querySelectorAll<HTMLElement>("h2[id]:not(#contents), h3[id]")], (id) => {
    if (id === place) return;
    place = id;
    clearTimeout(staying);
    if (id) staying = setTimeout(() => (other.hash = id), DWELL);
    const section = document.getElementById(id)?.closest<HTMLElement>("[data-section]")?.dataset["section"];
    for (const link of lesson.querySelectorAll<HTMLAnchorElement>(".contents li a")) {
      if (link.hash === `#${section}`) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
  });
}

/** Calls back for each section whose last line has been in sight for long enough. */
function whenRead(sections: HTMLElement[], tell: (id: string) => void): void {
  const since = new Map<Element, ReturnType<typeof setTimeout>>();
  // An exhibit that ends a section may be taken off the page, and is told of once more then.
  const ends = new Map(sections.flatMap(({ lastElementChild, dataset }) => (lastElementChild ? [[lastElementChild, dataset["section"]!] as const] : [])));
  const sight = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      clearTimeout(since.get(target));
      if (isIntersecting) since.set(target, setTimeout(() => tell(ends.get(target)!), DWELL));
    }
  });
  for (const end of ends.keys()) sight.observe(end);
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
    // The button goes with what is forgotten; the focus goes to its neighbour.
    lesson.querySelector<HTMLElement>(".contents li:last-child a")!.focus();
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
