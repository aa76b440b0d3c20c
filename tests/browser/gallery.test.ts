/** The gallery, and what it promises: its lines, pasted into a bare file on another host, put a working exhibit there. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readManuals } from "../../web/gallery/manual.js";
import { register } from "../../web/gallery/plugin.js";
import { accessibilityViolations } from "../support/axe.js";
import { browserNames, launch } from "../support/browsers.js";
import { serve, type StaticServer } from "../support/server.js";
import { dist, until, visits, type Reader, type StudioElement, type Visit } from "./support.js";

const open = visits();
const manuals = readManuals(register);
const tags = manuals.map(({ tag }) => tag);

/** Until every exhibit shows something. */
async function gallery(language: "zh" | "en", reader: Reader = {}): Promise<Visit> {
  const visit = await open.at(`gallery/${language}/`, { ready: "theme-switch", ...reader });
  await until("all exhibits are there", () => visit.page.evaluate((names) => names.filter((tag) => !document.querySelector(tag)?.shadowRoot?.childElementCount), tags), (missing) => missing.length === 0);
  return visit;
}

const problems = () => [...document.querySelectorAll("*")].filter(({ localName }) => localName.startsWith("unrolled-"))
  .flatMap(({ localName, shadowRoot }) => (shadowRoot?.querySelector("unrolled-problem-box") ? [localName] : []));

describe("the page", () => {
  it("is in the navigation, leads from no language to the reader's, and keeps the place in the other", async () => {
    const visit = await open.home();
    await visit.page.locator("header nav").getByRole("link", { name: "Gallery" }).click();
    await until("it is the gallery", async () => new URL(visit.page.url()).pathname, (path) => path === "/gallery/en/");
    expect(await visit.page.locator("nav [aria-current=page]").innerText()).toBe("Gallery");
    await visit.page.locator(".contents").getByRole("link", { name: "unrolled-quiz" }).click();
    await visit.at("lang-switch").click();
    await until("it is at the same place", async () => new URL(visit.page.url()), ({ pathname, hash }) => pathname === "/gallery/zh/" && hash === "#unrolled-quiz");
    const other = await open.at("gallery/", { lang: "zh-CN", ready: "theme-switch" });
    await until("it is the reader's language", async () => new URL(other.page.url()).pathname, (path) => path === "/gallery/zh/");
  });

  it("documents attributes and properties that the classes have", async () => {
    const visit = await gallery("en");
    const real = await visit.page.evaluate((names) => names.map((tag) => {
      const one = document.querySelector(tag)!;
      const listened = (customElements.get(tag) as unknown as { observedAttributes: string[] }).observedAttributes;
      const all: string[] = [];
      for (let at = one; at; at = Object.getPrototypeOf(at)) all.push(...Object.getOwnPropertyNames(at));
      return { listened, all };
    }), tags);
    manuals.forEach(({ tag, entries }, k) => {
      expect(["lang", ...real[k]!.listened], tag).toEqual(expect.arrayContaining(entries.attr.map(({ name }) => name)));
      expect(real[k]!.all, tag).toEqual(expect.arrayContaining(entries.prop.map(({ name }) => name)));
    });
    expect(await visit.page.evaluate(problems)).toEqual([]);
  });

  it.each(["zh", "en"] as const)("breaks no rule of accessibility in %s, light or dark, wide or 320 pixels", async (language) => {
    for (const width of [1280, 320]) {
      const visit = await gallery(language, { width });
      await visit.page.evaluate(() => document.querySelectorAll("details.manual").forEach((one) => one.setAttribute("open", "")));
      for (const colorScheme of ["light", "dark"] as const) {
        await visit.page.emulateMedia({ colorScheme });
        expect(await accessibilityViolations(visit.page), `${colorScheme}, ${width}`).toEqual([]);
      }
      expect(await visit.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  });

  it("can be read without JavaScript", async () => {
    const visit = await open.at("gallery/en/", { still: true, ready: "lang-switch" });
    expect(await visit.page.locator(".needs-script").isVisible()).toBe(true);
    expect(await visit.page.locator(".snippet button:visible").count()).toBe(0);
    await visit.page.locator("details.manual summary").first().click();
    expect(await visit.page.locator("details.manual table").first().innerText()).toMatch(/preset/);
  });
});

describe("the lines to paste", () => {
  const notes = mkdtempSync(join(tmpdir(), "unrolled-notes-"));
  let site: StaticServer, course: StaticServer;
  beforeAll(async () => {
    // As hosts of scripts for others do (GitHub Pages, for one).
    site = await serve(dist, { headers: { "access-control-allow-origin": "*" } });
    course = await serve(notes, { host: "127.0.0.1" });
  });
  afterAll(async () => {
    await Promise.all([site?.close(), course?.close()]);
    rmSync(notes, { recursive: true, force: true });
  });

  it("are copied with this site's address, or selected where copying is refused", async () => {
    const visit = await gallery("en");
    await visit.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const snippet = (tag: string) => visit.page.locator(`section:has(> h2#${tag}) .snippet`);
    await snippet("unrolled-code").getByRole("button").click();
    await until("it says so", () => snippet("unrolled-code").getByRole("status").innerText(), (said) => said === "Copied.");
    expect(await visit.page.evaluate(() => navigator.clipboard.readText())).toBe(
      `<script type="module" src="${open.url}/unrolled-elements.js"></script>\n<unrolled-code lang="en" cell="lstm" selected="f"></unrolled-code>\n`);
    await visit.page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
    await snippet("unrolled-quiz").getByRole("button").click();
    await until("it says so", () => snippet("unrolled-quiz").getByRole("status").innerText(), (said) => said.startsWith("Your browser"));
    expect(await visit.page.evaluate(() => getSelection()!.toString())).toMatch(/^<script.*<unrolled-quiz.*<\/unrolled-quiz>/s);
  });

  /** Runs in the notes. */
  async function work(names: string[]) {
    const wait = async (what: string, ready: () => boolean): Promise<void> => {
      for (const end = Date.now() + 90_000; !ready(); await new Promise((resolve) => setTimeout(resolve, 50))) {
        if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
      }
    };
    const within = (tag: string, id: string) => document.querySelector(tag)!.shadowRoot!.querySelector<HTMLElement>(`[data-testid=${id}]`);
    await wait("all are there", () => names.every((tag) => document.querySelector(tag)?.shadowRoot?.childElementCount));
    await wait("the code has arrived", () => (document.querySelector("unrolled-code")!.shadowRoot!.textContent ?? "").includes("NumPy"));
    const { studio } = document.querySelector<StudioElement>("unrolled-studio")!;
    studio.type("steps", "5");
    await studio.train();
    await wait("the studio has trained", () => studio.phase === "finished" || studio.phase === "failed");
    const quiz = document.querySelector("unrolled-quiz") as HTMLElement & { quiz: { phase: string; last: { measured: { runs: { values: number[] }[] } } | null } };
    const field = within("unrolled-quiz", "commit")!;
    const input = [...quiz.shadowRoot!.querySelectorAll("unrolled-control")].map((one) => one.shadowRoot!.querySelector<HTMLInputElement>("input#field")!)[0]!;
    input.value = "0.5";
    input.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve, 300));
    field.click();
    await wait("the quiz has judged", () => quiz.quiz.last !== null || quiz.quiz.phase === "failed");
    return { phase: studio.phase, losses: studio.run.step, measured: quiz.quiz.last?.measured.runs[0]!.values[0], origin: location.origin };
  }

  it.each(browserNames)("work in a bare file on another origin in %s", async (name) => {
    const visit = await gallery("en");
    const lines = (await visit.page.locator(".snippet code").allTextContents()).join("").replaceAll(open.url, site.url);
    writeFileSync(join(notes, "notes.html"), `<!doctype html><meta charset="utf-8"><title>Notes</title><link rel="icon" href="data:,">\n${lines}`);
    const browser = await launch(name);
    try {
      const page = await browser.open(`${course.url}/notes.html`);
      const { phase, losses, measured, origin } = await page.evaluate(work, tags);
      expect(origin).not.toBe(site.url);
      expect({ phase, losses }).toEqual({ phase: "finished", losses: 5 });
      expect(measured).toBeCloseTo(0.9 ** 60, 4);
      expect(await page.evaluate(problems)).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
