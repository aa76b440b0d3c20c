/**
 * A monkey plays with the lessons and the gallery: nothing it does may break a page, and no page may grow. The usual
 * tests let it do a little; `npm run monkey` lets it play long enough to see what is never let go of.
 */
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { Monkey, numbersOf, type Holding } from "./support/monkey.js";
import { installHands, type Hands } from "./support/monkey-hands.js";
import { until, visits } from "./support.js";

const EVENTS = Number(process.env["UNROLLED_MONKEY"] ?? 600);
const SEED = Number(process.env["UNROLLED_MONKEY_SEED"] ?? 1);
/** Only the pages whose address has this in it. */
const PAGE = process.env["UNROLLED_MONKEY_PAGE"] ?? "";
/** A page that gets so many events is weighed; the first of them fill caches, curves and tables. */
const WEIGHED = 4000, WARM = 3000;
/**
 * How much more a page may hold later than when it was warm. A heap of 8 MB goes up and down by 1.5 MB with what has been
 * trained and typed just then; 2 kB lost at each event would pass that.
 */
const MARGIN = { heap: { times: 1.2, plus: 3_000_000 }, loose: { times: 1.5, plus: 4000 }, listeners: { times: 2, plus: 0 } };

const lasting = ["lessons/en/05-vanishing-exploding/", "gallery/en/"];
const passing = ["lessons/zh/05-vanishing-exploding/", "lessons/zh/06-lstm/", "lessons/en/06-lstm/", "gallery/zh/"];
const long = EVENTS >= 10_000;
const passingEvents = long ? Math.ceil(EVENTS / 24) : Math.ceil(EVENTS / 6);
const turns = [
  ...passing.map((path) => ({ path, events: passingEvents })),
  ...lasting.map((path) => ({ path, events: long ? Math.ceil((EVENTS - 4 * passingEvents) / 2) : passingEvents })),
];

const open = visits();

/** Runs in the page: an exhibit that trains, with the settings it began with. */
async function settle(tag: string): Promise<void> {
  type Trainable = HTMLElement & { fields: Record<string, { fallback: unknown }>; type(name: string, value: unknown): void; updateComplete: Promise<unknown> };
  const exhibit = document.querySelector<Trainable>(tag)!;
  const preset = exhibit.getAttribute("preset")!;
  exhibit.removeAttribute("preset");
  await exhibit.updateComplete;
  for (const [name, { fallback }] of Object.entries(exhibit.fields)) exhibit.type(name, fallback);
  exhibit.setAttribute("preset", preset);
  exhibit.scrollIntoView();
}

/** After all that, on the same page, an exhibit builds its models and trains. */
async function stillTrains(page: Page): Promise<void> {
  const tag = await page.evaluate(() => document.querySelector("unrolled-gates, unrolled-gradient-flow")!.localName);
  await page.evaluate(settle, tag);
  const experiment = () => page.evaluate((name) => {
    const { phase, step, problem } = (document.querySelector(name) as unknown as { bench: { experiment: { phase: string; step: number; problem: unknown } } }).bench.experiment;
    return { phase, step, problem };
  }, tag);
  await page.evaluate((name) => (document.querySelector(name) as unknown as { bench: { experiment: { reset(): Promise<void> } } }).bench.experiment.reset(), tag);
  await until("the exhibit is as new", experiment, ({ phase, step }) => phase === "ready" && step === 0);
  const bar = page.locator(tag).first().locator("unrolled-run-bar");
  await bar.getByTestId("train-button").click();
  await until("it trains", experiment, ({ step }) => step > 0);
  await until("it rests", async () => {
    if (await bar.getByTestId("pause-button").count()) await bar.getByTestId("pause-button").click();
    return experiment();
  }, ({ phase }) => phase === "paused" || phase === "finished");
}

const line = (path: string, { events, heap, nodes, loose, listeners, documents, workers }: Holding) =>
  `${path} after ${events} events: ${(heap / 1e6).toFixed(2)} MB, ${nodes} nodes, ${loose} of them loose, ${listeners} listeners, ${documents} documents, ${workers} workers\n`;

/** What a page holds in the last third of its events, against what it held once it was warm. */
function expectFlat(holdings: readonly Holding[], events: number): void {
  const warm = holdings.find((one) => one.events === WARM)!;
  const late = holdings.filter((one) => one.events > events * 2 / 3);
  for (const what of ["heap", "loose", "listeners"] as const) {
    const mean = late.reduce((sum, holding) => sum + holding[what], 0) / late.length;
    const { times, plus } = MARGIN[what];
    expect(mean, what).toBeLessThanOrEqual(Math.max(warm[what] * times, warm[what] + plus));
  }
}

it(`is not broken by a monkey in ${EVENTS} events`, { timeout: 300_000 + EVENTS * 600 }, async () => {
  process.stdout.write(`Seed ${SEED}: UNROLLED_MONKEY_SEED chooses another, UNROLLED_MONKEY_PAGE one of the pages\n`);
  expect(turns.filter(({ path }) => path.includes(PAGE))).not.toEqual([]);
  const visit = await open.at(turns[0]!.path, { ready: "theme-switch", before: (page) => page.addInitScript(installHands) });
  const { page, context } = visit;
  page.on("crash", () => visit.complaints.push("the page crashed"));
  page.on("filechooser", (chooser) => void chooser.setFiles({ name: "\u202eodd 🐒.txt", mimeType: "text/plain", buffer: Buffer.from([0xff, 0xfe, 0, 0xd8, 65, 0, 0x0d, 0]) }).catch(() => undefined));
  context.on("page", (other) => void other.close());

  for (const [turn, { path, events }] of turns.entries()) {
    if (!path.includes(PAGE)) continue;
    await page.goto(new URL(path, `${open.url}/`).href);
    await page.waitForFunction(() => [...document.querySelectorAll("*")].every(({ localName, shadowRoot }) => !localName.startsWith("unrolled-") || shadowRoot?.childElementCount));
    const monkey = new Monkey(page, numbersOf(SEED + turn), visit.complaints, (holding) => process.stdout.write(line(path, holding)));
    await monkey.play(events, events < WEIGHED);
    await monkey.tidy();
    await stillTrains(page);
    await monkey.weigh();
    const exhibits = await page.evaluate(() => (window as unknown as { hands: Hands }).hands.count());
    for (const { workers } of monkey.holdings) expect(workers, path).toBeLessThanOrEqual(exhibits);
    if (events >= WEIGHED) expectFlat(monkey.holdings, events);
    expect(visit.complaints, path).toEqual([]);
  }
});
