/** What all exhibits do with the engine, shown on one of them. */
import { describe, expect, it } from "vitest";
import { palettes } from "../../web/src/draw/colour.js";
import type { UnrolledFigure } from "../../web/src/widgets/exhibit/figure.js";
import { exhibitPages, type ExhibitElement } from "./support/exhibit.js";
import { takeOffAndPutBack, until } from "./support.js";

const open = exhibitPages();

const small = "cells=rnn hidden=4 gap=5 steps=2000";
const flow = (name: string, attributes = `preset="${small}"`) => `<unrolled-gradient-flow class="${name}" ${attributes}></unrolled-gradient-flow>`;
const phase = (element: ExhibitElement) => element.bench.experiment.phase;
const step = (element: ExhibitElement) => element.bench.experiment.step;

describe("an exhibit", () => {
  it("frees its worker when it is taken off the page, and works again when it is put back", async () => {
    const visit = await open(flow("exhibit"));
    await visit.look();
    expect(visit.page.workers()).toHaveLength(1);
    await takeOffAndPutBack(visit.page, ".exhibit");
    await visit.look();
  });

  it("takes over what was written into it while it was off the page", async () => {
    const visit = await open(flow("exhibit"));
    await visit.exhibit().locator("section").waitFor();
    const hidden = await visit.page.evaluate(async () => {
      const exhibit = document.querySelector<HTMLElement & { updateComplete: Promise<unknown>; settings: { hidden: number } }>(".exhibit")!;
      const place = exhibit.parentElement!;
      exhibit.remove();
      exhibit.setAttribute("preset", "cells=rnn hidden=7");
      await exhibit.updateComplete;
      place.append(exhibit);
      await exhibit.updateComplete;
      return exhibit.settings.hidden;
    });
    expect(hidden).toBe(7);
  });

  it("goes on training when it is only moved", async () => {
    const visit = await open(flow("exhibit"));
    await visit.exhibit().getByTestId("train-button").click();
    await until("it trains", () => visit.ask(step), (now) => now > 20);
    await visit.page.evaluate(() => {
      const exhibit = document.querySelector(".exhibit")!;
      exhibit.parentElement!.prepend(exhibit);
    });
    const at = await visit.ask(step);
    await until("it goes on", () => visit.ask(step), (now) => now > at + 20);
    await visit.exhibit().getByTestId("pause-button").click();
    await visit.waitForPhase(/paused/);
  });

  it("pauses, and says so, when another one begins to train", async () => {
    const visit = await open(flow("exhibit") + flow("other"));
    await visit.exhibit().getByTestId("train-button").click();
    await until("it trains", () => visit.ask(step), (now) => now > 20);
    await visit.exhibit(".other").getByTestId("train-button").click();
    await visit.waitForPhase(/paused/);
    await visit.waitForPhase(/training/, ".other");
    expect(await visit.exhibit().getByTestId("phase").innerText()).toMatch(/Another exhibit/);
    await visit.exhibit().getByTestId("train-button").click();
    await visit.waitForPhase(/training/);
    await visit.waitForPhase(/paused/, ".other");
  });

  it("waits while it is out of sight", async () => {
    const visit = await open(flow("exhibit"));
    await visit.exhibit().getByTestId("train-button").click();
    await until("it trains", () => visit.ask(step), (now) => now > 20);
    await visit.ask((element) => void element.toggleAttribute("hidden", true));
    await until("it rests", () => visit.ask(phase), (now) => now === "resting");
    await visit.ask((element) => void element.toggleAttribute("hidden", false));
    const at = await visit.ask(step);
    await until("it goes on", () => visit.ask(step), (now) => now > at + 20);
  });

  it("shares a model, its training and what is chosen with all that name the same", async () => {
    const visit = await open(flow("exhibit", `preset="${small}" model="m"`) + flow("other", `model="m"`));
    await visit.look();
    expect(visit.page.workers()).toHaveLength(1);
    expect(await visit.ask((element) => [element.settings["hidden"], element.settings["cells"], element.shown !== null], ".other")).toEqual([4, "rnn", true]);
    const told = visit.page.evaluate(() => new Promise((resolve) => document.addEventListener("unrolled-select", (event) => resolve((event as CustomEvent).detail))));
    await visit.ask((element) => (element as unknown as { select(part: object): void }).select({ step: 3 }), ".other");
    expect(await told).toMatchObject({ step: 3 });
  });

  it("is light on paper, whatever it is on the screen", async () => {
    const visit = await open(flow("exhibit"), { theme: "dark" });
    await visit.look();
    const look = () => visit.ask((element) => {
      const figure = element.shadowRoot!.querySelector("unrolled-figure") as UnrolledFigure;
      return [figure.theme, getComputedStyle(figure).colorScheme, figure.shadowRoot!.querySelector("svg text")?.getAttribute("fill")];
    });
    await until("it is drawn", look, ([, , ink]) => ink === palettes.dark.muted);
    await visit.page.emulateMedia({ media: "print" });
    expect(await look()).toEqual(["light", "light", palettes.light.muted]);
  });

  it("says in words that the engine did not arrive, and can try again", async () => {
    const visit = await open(flow("exhibit"), { lang: "zh", expected: /Failed to load|ERR_FAILED|404/ });
    await visit.page.route("**/*.wasm", (route) => route.abort());
    await visit.exhibit().getByTestId("look-button").click();
    await visit.exhibit().getByTestId("error").waitFor();
    expect(await visit.exhibit().getByTestId("error").innerText()).toMatch(/计算引擎的文件没有下载下来/);
    await visit.page.unroute("**/*.wasm");
    await visit.exhibit().getByTestId("remedy-button").focus();
    await visit.page.keyboard.press("Enter");
    await visit.waitForPhase(/ready/).catch(async () => {
      throw new Error(await visit.exhibit().getByTestId("error").innerText());
    });
    expect(await visit.page.evaluate(() => document.activeElement?.localName), "the box went, the focus stays").toBe("unrolled-gradient-flow");
  });

  it("tells its settings and its phase", async () => {
    const visit = await open(flow("exhibit"));
    await visit.page.evaluate(() => {
      const told: [string, unknown][] = [];
      Object.assign(window, { told });
      for (const type of ["unrolled-settings", "unrolled-phase"]) document.addEventListener(type, (event) => told.push([type, (event as CustomEvent).detail]));
    });
    await visit.set("hidden", "6");
    await visit.look();
    const told = await visit.page.evaluate(() => (window as unknown as { told: [string, unknown][] }).told);
    expect(told[0]).toEqual(["unrolled-settings", expect.objectContaining({ hidden: 6, cells: "rnn" })]);
    expect(told.slice(1).map(([, detail]) => detail)).toEqual(["preparing", "ready"]);
  });
});
