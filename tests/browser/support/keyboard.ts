/** A reader who has a keyboard and nothing else: presses keys, and always knows where the focus is. */
import type { Page } from "playwright-core";
import { expect } from "vitest";

export interface Place {
  /** Its test id, or else what it is called in the page. */
  id: string;
  /** The exhibit that it stands in, and which of the page's; "" and -1 outside of them. */
  exhibit: string;
  which: number;
  /** Whether a reader can see that the focus is here. */
  seen: boolean;
  /** Whether it comes after the place before, in the order of the page. */
  onward: boolean;
}

/** Everything in a page that a reader works with. */
export const EXHIBITS = "unrolled-quiz, unrolled-gradient-flow, unrolled-gates, unrolled-cell, unrolled-code";

/** Runs in the page. */
function look(exhibits: string): Place | null {
  const wayTo = (end: Element): Element[] => {
    const way: Element[] = [];
    for (let up: Element | null = end; up; up = up.assignedSlot ?? up.parentElement ?? (up.getRootNode() as ShadowRoot).host ?? null) way.unshift(up);
    return way;
  };
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body) return null;

  const memory = window as unknown as { wayBefore?: Element[] };
  const before = memory.wayBefore ?? [];
  const way = (memory.wayBefore = wayTo(at));
  const fork = before.findIndex((one, k) => one !== way[k]);
  const follows = fork >= 0 && way[fork] !== undefined && (before[fork]!.compareDocumentPosition(way[fork]!) & Node.DOCUMENT_POSITION_FOLLOWING) > 0;
  const isGone = before.some((one) => !one.isConnected);

  // Fields that are drawn by what stands around them show their focus there.
  const drawn = [...(getComputedStyle(at).opacity === "0" ? [] : [at]), at.nextElementSibling, ...way.slice(-4, -1)];
  const isMarked = drawn.some((one) => {
    const { outlineStyle, outlineWidth } = one ? getComputedStyle(one) : { outlineStyle: "none", outlineWidth: "0" };
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  });
  const { top, bottom, left, right } = at.getBoundingClientRect();
  const [x, y] = [(Math.max(0, left) + Math.min(innerWidth, right)) / 2, (Math.max(0, top) + Math.min(innerHeight, bottom)) / 2];
  const inSight = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  let over = inSight ? document.elementFromPoint(x, y) : null;
  for (let inner = over?.shadowRoot?.elementFromPoint(x, y); inner && inner !== over; inner = over.shadowRoot?.elementFromPoint(x, y)) over = inner;
  const isCovered = over !== null && wayTo(over).some((one) => !way.includes(one) && /sticky|fixed/.test(getComputedStyle(one).position));

  const host = way.find((one) => one.matches(exhibits));
  return {
    id: ((at as HTMLElement).dataset["testid"] ?? at.id) || at.getAttribute("class") || at.localName,
    exhibit: host?.localName ?? "", which: host ? [...document.querySelectorAll(exhibits)].indexOf(host) : -1,
    seen: inSight && isMarked && !isCovered, onward: before.length === 0 || isGone || (fork < 0 ? way.length > before.length : follows),
  };
}

/** More stops than any exhibit has. */
const MANY = 80;

export class Keyboard {
  constructor(readonly page: Page) {}

  where(): Promise<Place | null> {
    return this.page.evaluate(look, EXHIBITS);
  }

  async press(key: string, times = 1): Promise<void> {
    for (let k = 0; k < times; k++) await this.page.keyboard.press(key);
  }

  /** Writes into the field that has the focus, in place of what stands there. */
  async write(text: string): Promise<void> {
    await this.press("Control+A");
    await this.page.keyboard.type(text);
  }

  /** On to the next stop, which must be seen and come later in the page; null when the page is at its end. */
  tab(): Promise<Place | null> {
    return this.#step(false);
  }

  /** On to the stop of this name, without leaving the exhibit. */
  to(id: RegExp): Promise<Place> {
    return this.#walk(id, false);
  }

  back(id: RegExp): Promise<Place> {
    return this.#walk(id, true);
  }

  async #step(back: boolean): Promise<Place | null> {
    await this.press(back ? "Shift+Tab" : "Tab");
    const place = await this.where();
    if (place) expect(place).toMatchObject(back ? { seen: true } : { seen: true, onward: true });
    return place;
  }

  async #walk(id: RegExp, back: boolean): Promise<Place> {
    const here = await this.where();
    for (let place = here, k = 0; k < MANY && place && place.which === here!.which; k++) {
      if (id.test(place.id)) return place;
      place = await this.#step(back);
    }
    throw new Error(`No way ${back ? "back " : ""}to ${id} from ${JSON.stringify(here)}`);
  }

  /** What was pressed has had its effect, and the focus is still in its exhibit, to be seen. */
  async stays(which: number): Promise<void> {
    expect(await this.where(), "after a key was pressed").toMatchObject({ which, seen: true });
  }
}
