/** The lessons' pages, on two lessons of the tests' own (`tests/support/lessons`), built as the site is. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { afterAll, describe, expect, it } from "vitest";
import { build } from "vite";
import { site } from "../../vite.config.js";
import { accessibilityViolations } from "../support/axe.js";
import { until, visits, type Reader, type Visit } from "./support.js";

const folder = mkdtempSync(join(tmpdir(), "unrolled-lessons-"));
const config = site(fileURLToPath(new URL("../support/lessons", import.meta.url)));
// As the site is built: Vitest's own environment would bring the packages' development versions.
process.env["NODE_ENV"] = "production";
await build({ ...config, configFile: false, logLevel: "warn", build: { ...config.build, outDir: folder } });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open = visits(folder);
const lesson = (language: "zh" | "en", reader: Reader = {}) => open.at(`lessons/${language}/01-decay/`, reader);
const path = (visit: Visit) => visit.page.evaluate(() => location.pathname + location.hash);
const goTo = (page: Page, id: string) => page.evaluate((place) => void (location.hash = place), id);

describe("the contents", () => {
  const read = (page: Page) => page.locator(".contents li a.read").allInnerTexts();

  it("lead to sections, say where the reader is, and what has been read, in the other language too", async () => {
    const visit = await lesson("en");
    const { page } = visit;
    expect(await page.locator(".contents li").allInnerTexts()).toEqual(["First, guess", "What happened", "In code", "To keep"]);
    expect(await visit.at("progress").isVisible()).toBe(false);
    await page.getByRole("link", { name: "To keep", exact: true }).click();
    expect(await path(visit)).toBe("/lessons/en/01-decay/#keep");
    await until("the place is marked", () => page.locator(".contents a[aria-current]").allInnerTexts(), (all) => all.join() === "To keep");
    await until("the section is read", () => read(page), (all) => all.includes("To keep"));
    expect(await read(page)).not.toContain("What happened");
    expect(await page.getByRole("link", { name: "To keep", exact: true }).getAttribute("aria-description")).toBe("read");
    await visit.shows("progress", /of 4 sections read/);
    await visit.at("lang-switch").click();
    await until("it is read there, too", () => read(page), (all) => all.includes("记住三句话"));
    await page.locator(".wordmark").scrollIntoViewIfNeeded();
    await page.getByRole("link", { name: "全部课程" }).click();
    await until("the list knows it", () => page.locator("li[data-lesson='01-decay'] .progress").innerText(), (text) => /已读 4 节中的 \d 节/.test(text));
  });

  it("forget on request", async () => {
    const visit = await lesson("en");
    await goTo(visit.page, "keep");
    await until("something is read", () => read(visit.page), (all) => all.length > 0);
    await visit.at("progress").getByRole("button").press("Enter");
    expect(await visit.page.evaluate(() => document.activeElement!.closest(".contents li") !== null)).toBe(true);
    expect(await read(visit.page)).toEqual([]);
    expect(await visit.at("progress").isVisible()).toBe(false);
  });

  it("do not mind that the last of a section is taken away while it is in sight", async () => {
    const { page } = await lesson("en");
    await page.evaluate(async () => {
      const frames = async () => {
        for (let k = 0; k < 3; k++) await new Promise((resolve) => requestAnimationFrame(resolve));
      };
      for (const { lastElementChild } of document.querySelectorAll("[data-section]")) {
        lastElementChild!.scrollIntoView({ block: "center" });
        await frames();
        lastElementChild!.remove();
        await frames();
      }
    });
    await goTo(page, "keep");
    await until("the place is marked", () => page.locator(".contents a[aria-current]").count(), (count) => count === 1);
  });

  it("work where storage is forbidden", async () => {
    const visit = await lesson("en", { before: (page) => page.addInitScript(() => {
      Object.defineProperty(window, "localStorage", { get: () => { throw new DOMException("forbidden", "SecurityError"); } });
    }) });
    await goTo(visit.page, "keep");
    await until("the section is read", () => read(visit.page), (all) => all.includes("To keep"));
  });
});

describe("the ways on", () => {
  it("keep the place from one language to the other, and back, and remember the language", async () => {
    const visit = await lesson("zh");
    const { page } = visit;
    await goTo(page, "case");
    await until("the switch knows the place", () => visit.at("lang-switch").getAttribute("href"), (href) => href!.endsWith("#case"));
    await visit.at("lang-switch").click();
    await until("it is the English page", () => path(visit), (at) => at === "/lessons/en/01-decay/#case");
    await page.locator("unrolled-studio").getByTestId("train-button").waitFor();
    await until("it is at the place", () => page.evaluate(() => Math.abs(document.getElementById("case")!.getBoundingClientRect().top)), (top) => top < 120);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("en");
    await page.locator("header nav a").first().click();
    await visit.at("train-button").waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("en");
    await page.getByRole("link", { name: "Lessons" }).click();
    await until("the list is there", () => path(visit), (at) => at === "/lessons/en/");
    await page.getByRole("link", { name: /disappear/ }).click();
    await page.locator("a[rel=next]").click();
    await until("the next lesson is there", () => path(visit), (at) => at === "/lessons/en/02-memory/");
    await page.locator("a[rel=prev]").click();
    await until("the lesson is there again", () => path(visit), (at) => at === "/lessons/en/01-decay/");
    await page.getByRole("link", { name: "the lesson about memory" }).click();
    await until("the link leads to the section", () => path(visit), (at) => at === "/lessons/en/02-memory/#sum");
  });

  it("lead from an address without a language to the reader's own", async () => {
    for (const [lang, place] of [["zh-CN", "zh"], ["de-DE", "en"]] as const) {
      const visit = await open.at("lessons/", { lang, ready: "theme-switch" });
      await until("it is the reader's language", () => path(visit), (at) => at === `/lessons/${place}/`);
    }
  });
});

describe("a lesson's look", () => {
  it("follows the system, and the reader's own choice, exhibits included", async () => {
    const visit = await lesson("en", { theme: "dark" });
    const paper = () => visit.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const dark = await paper();
    await visit.page.emulateMedia({ colorScheme: "light" });
    const light = await paper();
    expect(light).not.toBe(dark);
    await visit.at("theme-switch").click();
    await visit.at("theme-switch").click();
    expect(await visit.at("theme-switch").innerText()).toBe("Theme: dark");
    expect(await paper()).toBe(dark);
    expect(await visit.page.locator("unrolled-studio").getAttribute("theme")).toBe("dark");
    await visit.page.reload();
    expect(await paper()).toBe(dark);
  });

  it("is complete without JavaScript", async () => {
    const visit = await lesson("en", { still: true, ready: "lang-switch" });
    const { page } = visit;
    expect(await page.locator(".needs-script").isVisible()).toBe(true);
    expect(await visit.at("theme-switch").isVisible()).toBe(false);
    expect(await page.locator("math").count()).toBe(8);
    await visit.at("lang-switch").click();
    await page.getByRole("heading", { name: "发生了什么" }).waitFor();
    await page.goto(`${open.url}/lessons/`);
    await page.getByRole("link", { name: "中文课程" }).waitFor();
  });

  it("is made for paper: text, exhibits, the addresses of links, and nothing that only a screen needs", async () => {
    const visit = await lesson("en");
    const { page } = visit;
    await page.emulateMedia({ media: "print" });
    for (const hidden of [".contents", ".turning", ".switches", "header nav", ".anchor"]) expect(await page.locator(hidden).first().isVisible(), hidden).toBe(false);
    expect(await page.locator("unrolled-studio").isVisible()).toBe(true);
    expect(await page.getByRole("link", { name: /Dive into/ }).evaluate((link) => getComputedStyle(link, "::after").content)).toContain("https://d2l.ai/");
    const stuck = await page.evaluate(() => [...document.querySelectorAll("*")].filter((element) => /sticky|fixed/.test(getComputedStyle(element).position) && element.checkVisibility()).length);
    expect(stuck).toBe(0);
  });
});

const places = [["a lesson", "01-decay/"], ["the list", ""]] as const;
describe.each(places)("%s", (_, place) => {
  it.each(["zh", "en"])("breaks no rule of accessibility in %s, light or dark", async (language) => {
    const visit = await open.at(`lessons/${language}/${place}`, { ready: "theme-switch" });
    for (const colorScheme of ["light", "dark"] as const) {
      await visit.page.emulateMedia({ colorScheme });
      expect(await accessibilityViolations(visit.page), colorScheme).toEqual([]);
    }
  });

  it.each(["zh", "en"])("fits 320 pixels without scrolling sideways in %s", async (language) => {
    const visit = await open.at(`lessons/${language}/${place}`, { ready: "theme-switch", width: 320 });
    expect(await visit.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    expect(await accessibilityViolations(visit.page)).toEqual([]);
  });
});

it("weighs at most 60 kB until it can be read, and 120 kB with its exhibit, before the engine", async () => {
  const visit = await lesson("en");
  await visit.page.waitForLoadState("networkidle");
  const engine = /\.wasm$|\/unrolled\.js$|\/worker-|\/engine|\.txt$/;
  const files = [...new Set(visit.requests)].map((url) => new URL(url)).filter(({ origin, pathname }) => origin === open.url && !engine.test(pathname));
  const weigh = (some: URL[]) => some.map(({ pathname }) => gzipSync(readFileSync(join(folder, pathname.endsWith("/") ? `${pathname}index.html` : pathname)), { level: 9 }).length).reduce((sum, bytes) => sum + bytes, 0) / 1000;
  const html = readFileSync(join(folder, "lessons/en/01-decay/index.html"), "utf8");
  const page = weigh(files.filter(({ pathname }) => pathname.endsWith("/") || html.includes(`..${pathname}"`)));
  const all = weigh(files);
  process.stdout.write(`A lesson's page: ${page.toFixed(1)} kB gz of 60 kB; with its exhibit ${all.toFixed(1)} kB of 120 kB\n`);
  expect(page).toBeLessThanOrEqual(60);
  expect(all).toBeLessThanOrEqual(120);
});
