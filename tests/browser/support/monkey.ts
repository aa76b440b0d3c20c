/** A monkey at the keyboard: presses, drags, writes and pulls at whatever a page has, by the numbers of a seed. */
import type { CDPSession, Page } from "playwright-core";
import { until } from "../support.js";
import type { Hands } from "./monkey-hands.js";
import { oddAttributes, oddStrings } from "./odd-strings.js";

type HandsWindow = typeof globalThis & { hands: Hands };

/** What a page holds on to after its garbage has been collected; `loose` are nodes that are not on it, or a browser's own. */
export interface Holding { events: number; heap: number; nodes: number; loose: number; listeners: number; documents: number; workers: number }

/** Events between two looks at what the page holds. */
const WEIGHING = 1000;
const keys = ["Tab", "Tab", "Tab", "Shift+Tab", "Enter", "Space", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown", "Escape", "Delete", "Backspace", "a", "9", "-", "Control+a"];
const sizes = [[320, 568], [375, 812], [768, 1024], [1280, 900], [1440, 900], [1920, 1080], [900, 240]] as const;
const pressable = "a[href], button, input:not([type=file]), textarea, summary, label, [tabindex], [role=slider], [role=button], [role=option], [draggable=true], svg";
const draggable = "input[type=range], [role=slider], [draggable=true], svg, button";

/** Mulberry32: numbers from 0 to 1 that a seed says beforehand. */
export function numbersOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export class Monkey {
  readonly holdings: Holding[] = [];
  /** The latest events, for whoever has to find out what went wrong. */
  readonly trail: string[] = [];
  events = 0;
  #devtools: CDPSession | null = null;
  readonly #path: string;
  readonly #deeds: readonly (readonly [weight: number, deed: () => Promise<string | null>])[] = [
    [34, () => this.#press()],
    [10, () => this.#drag()],
    [8, () => this.#pressAnywhere()],
    [12, () => this.#key()],
    [12, () => this.#write()],
    [4, () => this.#hands((hands, [, shares]) => hands.choose(shares))],
    [4, () => this.#hands((hands, [text, shares]) => hands.setAttribute(text, shares), oddAttributes)],
    [3, () => this.#hands((hands, [, shares]) => hands.restore(shares))],
    [2, () => this.#hands((hands, [, shares]) => hands.takeOff(shares))],
    [3, () => this.#hands((hands) => hands.putBack())],
    [1, () => this.#hands((hands, [, [share]]) => (hands.hide(share! < 0.5), null))],
    [6, () => this.#wheel()],
    [1, () => this.#resize()],
    [1, () => this.#light()],
  ];

  constructor(private readonly page: Page, private readonly random: () => number, private readonly complaints: readonly string[], private readonly tell: (holding: Holding) => void) {
    this.#path = new URL(page.url()).pathname;
  }

  /** Lets it do so much; `travels`: the switch of languages may lead it away, and it comes back to a page that is loaded again. */
  async play(events: number, travels: boolean): Promise<void> {
    await this.page.evaluate((may) => void ((window as unknown as HandsWindow).hands.travels = may), travels);
    for (let k = 0; k < events; k++) {
      await this.#do();
      this.events += 1;
      if (this.events % WEIGHING === 0) await this.weigh();
    }
  }

  /** Closes what is open, collects the garbage and notes what is left. */
  async weigh(): Promise<void> {
    await this.page.evaluate(() => (window as unknown as HandsWindow).hands.calm());
    const devtools = (this.#devtools ??= await this.page.context().newCDPSession(this.page));
    await devtools.send("Performance.enable");
    await devtools.send("HeapProfiler.collectGarbage");
    await devtools.send("HeapProfiler.collectGarbage");
    const { metrics } = await devtools.send("Performance.getMetrics");
    const attached = await this.page.evaluate(() => (window as unknown as HandsWindow).hands.nodes());
    const of = (name: string) => metrics.find((metric) => metric.name === name)!.value;
    const holding = {
      events: this.events, heap: of("JSHeapUsedSize"), nodes: of("Nodes"), loose: of("Nodes") - attached, listeners: of("JSEventListeners"), documents: of("Documents"), workers: this.page.workers().length,
    };
    this.holdings.push(holding);
    this.tell(holding);
  }

  /** Puts everything back where it was. */
  async tidy(): Promise<void> {
    await this.page.setViewportSize({ width: 1280, height: 900 });
    await this.page.evaluate(() => (window as unknown as HandsWindow).hands.tidy());
  }

  async #do(): Promise<void> {
    const all = this.#deeds.reduce((sum, [weight]) => sum + weight, 0);
    let left = this.random() * all;
    const [, deed] = this.#deeds.find(([weight]) => (left -= weight) < 0) ?? this.#deeds[0]!;
    try {
      const done = await this.#inTime(deed());
      if (done !== null) this.#note(done);
    } catch (error) {
      // A switch of languages has taken the page away under its hands.
      if (!/context was destroyed|navigat/i.test(String(error))) throw new Error(`${String(error)}\nbefore that: ${this.trail.join(" · ")}`, { cause: error });
    }
    if (new URL(this.page.url()).pathname !== this.#path) await this.#comeBack();
    if (this.complaints.length > 0) throw new Error(`${this.complaints.join("; ")}\nafter ${this.events} events: ${this.trail.join(" · ")}`);
  }

  async #inTime<T>(work: Promise<T>): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error("The page no longer answers.")), 60_000);
    });
    return Promise.race([work, late]).finally(() => clearTimeout(timer));
  }

  #note(what: string): void {
    this.trail.push(what);
    if (this.trail.length > 25) this.trail.shift();
  }

  async #comeBack(): Promise<void> {
    await this.page.waitForLoadState();
    await this.page.goBack();
    await until("it is back", () => this.page.evaluate(() => location.pathname), (path) => path === this.#path);
    await this.page.evaluate(() => void ((window as unknown as HandsWindow).hands.travels = true));
    this.#note("came back");
  }

  #shares(): number[] {
    return Array.from({ length: 4 }, () => this.random());
  }

  #one<T>(all: readonly T[]): T {
    return all[Math.floor(this.random() * all.length)]!;
  }

  /** Runs in the page, with an odd string as JSON. */
  async #hands(body: (hands: Hands, given: [string, number[]]) => string | null, strings = oddStrings): Promise<string | null> {
    const text = JSON.stringify(this.#one(strings));
    const said = await this.page.evaluate(`(${body.toString()})(window.hands, ${JSON.stringify([text, this.#shares()])})`) as string | null;
    return said && `${/hands\.(\w+)/.exec(body.toString())?.[1]} ${said} ${text.slice(0, 40)}`;
  }

  #place(kinds: string) {
    return this.page.evaluate(([selector, shares]) => (window as unknown as HandsWindow).hands.place(selector, shares), [kinds, this.#shares()] as const);
  }

  async #press(): Promise<string | null> {
    const place = await this.#place(pressable);
    if (!place) return null;
    const { mouse, keyboard } = this.page;
    const times = this.random() < 0.1 ? 2 : 1;
    const held = this.random() < 0.05 ? this.#one(["Shift", "Control", "Alt"] as const) : null;
    if (held) await keyboard.down(held);
    await mouse.click(place.x, place.y, { clickCount: times });
    if (held) await keyboard.up(held);
    return `press ${place.what}`;
  }

  async #pressAnywhere(): Promise<string> {
    const { width, height } = this.page.viewportSize()!;
    const [x, y] = [this.random() * width, this.random() * height];
    await this.page.mouse.move(x, y);
    if (this.random() < 0.5) await this.page.mouse.click(x, y);
    return `point ${x.toFixed()},${y.toFixed()}`;
  }

  async #drag(): Promise<string | null> {
    const place = await this.#place(draggable);
    if (!place) return null;
    const { mouse } = this.page;
    await mouse.move(place.x, place.y);
    await mouse.down();
    for (let k = 0; k < 3; k++) await mouse.move(place.x + (this.random() - 0.5) * 300, place.y + (this.random() - 0.5) * 120);
    await mouse.up();
    return `drag ${place.what}`;
  }

  async #key(): Promise<string> {
    const key = this.#one(keys);
    for (let times = 1 + Math.floor(this.random() * 3); times > 0; times--) await this.page.keyboard.press(key);
    return `key ${key}`;
  }

  /** By a script, or by the keyboard where the keyboard stands. */
  async #write(): Promise<string | null> {
    if (this.random() < 0.7) return this.#hands((hands, [text, shares]) => hands.write(text, shares));
    const place = await this.#place("textarea, input:not([type])");
    if (!place) return null;
    const text = this.#one(oddStrings);
    await this.page.mouse.click(place.x, place.y);
    if (this.random() < 0.5) await this.page.keyboard.press("Control+a");
    await this.page.keyboard.insertText(Buffer.from(text).toString());
    return `type ${place.what} ${JSON.stringify(text.slice(0, 40))}`;
  }

  async #wheel(): Promise<string> {
    const by = (this.random() - 0.5) * 3000;
    await this.page.mouse.wheel(this.random() < 0.1 ? by : 0, by);
    return `wheel ${by.toFixed()}`;
  }

  async #resize(): Promise<string> {
    const [width, height] = this.#one(sizes);
    await this.page.setViewportSize({ width, height });
    return `resize ${width}`;
  }

  async #light(): Promise<string> {
    const colorScheme = this.#one(["light", "dark"] as const);
    await this.page.emulateMedia({ colorScheme });
    return `light ${colorScheme}`;
  }
}
