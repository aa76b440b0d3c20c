/** How the tests of the page open it, press its buttons and read what it shows. */
import { fileURLToPath } from "node:url";
import { setTimeout as pause } from "node:timers/promises";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import type { Studio } from "../../web/src/state/index.js";
import { launchChromium } from "../support/browsers.js";
import { serve, type StaticServer } from "../support/server.js";

/** The built page; another folder keeps the tests out of the way of a build under way. */
export const dist = process.env["UNROLLED_DIST"] ?? fileURLToPath(new URL("../../dist", import.meta.url));

/** Settings so small that a step takes about a millisecond. */
export const tiny = "hidden=16&batch=4&window=16";

/** Long enough for a slow machine with other work to do; nothing is asserted about time. */
const PATIENCE = Number(process.env["UNROLLED_PATIENCE"] ?? 60_000);

export type StudioElement = HTMLElement & { studio: Studio };

export interface Reader {
  lang?: string;
  theme?: "light" | "dark";
  width?: number;
  hash?: string;
  /** Runs before the page is loaded: routes, scripts. */
  before?: (page: Page) => Promise<unknown>;
  /** Console errors that belong to the test. */
  expected?: RegExp;
  /** The test id that says the page is there. */
  ready?: string;
  /** A browser that runs no scripts. */
  still?: boolean;
  /** Stays open for the other tests of the file. */
  lasting?: boolean;
}

/** Asks again and again until the answer is right. */
export async function until<T>(what: string, ask: () => Promise<T>, right: (answer: T) => boolean): Promise<T> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const answer = await ask();
    if (right(answer)) return answer;
    if (Date.now() > end) throw new Error(`Waited in vain until ${what}; last seen: ${JSON.stringify(answer)?.slice(0, 600)}`);
    await pause(40);
  }
}

/** Takes an element off the page, sees its worker go, and puts it back where it was. */
export async function takeOffAndPutBack(page: Page, selector: string): Promise<void> {
  await page.evaluate((name) => {
    const exhibit = document.querySelector(name)!;
    Object.assign(window, { exhibit, place: exhibit.parentElement });
    exhibit.remove();
  }, selector);
  await until("the worker is gone", async () => page.workers().length, (count) => count === 0);
  await page.evaluate(() => {
    const { exhibit, place } = window as unknown as { exhibit: Element; place: Element };
    place.append(exhibit);
  });
}

/** Runs in the page: the state that a reader could read off, with exact numbers. */
function readState() {
  const { studio } = document.querySelector<StudioElement>("unrolled-studio")!;
  const { run, phase, problem, promptProblem, text } = studio;
  const curve = run.history.curve();
  return {
    phase,
    step: run.step,
    target: run.target,
    /** One for each step, as long as there are at most 2048. */
    losses: Array.from(curve.mean.subarray(0, curve.length)),
    ghost: studio.ghost?.lastStep ?? null,
    parameters: run.info?.parameters ?? null,
    vocabulary: run.info?.vocabulary ?? [],
    trainCharacters: run.info?.trainCharacters ?? null,
    notices: run.info?.notices.map((notice) => notice.code) ?? [],
    samples: run.samples.map((sample) => ({ prompt: sample.prompt, text: sample.text, step: sample.step })),
    team: { workers: run.progress?.workers ?? null, asked: run.builtFrom?.get("workers") ?? null, numerics: run.numerics },
    problem: problem?.failure.code ?? null,
    promptProblem: promptProblem?.failure.code ?? null,
    textName: text.name,
    text: (text.loaded ?? "").slice(0, 100_000),
  };
}

export type State = ReturnType<typeof readState>;

export class Visit {
  /** What went wrong unseen: errors in the console, refusals by the security policy, requests elsewhere. */
  readonly complaints: string[] = [];
  readonly requests: string[] = [];

  constructor(readonly page: Page, readonly context: BrowserContext, private readonly home: string, private readonly expected?: RegExp) {
    context.on("request", (request) => this.note(request.url()));
    page.on("pageerror", (error) => this.complain(`uncaught: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error") this.complain(`${message.text()} (${message.location().url})`);
    });
  }

  at(id: string): Locator {
    return this.page.getByTestId(id);
  }

  state(): Promise<State> {
    return this.page.evaluate(readState);
  }

  /** Waits for the state to be right; an unexpected failure of the studio ends the wait. */
  async until(what: string, right: (state: State) => boolean): Promise<State> {
    const state = await until(what, () => this.state(), (now) => right(now) || now.phase === "failed");
    if (!right(state)) throw new Error(`Failed (${state.problem}) before ${what}`);
    return state;
  }

  /** Waits for text at a test id, the first of it, to match. */
  async shows(id: string, pattern: RegExp): Promise<string> {
    return until(`${id} shows ${pattern}`, async () => (await this.at(id).allInnerTexts()).join("\n"), (text) => pattern.test(text));
  }

  async train(): Promise<void> {
    await this.at("train-button").click();
  }

  /** Presses Train and waits for the set number of steps. */
  async trainToEnd(): Promise<State> {
    await this.train();
    return this.until("the run is finished", (state) => state.phase === "finished");
  }

  async pause(): Promise<State> {
    await this.at("pause-button").click();
    return this.until("it is paused", (state) => state.phase === "paused");
  }

  /** The state when what was still on its way at Pause has arrived. */
  async settled(): Promise<State> {
    for (let before = await this.state(); ; ) {
      await pause(300);
      const now = await this.state();
      if (now.step === before.step) return now;
      before = now;
    }
  }

  async reset(): Promise<void> {
    await this.at("reset-button").click();
    await this.until("it is back at the start", (state) => state.phase === "idle" && state.losses.length === 0);
  }

  async openDetails(): Promise<void> {
    for (const summary of await this.page.locator("unrolled-settings-panel summary, unrolled-sample-feed summary").all()) {
      if (!(await summary.evaluate((element) => (element.parentElement as HTMLDetailsElement).open))) await summary.click();
    }
  }

  private note(url: string): void {
    this.requests.push(url);
    if (!url.startsWith(`${this.home}/`) && !/^(blob|data):/.test(url)) this.complaints.push(`asked another host: ${url}`);
  }

  private complain(text: string): void {
    if (!this.expected?.test(text)) this.complaints.push(text);
  }
}

/** One browser and one server for a test file. After each test nothing may have gone wrong unseen. */
export function visits(folder: string | (() => string) = dist) {
  let browser: Browser;
  let server: StaticServer;
  let open: Visit[] = [];
  const lasting: Visit[] = [];
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchChromium(), serve(typeof folder === "string" ? folder : folder())]);
  });
  afterEach(async () => {
    const ended = open;
    open = [];
    for (const visit of ended) await visit.context.close();
    expect([...ended, ...lasting].flatMap((visit) => visit.complaints)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const at = async (path: string, reader: Reader = {}): Promise<Visit> => {
    const { lang = "en-GB", theme = "light", width = 1280, hash = "", before, expected, ready = "train-button", still = false } = reader;
    const context = await browser.newContext({
      locale: lang, colorScheme: theme, viewport: { width, height: 900 }, reducedMotion: "reduce", acceptDownloads: true, javaScriptEnabled: !still,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    const visit = new Visit(page, context, server.url, expected);
    (reader.lasting ? lasting : open).push(visit);
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => console.error(`refused by policy: ${event.violatedDirective} ${event.blockedURI}`));
    });
    await before?.(page);
    await page.goto(`${server.url}/${path}${hash && `#v=1&${hash}`}`);
    await visit.at(ready).first().waitFor();
    return visit;
  };
  return {
    at,
    home: (reader?: Reader) => at("", reader),
    studio: (reader?: Reader) => at("studio/", reader),
    get url() {
      return server.url;
    },
  };
}

/** The number in a text such as "12,345" or "1.23 nats". */
export const numberIn = (text: string): number => Number(/-?[\d.]+/.exec(text.replaceAll(",", ""))?.[0] ?? Number.NaN);
