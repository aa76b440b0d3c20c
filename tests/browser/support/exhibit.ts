/** What the test of every exhibit needs, so that it is a short table: pages with exhibits, and the manners all must have. */
import { readFileSync } from "node:fs";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { palettes } from "../../../web/src/draw/colour.js";
import type { UnrolledFigure } from "../../../web/src/widgets/exhibit/figure.js";
import type { Experiment } from "../../../web/src/state/index.js";
import { accessibilityViolations } from "../../support/axe.js";
import { launchChromium } from "../../support/browsers.js";
import { serve, type StaticServer } from "../../support/server.js";
import { dist, until } from "../support.js";

export interface Reader { lang?: string; theme?: "light" | "dark"; width?: number; expected?: RegExp }

/** What a test may ask of the element in the page. */
export type ExhibitElement = HTMLElement & { data: unknown; shown: unknown; settings: Record<string, string | number>; bench: { experiment: Experiment } };

/** The real pages' security policy holds for exhibits, too. */
const policy = /<meta http-equiv="Content-Security-Policy"[^>]*>/.exec(readFileSync(`${dist}/index.html`, "utf8"))?.[0] ?? "";

const paper = `:root { color-scheme: light dark; } body { margin: 12px; color: light-dark(${palettes.light.ink}, ${palettes.dark.ink});
  background: light-dark(${palettes.light.paper}, ${palettes.dark.paper}); }`;

export class ExhibitPage {
  readonly complaints: string[] = [];

  constructor(readonly page: Page, expected?: RegExp) {
    const complain = (text: string) => void (expected?.test(text) || this.complaints.push(text));
    page.on("pageerror", (error) => complain(`uncaught: ${error.message}`));
    page.on("console", (message) => message.type() === "error" && complain(`${message.text()} (${message.location().url})`));
  }

  /** The exhibit, or one of several by a CSS selector. */
  exhibit(selector = ".exhibit"): Locator {
    return this.page.locator(selector);
  }

  /** Runs in the page with the element. */
  ask<T>(body: (element: ExhibitElement) => T, selector = ".exhibit"): Promise<T> {
    return this.exhibit(selector).evaluate(body as (element: SVGElement | HTMLElement) => T) as Promise<T>;
  }

  /** Sets a field as a reader would: types a number or a text, presses an option, chooses from a list. */
  async set(name: string, value: string, selector = ".exhibit"): Promise<void> {
    const field = this.exhibit(selector).getByTestId(`field-${name}`);
    await field.evaluate((node) => (node.getRootNode() as ShadowRoot).host.closest("details")?.setAttribute("open", ""));
    const kind = await field.evaluate((node) => node.localName);
    if (kind === "select") await field.selectOption(value);
    else if (kind === "fieldset") await field.locator(`label.option:has(input[value="${value}"])`).click();
    else await field.fill(value);
    await this.page.waitForTimeout(200);
  }

  async waitForPhase(pattern: RegExp, selector = ".exhibit"): Promise<void> {
    const phase = () => this.ask((element) => element.bench.experiment.phase as string, selector);
    const seen = await until(`its phase is ${pattern}`, phase, (now) => pattern.test(now) || now === "failed");
    expect(seen).toMatch(pattern);
  }

  /** Measures without training. */
  async look(selector = ".exhibit"): Promise<void> {
    await this.exhibit(selector).getByTestId("look-button").click();
    await this.waitForPhase(/ready/, selector);
  }

  /** What is really on the page of one series, as numbers of the data: the path's points by the figure's own axes. */
  drawn(figure: string, series: string, selector = ".exhibit"): Promise<[x: number, y: number][]> {
    const figureAt = this.exhibit(selector).locator(`unrolled-figure[data-name="${figure}"]`);
    return figureAt.evaluate(async (node, name) => {
      const figure = node as UnrolledFigure;
      while (!(await figure.updateComplete) || !figure.picture) await new Promise(requestAnimationFrame);
      const { picture, renderRoot } = figure;
      const { x, y } = picture!.frame!;
      const marks = Array.from(renderRoot.querySelectorAll(`[data-name="${name}"]`));
      const points = marks.flatMap((mark): [number, number][] => mark.localName === "circle"
        ? [[Number(mark.getAttribute("cx")), Number(mark.getAttribute("cy"))]]
        : [...(mark.getAttribute("d") ?? "").matchAll(/[ML]([-\d.]+) ([-\d.]+)/g)].map(([, px, py]) => [Number(px), Number(py)]));
      return points.map(([px, py]): [number, number] => [x.invert(px), y.invert(py)]);
    }, series);
  }
}

/** One browser and one server for a test file; after each test nothing may have gone wrong unseen. */
export function exhibitPages() {
  let browser: Browser;
  let server: StaticServer;
  let open: ExhibitPage[] = [];
  beforeAll(async () => {
    [browser, server] = await Promise.all([launchChromium(), serve(dist)]);
  });
  afterEach(async () => {
    const ended = open;
    open = [];
    for (const { page } of ended) await page.context().close();
    expect(ended.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  /** A page with this HTML in its body. */
  return async (body: string, { lang = "en", theme = "light", width = 1100, expected }: Reader = {}): Promise<ExhibitPage> => {
    const context = await browser.newContext({ locale: lang, colorScheme: theme, viewport: { width, height: 900 }, reducedMotion: "reduce" });
    const page = await context.newPage();
    const visit = new ExhibitPage(page, expected);
    open.push(visit);
    await page.route("**/exhibit.css", (route) => route.fulfill({ contentType: "text/css", body: paper }));
    await page.route("**/exhibit.html", (route) => route.fulfill({ contentType: "text/html", body: `<!doctype html><html lang="${lang}"><head><meta charset="utf-8">${policy}
      <meta name="viewport" content="width=device-width"><title>Exhibit</title><link rel="icon" href="data:,"><link rel="stylesheet" href="./exhibit.css"><script type="module" src="./unrolled-elements.js"></script></head>
      <body><main><h1>Notes</h1><h2>Exhibit</h2>${body}</main></body></html>` }));
    await page.goto(`${server.url}/exhibit.html`);
    const tags = [...new Set([...body.matchAll(/<(unrolled-[\w-]+)/g)].map(([, tag]) => tag!))];
    await page.waitForFunction((names) => names.every((name) => customElements.get(name)), tags);
    return visit;
  };
}

export interface Manners {
  tag: string;
  /** Literal data that fits; every figure must draw something from it. */
  data: object;
  /** Words that must be seen, in each language, with the literal data. */
  words: { en: RegExp; zh: RegExp };
  /** Attributes that cannot be used, and the sentence that says so. */
  bad: readonly [attributes: string, sentence: RegExp][];
}

/** What every exhibit must do, whatever it shows. No engine is needed for any of it. */
export function describeManners(open: ReturnType<typeof exhibitPages>, { tag, data, words, bad }: Manners): void {
  const one = (attributes = "") => `<${tag} class="exhibit" ${attributes}></${tag}>`;
  const literal = `data='${JSON.stringify(data)}'`;
  const box = (visit: ExhibitPage) => visit.exhibit().getByTestId("error");

  describe(`<${tag}> has the manners of every exhibit:`, () => {
    it.each([["en", "light"], ["zh", "dark"]] as const)("draws literal data, accessibly, in %s and %s", async (lang, theme) => {
      const visit = await open(one(literal), { lang, theme });
      await until("it is drawn", () => visit.ask((element) => element.shadowRoot!.querySelectorAll("unrolled-figure").length), (count) => count > 0);
      await until("every figure has marks", () => visit.ask((element) => Array.from(element.shadowRoot!.querySelectorAll<UnrolledFigure>("unrolled-figure"),
        (figure) => figure.picture?.marks.length ?? 0)), (counts) => counts.every((count) => count > 0));
      await until("its words are seen", () => visit.exhibit().locator("section").innerText(), (text) => words[lang].test(text));
      expect(await visit.exhibit().getByTestId("train-button").count()).toBe(0);
      await visit.exhibit().getByTestId("table").click();
      await visit.exhibit().locator("tbody tr").first().waitFor();
      expect(await accessibilityViolations(visit.page)).toEqual([]);
    });

    it("fits 320 px in both languages, with and without data", async () => {
      for (const lang of ["en", "zh"]) {
        const { page } = await open(one(literal) + one(), { lang, width: 320 });
        await page.waitForTimeout(300);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), lang).toBeLessThanOrEqual(320);
      }
    });

    it("says what is wrong with an attribute, and shows itself with the defaults", async () => {
      const visit = await open(bad.map(([attributes], k) => `<div id="bad-${k}">${one(attributes)}</div>`).join(""));
      for (const [k, [attributes, sentence]] of bad.entries()) {
        const said = visit.page.locator(`#bad-${k}`).getByTestId("error");
        await until(`it says what is wrong with ${attributes}`, async () => (await said.allInnerTexts()).join(" "), (text) => sentence.test(text));
        await visit.page.locator(`#bad-${k} section`).waitFor();
      }
    });

    it("takes an attribute that is taken off as never written", async () => {
      const visit = await open(one("hide='title' lock='all' preset='hidden=2' model='shared'"));
      await visit.exhibit().locator("section").waitFor();
      await visit.ask((element) => ["hide", "lock", "preset", "model"].forEach((name) => element.removeAttribute(name)));
      await visit.exhibit().locator("h3").waitFor();
    });

    it("says in Chinese what is wrong with data", async () => {
      const visit = await open(one(`data='[1]'`), { lang: "zh" });
      await until("it says so", () => box(visit).innerText(), (text) => /data 应当是/.test(text));
    });

    it("keeps two copies apart", async () => {
      const visit = await open(one(literal) + one("hide='title'").replace("exhibit", "other"));
      await visit.exhibit().locator("h3").waitFor();
      await visit.exhibit(".other").locator("section").waitFor();
      expect(await visit.exhibit(".other").locator("h3").count()).toBe(0);
      expect(await visit.ask((element) => element.shown !== null, ".other")).toBe(false);
    });

    it("saves its picture and its numbers", async () => {
      const visit = await open(one(literal));
      await visit.exhibit().locator("unrolled-export-menu summary").click();
      for (const [button, content] of [["svg", /^<svg [\s\S]*<\/svg>$/], ["csv", /^\ufeff.+,/], ["png", /^\x89?.?PNG/s]] as const) {
        const [download] = await Promise.all([visit.page.waitForEvent("download"), visit.exhibit().getByTestId(button).click()]);
        expect(download.suggestedFilename()).toBe(`${tag}.${button}`);
        expect(readFileSync(await download.path(), button === "png" ? "latin1" : "utf8").slice(0, 5_000_000)).toMatch(content);
      }
    });

    it("never starts by itself, and asks for no engine until it is told to", async () => {
      const visit = await open(one());
      await visit.page.waitForTimeout(500);
      expect(visit.page.workers()).toHaveLength(0);
    });
  });
}

export interface ControlCase {
  name: string;
  /** What a reader types or presses. */
  to: string;
  /** What the control claims to change, read in the page; a string is a setting of a model as the engine built it: "rnn activation". */
  claim: string | ((element: ExhibitElement) => unknown);
  becomes: unknown;
}

const builtWith = (visit: ExhibitPage, claim: string) => visit.exhibit().evaluate((element, [trial, setting]) => {
  const { settings } = (element as ExhibitElement).bench.experiment.trial(trial!)?.model.info ?? {};
  return setting!.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], settings);
}, claim.split(" "));

/** Every control, one after the other on an exhibit that has been measured. */
export function describeControls(open: ReturnType<typeof exhibitPages>, html: string, cases: readonly ControlCase[]): void {
  it("every control changes what it claims", async () => {
    const visit = await open(html);
    await visit.look();
    for (const { name, to, claim, becomes } of cases) {
      const seen = () => (typeof claim === "string" ? builtWith(visit, claim) : visit.ask(claim));
      expect(await seen(), `${name} before`).not.toEqual(becomes);
      await visit.set(name, to);
      await until(`${name} has its effect`, seen, (value) => JSON.stringify(value) === JSON.stringify(becomes));
      await visit.waitForPhase(/ready/);
    }
    const names = await visit.ask((element) => Object.keys(element.settings));
    expect(names.filter((name) => !cases.some((one) => one.name === name)), "controls without a row in the table").toEqual([]);
  });
}
