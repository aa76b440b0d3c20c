import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { accessibilityViolations } from "../support/axe.js";
import { tiny, visits, type Visit } from "./support.js";

const open = visits();

/** Runs in the page: what has the focus, through all shadow trees, and whether one can see it. */
function focused() {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  if (!element || element === document.body) return { name: "", visible: false };
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const name = (element as HTMLElement).dataset["testid"] ?? `${element.tagName.toLowerCase()} ${element.className}`.trim();
  return { name, visible: element.matches(":focus-visible") && outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 };
}

/** Presses Tab until this has the focus; every stop on the way must be visible. */
async function tabTo(page: Page, name: string): Promise<string[]> {
  const way: string[] = [];
  while (way.at(-1) !== name) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(focused);
    expect(stop, `after ${way.join(", ")}`).toMatchObject({ visible: true });
    way.push(stop.name);
    if (way.length > 80) throw new Error(`No way by Tab to ${name}: ${way.join(", ")}`);
  }
  return way;
}

describe("the keyboard alone", () => {
  it("trains, pauses, goes on and resets on the home page, with the focus always in sight", async () => {
    const visit = await open.home();
    const { keyboard } = visit.page;
    await tabTo(visit.page, "train-button");
    await keyboard.press("Enter");
    await visit.until("it trains", ({ step }) => step > 3);
    expect(await visit.page.evaluate(focused)).toEqual({ name: "pause-button", visible: true });
    await keyboard.press("Space");
    await visit.until("it is paused", ({ phase }) => phase === "paused");
    expect(await visit.page.evaluate(focused)).toEqual({ name: "train-button", visible: true });
    await tabTo(visit.page, "step-button");
    const { step } = await visit.settled();
    await keyboard.press("Enter");
    await visit.until("a step is done", (state) => state.step === step + 1 && state.phase === "paused");
    await tabTo(visit.page, "reset-button");
    await keyboard.press("Enter");
    await visit.until("it is back at the start", ({ phase, losses }) => phase === "idle" && losses.length === 0);
  });

  it("reaches every control of the studio, opens what is folded, and types into the fields", async () => {
    const visit = await open.studio({ hash: `${tiny}&steps=5` });
    const { keyboard } = visit.page;
    // Each folded part is a stop named summary; opened, its fields follow.
    const way: string[] = [];
    for (let stops = 0; way.at(-1) !== "field-seed" && stops < 80; stops++) {
      await keyboard.press("Tab");
      const stop = await visit.page.evaluate(focused);
      expect(stop, `after ${way.join(", ")}`).toMatchObject({ visible: true });
      way.push(stop.name);
      if (stop.name.startsWith("summary")) await keyboard.press("Enter");
    }
    const ids = await visit.page.locator("unrolled-studio").locator("button:visible:enabled, input:visible, select:visible, textarea:visible").evaluateAll((all) =>
      all.map((element) => (element as HTMLElement).dataset["testid"] ?? "button"));
    for (const id of ids) expect(way).toContain(id);
    await keyboard.press("Control+A");
    await keyboard.type("77");
    expect(await visit.at("field-seed").inputValue()).toBe("77");
  });

  it("skips to the exhibit without losing the address", async () => {
    const visit = await open.studio({ hash: tiny });
    const before = visit.page.url();
    await visit.page.keyboard.press("Tab");
    expect(await visit.page.evaluate(focused)).toEqual({ name: "a skip", visible: true });
    await visit.page.keyboard.press("Enter");
    expect(await visit.page.evaluate(() => document.activeElement?.id)).toBe("main");
    expect(visit.page.url()).toBe(before);
  });
});

/** The states a reader may find the page in, one after the other. */
async function eachState(visit: Visit, look: (state: string) => Promise<void>): Promise<void> {
  await look("idle");
  await visit.train();
  await visit.until("it trains and has written", ({ step, samples }) => step > 0 && samples.length > 0);
  await look("training");
  await visit.pause();
  await visit.openDetails();
  const hidden = visit.at("field-hidden");
  if ((await hidden.count()) > 0) {
    await hidden.fill("0,5");
    await visit.train();
    await visit.at("error").first().waitFor();
    await look("wrong field");
    await hidden.fill("16");
  }
  await visit.at("text-input").fill("x");
  await visit.train();
  await visit.until("it says no", ({ problem }) => problem === "text-too-short");
  await visit.at("error").first().waitFor();
  await look("error");
}

for (const place of ["home", "studio"] as const) {
  for (const lang of ["en-GB", "zh-CN"] as const) {
    describe(`the ${place} page in ${lang}`, () => {
      it("breaks no rule of accessibility: idle, training, with errors, light and dark", async () => {
        const visit = await open[place]({ lang });
        await eachState(visit, async (state) => {
          for (const colorScheme of ["light", "dark"] as const) {
            await visit.page.emulateMedia({ colorScheme });
            expect(await accessibilityViolations(visit.page), `${state}, ${colorScheme}`).toEqual([]);
          }
        });
      });

      it("fits 320 pixels without scrolling sideways, whatever happens", async () => {
        const visit = await open[place]({ lang, width: 320 });
        await eachState(visit, async (state) => {
          const width = await visit.page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth));
          expect(width, state).toBeLessThanOrEqual(320);
        });
      });
    });
  }
}
