/** The real page in all three browsers: it trains, writes and pauses, and the numbers are the same. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserNames, launch } from "../support/browsers.js";
import { serve, type StaticServer } from "../support/server.js";
import { dist, type StudioElement } from "./support.js";

let server: StaticServer;
beforeAll(async () => void (server = await serve(dist)));
afterAll(() => server?.close());

/** Runs in the page. Everything is pressed and read as a reader would; only the exact losses come from the state. */
async function trainAndPause() {
  const until = async (what: string, ready: () => boolean): Promise<void> => {
    for (const end = Date.now() + 90_000; !ready(); ) {
      if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const exhibit = () => document.querySelector<StudioElement>("unrolled-studio");
  const within = (name: string) => exhibit()?.shadowRoot?.querySelector(name)?.shadowRoot;
  const controls = (id: string) => within("unrolled-run-controls")?.querySelector<HTMLElement>(`[data-testid=${id}]`);
  const samples = () => within("unrolled-sample-feed")?.querySelectorAll("[data-testid=sample]").length ?? 0;
  await until("the page is there", () => controls("train-button") != null);
  const { studio } = exhibit()!;
  controls("train-button")!.click();
  await until("it has trained and written", () => studio.run.step >= 60 && samples() >= 2);
  controls("pause-button")!.click();
  await until("it is paused", () => studio.phase === "paused" && controls("train-button") != null);
  const shown = within("unrolled-run-numbers")!.querySelector("[data-testid=loss-value]")!.textContent;
  return { shown, losses: Array.from(studio.run.history.curve().mean.subarray(0, 50)), first: studio.run.samples.at(-1)!.text };
}

describe("the page", () => {
  const seen = new Map<string, { losses: number[]; first: string }>();

  for (const name of browserNames) {
    it(`trains, writes and pauses in ${name}`, async () => {
      const browser = await launch(name);
      try {
        const page = await browser.open(`${server.url}/studio/#v=1&hidden=128&steps=1000000&text=english&lang=en`);
        const { shown, losses, first } = await page.evaluate(trainAndPause);
        expect(shown).toMatch(/^\d\.\d{3}$/);
        expect(losses).toHaveLength(50);
        seen.set(name, { losses, first });
      } finally {
        await browser.close();
      }
    });
  }

  it("shows the same losses and the same first sample in all of them", () => {
    expect([...seen.keys()]).toEqual(browserNames);
    for (const one of seen.values()) expect(one).toEqual(seen.get("chromium"));
  });
});
