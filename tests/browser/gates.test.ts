import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { GatesData } from "../../web/src/widgets/gates/unrolled-gates.js";
import type { UnrolledFigure } from "../../web/src/widgets/exhibit/figure.js";
import { describeControls, describeManners, exhibitPages, type ControlCase, type ExhibitElement, type ExhibitPage } from "./support/exhibit.js";
import { until } from "./support.js";

const open = exhibitPages();

/** Three steps, two units: the second is 1 inside the quotation marks. */
const rows = (...values: number[]) => [values.slice(0, 2), values.slice(2, 4), values.slice(4, 6)];
const run = {
  name: "plain", characters: ["a", '"', "b", "c"], loss: 1.5, change: [0.01, 0.25],
  i: rows(0.5, 0.95, 0.5, 0.95, 0.5, 0.05), f: rows(0.05, 0.5, 0.05, 0.5, 0.5, 0.5), g: rows(-0.5, 0.1, 0.2, 0.3, 0.4, -0.6), o: rows(0.1, 0.2, 0.3, 0.4, 0.5, 0.6),
  c: rows(0.3, 0, -0.4, 1, 0.2, 1.1), h: rows(0.1, 0, -0.2, 0.5, 0.1, 0.6),
  forget: rows(0.1, 0.25, 0.5, 0.5, 1, 1), derivative: rows(0.12, -0.3, 0.6, 0.55, 1, 1), forgetNorm: [0.27, 0.71, 1.41], derivativeNorm: [0.33, 0.81, 1.41],
  step: [1, 2, 3], train: [3, 2.5, 2.2],
};
const data: GatesData = { runs: [run, { ...run, name: "changed", train: [3.1, 2.6, 2.4] }] };
const literal = `<unrolled-gates class="exhibit" data='${JSON.stringify(data)}'></unrolled-gates>`;

describeManners(open, {
  tag: "unrolled-gates",
  data,
  words: { en: /What the gates do over a text/, zh: /读一段文字时，门在做什么/ },
  bad: [
    ["preset='hidden=1000'", /Hidden units.*must lie between 2 and 64.*32/],
    ["preset='hold.f=0.3'", /Forget gate f.*must be one of free, 0, 0.5, 0.9, 1/],
    ["preset='nonsense=3'", /no setting “nonsense”/],
    ["preset='99-nowhere/nothing'", /no preset 99-nowhere\/nothing/],
    ["seed='minus'", /Seed.*must be a number/],
    ["hide='everything'", /no setting “everything”/],
    ["lock='doors'", /no setting “doors”/],
    ["data='{\"runs\":[{\"name\":7}]}'", /data\.runs\[0\]\.name must be a string/],
    [`data='${JSON.stringify({ runs: [{ ...run, o: [[1, 2]] }] })}'`, /data\.runs\[0\]\.o must be a list of lists/],
    [`data='${JSON.stringify({ runs: [{ ...run, change: [1] }] })}'`, /data\.runs\[0\]\.change must be a list of finite numbers/],
  ],
});

it("opens tables that a page can bear, says what is left out, and saves all of it", async () => {
  const steps = 300, units = 64;
  const wide = Array.from({ length: steps }, (_, t) => Array.from({ length: units }, (__, j) => Math.sin(t + j)));
  const over = Object.fromEntries(["i", "f", "g", "o", "c", "h", "forget", "derivative"].map((name) => [name, wide]));
  const norms = wide.map((row) => Math.abs(row[0]!));
  const many = { ...run, ...over, characters: Array.from({ length: steps + 1 }, () => "a"), change: wide[0], forgetNorm: norms, derivativeNorm: norms };
  const visit = await open(`<unrolled-gates class="exhibit" data='${JSON.stringify({ runs: [many] })}'></unrolled-gates>`);
  await visit.exhibit().getByTestId("table").click();
  const cells = () => visit.exhibit().locator("unrolled-data-table").evaluate((table) => Array.from(table.shadowRoot!.querySelectorAll("tbody"), (body) => body.querySelectorAll("td, th").length));
  const counts = await until("the tables are open", cells, (all) => all.length >= 9);
  expect(Math.max(...counts)).toBeLessThanOrEqual(6000 + units);
  expect(await visit.exhibit().locator("unrolled-data-table").evaluate((table) => table.shadowRoot!.textContent)).toContain("The first 93 of 300 rows");
  const [file] = await Promise.all([visit.page.waitForEvent("download"), visit.exhibit().locator("unrolled-export-menu").evaluate((menu) => {
    menu.shadowRoot!.querySelector<HTMLElement>("[data-testid=csv]")!.click();
  })]);
  expect(readFileSync((await file.path())!, "utf8").split("\r\n").length).toBeGreaterThan(8 * steps);
});

it("draws each of its figures in a task of its own when its numbers change", async () => {
  const visit = await open(literal);
  await visit.drawn("unit", "c");
  const tasks = await visit.page.evaluate(async () => {
    const figures = [...document.querySelector("unrolled-gates")!.shadowRoot!.querySelectorAll("unrolled-figure")] as UnrolledFigure[];
    while (figures.some((figure) => !figure.picture)) await new Promise(requestAnimationFrame);
    let task = 0;
    const later = window.setTimeout;
    window.setTimeout = ((work: () => void, after?: number) => later(() => (task++, work()), after)) as typeof setTimeout;
    const drawnIn: number[] = [];
    for (const figure of figures) {
      const { draw } = figure;
      figure.draw = (...given) => (drawnIn.push(task), draw(...given));
    }
    await Promise.all(figures.map((figure) => figure.updateComplete));
    return drawnIn;
  });
  expect(tasks.length).toBeGreaterThan(4);
  expect(new Set(tasks).size).toBe(tasks.length);
});

const small = `<unrolled-gates class="exhibit" preset="hidden=6 steps=50"></unrolled-gates>`;
const one = (attributes: string) => small.replace("hidden=6 steps=50", `hidden=6 steps=50 ${attributes}`);
const shown = (visit: ExhibitPage) => visit.ask((element) => JSON.parse(JSON.stringify(element.shown)) as GatesData);
const sentence = (visit: ExhibitPage) => visit.exhibit().getByTestId("sentence").innerText();
const drawnEqual = (drawn: [number, number][], y: ArrayLike<number>, x: ArrayLike<number> | null = null, log = false) => {
  expect(drawn).toHaveLength(y.length);
  drawn.forEach(([atX, atY], k) => {
    expect(atX).toBeCloseTo(x ? x[k]! : k, 1);
    if (log) expect(Math.abs(Math.log10(atY / y[k]!))).toBeLessThan(0.01);
    else expect(atY).toBeCloseTo(y[k]!, 1.5);
  });
};
/** What a log axis can show of it. */
const onSheet = (values: readonly number[]) => values.filter((value) => value >= 1e-12);
const headings = (element: ExhibitElement) => Array.from(element.shadowRoot!.querySelectorAll("unrolled-figure"), (figure) => figure.getAttribute("heading"));
const levelsOf = (element: ExhibitElement) => {
  const { picture } = element.shadowRoot!.querySelector<UnrolledFigure>("unrolled-figure[data-name=heat]")!;
  const mark = picture!.marks.find(({ kind }) => kind === "cells")!;
  return mark.kind === "cells" ? Array.from(mark.levels) : [];
};

const cases: ControlCase[] = [
  { name: "quantity", to: "f", claim: (element) => element.shadowRoot!.querySelector("unrolled-figure")!.getAttribute("heading"), becomes: "f, the forget gate: units down, characters across" },
  { name: "follow", to: "bracket", claim: (element) => /being inside brackets with r/.test(element.shadowRoot!.querySelector(".sentence")!.textContent), becomes: true },
  { name: "hold.f", to: "1", claim: "changed hold.f", becomes: 1 },
  { name: "hold.i", to: "0.5", claim: "changed hold.i", becomes: 0.5 },
  { name: "hold.g", to: "0.9", claim: "changed hold.g", becomes: 0.9 },
  { name: "hold.o", to: "0", claim: "changed hold.o", becomes: 0 },
  { name: "forgetBias", to: "3", claim: "changed forgetBias", becomes: 3 },
  // f is held at 1 in one of the two only, where all cells have the strongest colour.
  { name: "view", to: "plain", claim: (element) => {
    const { picture } = element.shadowRoot!.querySelector<UnrolledFigure>("unrolled-figure[data-name=heat]")!;
    const mark = picture!.marks.find(({ kind }) => kind === "cells")!;
    return mark.kind === "cells" && Array.from(mark.levels).every((level) => level === 16);
  }, becomes: false },
  { name: "hidden", to: "8", claim: "plain hidden", becomes: 8 },
  { name: "seed", to: "5", claim: "plain seed", becomes: 5 },
  { name: "steps", to: "75", claim: (element) => element.bench.experiment.plan.steps, becomes: 75 },
  { name: "passage", to: "(we wait)", claim: (element) => (element.shown as GatesData).runs.map(({ characters }) => characters.join("")), becomes: ["(we wait)", "(we wait)"] },
  { name: "learn", to: "own", claim: (element) => /Your own text has 0 characters/.test(element.shadowRoot!.querySelector(".sentence")!.textContent), becomes: true },
  { name: "own", to: "(we wait) far off (sea) ".repeat(30), claim: (element) => element.bench.experiment.trials[0]?.model.info.vocabulary.length, becomes: 13 },
];

describe("at the gates exhibit", () => {
  it("literal data are drawn as they are, with what they follow", async () => {
    const visit = await open(literal);
    // The second unit goes with the quotation marks, so that it is chosen.
    drawnEqual(await visit.drawn("unit", "c"), [0, 1, 1.1]);
    drawnEqual(await visit.drawn("unit", "i"), [0.95, 0.95, 0.05]);
    drawnEqual(await visit.drawn("means", "h"), [0.05, 0.15, 0.35]);
    drawnEqual(await visit.drawn("decay", "product"), [1.41, 0.71, 0.27], null, true);
    drawnEqual(await visit.drawn("decay", "measured"), [1.41, 0.81, 0.33], null, true);
    drawnEqual(await visit.drawn("unitDecay", "measured"), [1, 0.55, 0.3], null, true);
    drawnEqual(await visit.drawn("unitDecay", "skip"), [1, 1, 1], null, true);
    drawnEqual(await visit.drawn("losses", "changed"), [3.1, 2.6, 2.4], [1, 2, 3]);
    drawnEqual(await visit.drawn("saturation", "i"), [0, 2 / 3], [0, 1 / 3]);
    expect((await visit.drawn("followers", "units")).map(([, change]) => Number(change.toFixed(2)))).toEqual(run.change);
    expect(await sentence(visit)).toMatch(/c of unit 1 goes with being inside quotation marks with r = 0\.99\d?, closer than any other unit\. With unit 1 knocked out, the loss on the passage changes by 0\.25 nats, the most of 2 units/);
    // It stands under what it follows: the two characters from the quotation mark on.
    const strokes = await visit.exhibit().locator("unrolled-figure[data-name=passage] path[stroke-width='2.5']").count();
    expect(strokes).toBe(2);
  });

  it("a unit is chosen by keys and by pressing, everywhere at once", async () => {
    const visit = await open(literal);
    const heat = visit.exhibit().locator("unrolled-figure[data-name=heat]");
    await heat.getByTestId("read").focus();
    await visit.page.keyboard.press("ArrowDown");
    await visit.page.keyboard.press("ArrowUp");
    await until("unit 0 is chosen", () => visit.ask(headings), (all) => all.includes("Unit 0: ∏ f and what is really remembered"));
    drawnEqual(await visit.drawn("unit", "c"), [0.3, -0.4, 0.2]);
    expect(await sentence(visit)).toMatch(/c of unit 0 .*; unit 1 goes closest.*number 2 of 2/);
    const box = (await heat.locator("svg").boundingBox())!;
    await visit.page.mouse.move(box.x + box.width * 0.9, box.y + box.height * 0.8);
    expect(await heat.getByTestId("reading").innerText()).toBe("unit 1 after “b”: c = 1.1");
    expect(await visit.ask(headings), "pointing alone chooses nothing").toContain("Unit 0: ∏ f and what is really remembered");
    await visit.page.mouse.down();
    await until("unit 1 is chosen", () => visit.ask(headings), (all) => all.includes("Unit 1: ∏ f and what is really remembered"));
  });

  it("what is drawn is what the engine's trace, memory, ablate and histograms say, before and after training", async () => {
    const visit = await open(one("hold.f=0.9"));
    await visit.exhibit().getByTestId("train-button").click();
    await visit.waitForPhase(/finished/);
    const { runs } = await shown(visit);
    expect(runs.map(({ name, train }) => [name, train.length])).toEqual([["plain", 50], ["changed", 50]]);
    // Asked anew, past all of the exhibit's own code.
    const asked = await visit.exhibit().evaluate((element, text) => Promise.all((element as ExhibitElement).bench.experiment.trials.map(async ({ model, history }) => {
      const { layers } = await model.trace({ text });
      const { forget, derivative, forgetNorm, derivativeNorm } = await model.memory({ text });
      const { loss, change } = await model.ablate({ text });
      const { layers: [bins] } = await model.histograms({ text });
      const flat = Object.entries({ ...layers[0]!, forget, derivative }).map(([name, { data }]) => [name, Array.from(data)] as const);
      const saturation = (["i", "f", "o"] as const).map((gate) => [Array.from(bins![gate]!.saturation!.low), Array.from(bins![gate]!.saturation!.high)]);
      return { flat, forgetNorm: Array.from(forgetNorm), derivativeNorm: Array.from(derivativeNorm), loss, change: Array.from(change), saturation, last: history.curve().smooth[49] };
    })), runs[0]!.characters.join(""));
    for (const [k, { flat, forgetNorm, derivativeNorm, loss, change, last }] of asked.entries()) {
      const mine = runs[k]! as unknown as Record<string, number[][]>;
      for (const [name, values] of flat) expect(mine[name]!.flat(), name).toEqual(values);
      expect(runs[k]).toMatchObject({ forgetNorm, derivativeNorm, loss, change });
      expect(runs[k]!.train[49]).toBe(last);
    }
    expect(asked[0]!.last, "holding a gate changes what is learned").not.toBe(asked[1]!.last);
    drawnEqual(await visit.drawn("decay", "product"), onSheet(asked[1]!.forgetNorm.toReversed()), null, true);
    drawnEqual(await visit.drawn("decay", "measured"), onSheet(asked[1]!.derivativeNorm.toReversed()), null, true);
    const [, [shut, opened]] = asked[1]!.saturation as [unknown, [number[], number[]]];
    drawnEqual(await visit.drawn("saturation", "f"), opened, shut);
    for (const { name, train, step } of runs) drawnEqual(await visit.drawn("losses", name), train, step);
    expect(await visit.ask(levelsOf)).toHaveLength(6 * (runs[0]!.characters.length - 1));
    expect(await sentence(visit)).toMatch(/From the same seed, the training loss is now [\d.]+ nats \(untouched\) and [\d.]+ nats \(changed\)/);
  });

  it("∏ f and ∂c_T/∂c agree where the theory says so, and differ where c acts through h", async () => {
    const visit = await open(one("hold.o=0"));
    await visit.look();
    const far = ({ forgetNorm, derivativeNorm }: GatesData["runs"][number], distance: number) => derivativeNorm[derivativeNorm.length - 1 - distance]! / forgetNorm[forgetNorm.length - 1 - distance]!;
    const [plain, shut] = (await shown(visit)).runs as [GatesData["runs"][number], GatesData["runs"][number]];
    // h = 0: no other way is left.
    for (const distance of [0, 1, 10, 40]) expect(far(shut, distance), `o = 0, ${distance}`).toBeCloseTo(1, 4);
    expect(far(plain, 0)).toBeCloseTo(1, 5);
    expect(Math.abs(far(plain, 10) - 1)).toBeGreaterThan(0.05);
    await visit.set("hold.o", "free");
    await visit.set("hold.f", "1");
    await until("f is held", () => shown(visit), ({ runs }) => runs[1]?.f[0]![0] === 1);
    const held = (await shown(visit)).runs[1]!;
    // The skip path itself: nothing is lost on the straight way.
    for (const norm of Array.from(held.forgetNorm)) expect(norm).toBeCloseTo(Math.sqrt(6), 5);
    const [product, skip] = [await visit.drawn("decay", "product"), await visit.drawn("decay", "skip")];
    expect(product).toEqual(skip);
    await visit.set("hold.f", "0.9");
    await until("f is held at 0.9", () => shown(visit), ({ runs }) => Math.abs(runs[1]!.f[0]![0]! - 0.9) < 1e-6);
    const decaying = (await shown(visit)).runs[1]!;
    for (const distance of [1, 20, 60]) expect(decaying.forgetNorm[decaying.forgetNorm.length - 1 - distance]! / Math.sqrt(6)).toBeCloseTo(0.9 ** distance, 5);
  });

  describeControls(open, small, cases);

  it("learns and reads the reader's own, and says what it cannot read", async () => {
    const visit = await open(small);
    await visit.look();
    await visit.set("learn", "own");
    await visit.set("own", "the more (the merrier) ".repeat(40));
    await visit.waitForPhase(/ready/);
    await until("it reads the end of it", () => shown(visit), ({ runs }) => runs[0]!.characters.includes("m"));
    await visit.set("passage", "more (more)");
    await until("it reads this", () => shown(visit), ({ runs }) => runs[0]!.characters.join("") === "more (more)");
    await visit.set("passage", "more 船");
    await until("it says so", () => visit.exhibit().getByTestId("error").first().innerText(), (said) => /船/.test(said));
    expect((await shown(visit)).runs[0]!.characters.join(""), "what was there stays").toBe("more (more)");
  });
});
