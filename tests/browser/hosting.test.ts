import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { dist, takeOffAndPutBack, tiny, until, visits, type StudioElement } from "./support.js";

/** A course's site: the page in a folder of it, and lecture notes with two exhibits. */
const site = mkdtempSync(join(tmpdir(), "unrolled-site-"));
cpSync(dist, join(site, "course/unrolled"), { recursive: true });
const script = /<script[^>]+src="\.\/([^"]+)"/.exec(readFileSync(join(dist, "index.html"), "utf8"))![1];
writeFileSync(join(site, "course/notes.html"), `<!doctype html><html lang="en"><title>Notes</title><link rel="icon" href="data:,">
<script type="module" src="unrolled/${script}"></script>
<unrolled-studio id="one" preset="${tiny} steps=6 seed=5"></unrolled-studio>
<unrolled-studio id="two" lang="zh" preset="${tiny} steps=9 text=english" seed="5"></unrolled-studio>`);
afterAll(() => rmSync(site, { recursive: true, force: true }));

const open = visits(site);

describe("under another folder", () => {
  it("both pages work, and lead to one another", async () => {
    const visit = await open.at("course/unrolled/");
    await visit.train();
    await visit.until("it trains", ({ step }) => step > 2);
    await visit.pause();
    await visit.page.locator("header nav a[href$='studio/']").click();
    await visit.page.locator("unrolled-settings-panel").waitFor();
    expect(new URL(visit.page.url()).pathname).toBe("/course/unrolled/studio/");
    await visit.at("step-button").click();
    await visit.until("a step is done", ({ step }) => step === 1);
    await visit.page.locator("header .wordmark").click();
    await until("it is the home page", async () => new URL(visit.page.url()).pathname, (path) => path === "/course/unrolled/");
  });
});

describe("two exhibits on one page", () => {
  it("train side by side, each with its own settings and language", async () => {
    const visit = await open.at("course/notes.html");
    const one = visit.page.locator("#one");
    const two = visit.page.locator("#two");
    expect(await one.getByTestId("train-button").innerText()).toBe("Train");
    expect(await two.getByTestId("train-button").innerText()).toBe("训练");
    await one.getByTestId("train-button").click();
    await two.getByTestId("train-button").click();
    const steps = () => visit.page.evaluate(() => Array.from(document.querySelectorAll<StudioElement>("unrolled-studio"), ({ studio }) =>
      ({ phase: studio.phase, losses: Array.from(studio.run.history.curve().mean.subarray(0, studio.run.step)) })));
    const [first, second] = await until("both are done", steps, (both) => both.every(({ phase }) => phase === "finished"));
    expect([first!.losses.length, second!.losses.length]).toEqual([6, 9]);
    // Same settings, same seed: the two do not disturb each other.
    expect(second!.losses.slice(0, 6)).toEqual(first!.losses);
    await one.getByTestId("reset-button").click();
    await until("only one is reset", steps, ([a, b]) => a!.losses.length === 0 && b!.losses.length === 9);
  });
});

describe("an exhibit taken off the page", () => {
  it("stops its worker, and works again when it is put back", async () => {
    const visit = await open.at("course/unrolled/studio/", { hash: `${tiny}&steps=1000000` });
    await visit.train();
    await visit.until("it trains", ({ step }) => step > 20);
    await until("there is a worker", async () => visit.page.workers().length, (count) => count === 1);
    await takeOffAndPutBack(visit.page, "unrolled-studio");
    await visit.train();
    await visit.until("it trains again", ({ step, phase }) => phase === "training" && step > 5);
    await visit.pause();
  });

  it("goes on when it is only moved to another place", async () => {
    const visit = await open.at("course/unrolled/studio/", { hash: `${tiny}&steps=1000000` });
    await visit.train();
    const { step } = await visit.until("it trains", (state) => state.step > 20);
    await visit.page.evaluate(() => {
      const exhibit = document.querySelector<StudioElement>("unrolled-studio")!;
      exhibit.parentElement!.prepend(exhibit);
    });
    await visit.until("it goes on", (state) => state.phase === "training" && state.step > step + 20);
    await visit.pause();
  });
});
