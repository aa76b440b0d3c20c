/** One step of a cell: what is shown is what the engine computes, forward and back, before and after an edit. */
import { describe, expect, it } from "vitest";
import { createEngine, type CellOptions, type Tensor } from "../api/support/unrolled.js";
import { operationsOf } from "../../web/src/state/cell-arithmetic.js";
import { CellNumbers, gatesOf, keyOf, refOf, type CellData } from "../../web/src/state/cell-numbers.js";
import { describeControls, describeManners, exhibitPages, type ControlCase, type ExhibitPage } from "./support/exhibit.js";
import { until } from "./support.js";

const open = exhibitPages();

/** The engine's own answer, as plain lists: what an author would write into `data`. */
async function step(options: CellOptions): Promise<CellData> {
  const engine = await createEngine();
  const { values, gradients } = await engine.cell(options);
  engine.close();
  const plain = (tensors: Record<string, Tensor>) => Object.fromEntries(Object.entries(tensors).map(([name, { shape, data }]) => [name, { shape, data: Array.from(data) }])) as unknown as Record<string, Tensor>;
  return { ...options, values: plain(values), gradients: plain(gradients!) };
}

const weight = (rows: number, columns: number) => Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (__, c) => (((r * 7 + c * 5) % 11) - 5) / 4));
const asked: CellOptions = {
  cell: "lstm", weights: { weight_ih: weight(8, 2), weight_hh: weight(8, 2), bias_ih: weight(1, 8)[0]! }, x: [0.5, -1], h: [0.25, -0.5], c: [1, -0.75], dh: [0.5, 0.125], dc: [0.25, -0.25],
};
const data = await step(asked);
const literal = (more: object = {}) => `<unrolled-cell class="exhibit" data='${JSON.stringify({ ...data, ...more })}'></unrolled-cell>`;

describeManners(open, {
  tag: "unrolled-cell",
  data,
  words: { en: /One cell, one operation at a time[\s\S]*Forward, operation 1 of/, zh: /一次只走一步运算[\s\S]*前向，第 1 步运算/ },
  bad: [
    ["preset='hidden=9'", /Units.*must lie between 2 and 6.*3/],
    ["preset='nonsense=3'", /no setting “nonsense”/],
    ["preset='99-nowhere/nothing'", /no preset .?99-nowhere\/nothing/],
    ["seed='minus'", /Seed.*must be a number/],
    ["hide='everything'", /no setting “everything”/],
    ["lock='doors'", /no setting “doors”/],
    ["data='{\"cell\":\"lstm\",\"weights\":{\"weight_ih\":\"x\"}}'", /data\.weights\.weight_ih must be a list of finite numbers/],
    [`data='${JSON.stringify({ ...data, h: [1] })}'`, /data: h_prev must be a list of finite numbers/],
    [`data='${JSON.stringify({ ...data, values: {} })}'`, /data: a_i must be a list of finite numbers/],
  ],
});

/** Every number on the page, by its place, as it is written. */
const written = (visit: ExhibitPage) => visit.ask((element) => Object.fromEntries(Array.from(element.shadowRoot!.querySelectorAll<HTMLElement>(".number"), (button) => [button.dataset["ref"]!, button.ariaLabel!.split(": ")[1]!])));
const changed = (visit: ExhibitPage) => visit.ask((element) => Array.from(element.shadowRoot!.querySelectorAll<HTMLElement>(".number.changed"), (button) => button.dataset["ref"]!));
const read = (text: string): number => Number(text.replaceAll("−", "-").replaceAll(",", ""));
const goTo = (visit: ExhibitPage, at: number) => visit.exhibit().getByTestId("operation").fill(String(at));
const where = (visit: ExhibitPage) => visit.exhibit().getByTestId("where").innerText();
const operations = operationsOf({ cell: "lstm", gates: gatesOf.lstm });
const firstBack = operations.findIndex(({ pass }) => pass === "backward");
const press = (visit: ExhibitPage, key: string) => visit.exhibit().locator(`[data-ref="${key}"]`).click();

/** Two decimals, or one digit and an exponent. */
function expectShown(shown: Record<string, string>, n: CellNumbers): void {
  expect(Object.keys(shown).length).toBeGreaterThan(20);
  for (const [key, text] of Object.entries(shown)) {
    const value = n.get(refOf(key));
    expect(Math.abs(read(text) - value), `${key}: ${text} for ${value}`).toBeLessThanOrEqual(Math.abs(value) < 0.005 ? 0.51 * Math.abs(value) : 0.0051);
  }
}

describe("the numbers of a step", () => {
  it("are literal data's, forward and back", async () => {
    const visit = await open(literal());
    expectShown(await written(visit), new CellNumbers(data));
    await goTo(visit, firstBack);
    expectShown(await written(visit), new CellNumbers(data));
    expect(visit.page.workers()).toHaveLength(0);
  });

  it("open into their arithmetic, whose parts open in turn", async () => {
    const visit = await open(literal());
    const panel = visit.exhibit().getByTestId("arithmetic");
    await press(visit, "c:0:1");
    expect((await panel.getByTestId("terms").innerText()).replace(/\s+/g, " ")).toMatch(/f ?f?.*\[2\].*c.*\[2\].*\(−0\.75\) \+ i/);
    await panel.locator(".factor").first().click();
    expect(await panel.innerText()).toMatch(/σ\(/);
    await panel.locator(".factor").first().click();
    expect((await panel.locator(".factor").count())).toBe(9);
    await panel.locator(".factor").nth(1).click();
    expect(await panel.getByTestId("edit").inputValue()).toBe(String((weight(8, 2) as number[][])[3]![0]));
  });

  it("of an edited weight change what depends on it and nothing else, to what the engine says", async () => {
    const visit = await open(literal());
    await press(visit, "U_f:1:0");
    await visit.exhibit().getByTestId("edit").fill("3");
    await until("it is computed", () => changed(visit), (keys) => keys.length > 1);
    const weights = { ...asked.weights, weight_hh: weight(8, 2).map((row, r) => (r === 2 ? [row[0]!, 3] : row)) };
    const expected = new CellNumbers(await step({ ...asked, weights }));
    expect((await changed(visit)).sort()).toEqual(["U_f:1:0", "a_f:0:0", "c:0:0", "f:0:0", "h:0:0", "tanh_c:0:0"]);
    expectShown(await written(visit), expected);
    await goTo(visit, firstBack);
    expectShown(await written(visit), expected);
    const before = new CellNumbers(data);
    const all = Object.keys(await written(visit));
    expect((await changed(visit)).sort()).toEqual(all.filter((key) => before.get(refOf(key)) !== expected.get(refOf(key))).sort());
    await visit.exhibit().getByTestId("undo").click();
    await until("it is as before", () => changed(visit), (keys) => keys.length === 0);
    expectShown(await written(visit), before);
  });

  it.each(["x:0:1", "h_prev:0:0", "c_prev:0:1", "b_o:0:0", "dh:0:1", "dc:0:0"])("follow an edit of %s", async (key) => {
    const visit = await open(literal());
    if (key.startsWith("d")) await goTo(visit, firstBack);
    await press(visit, key);
    await visit.exhibit().getByTestId("edit").fill("-1.5");
    await until("it is computed", () => changed(visit), (keys) => keys.length > 1);
    const before = new CellNumbers(data);
    const expected = new CellNumbers(await step(before.asked(new Map([[key, -1.5]]))));
    await goTo(visit, firstBack);
    expectShown(await written(visit), expected);
  });

  it("refuse what is no number in a sentence, and keep what was typed", async () => {
    const visit = await open(literal());
    await press(visit, "x:0:0");
    await visit.exhibit().getByTestId("edit").fill("1e9");
    expect(await visit.exhibit().getByTestId("arithmetic").innerText()).toMatch(/must lie between/);
    expect(await visit.exhibit().getByTestId("edit").inputValue()).toBe("1e9");
    expect(await changed(visit)).toEqual([]);
  });

  it("are gone through by the arrow keys", async () => {
    const visit = await open(literal());
    await press(visit, "x:0:0");
    for (const [arrow, key] of [["ArrowRight", "x:0:1"], ["ArrowDown", "h_prev:0:1"], ["ArrowLeft", "h_prev:0:0"]] as const) {
      await visit.page.keyboard.press(arrow);
      expect(await visit.exhibit().locator(".number[aria-pressed=true]").getAttribute("data-ref")).toBe(key);
    }
  });
});

describe("the operations", () => {
  it("go one by one, by buttons and by keys, and light equation, NumPy and C++ together", async () => {
    const visit = await open(literal());
    await visit.exhibit().getByTestId("equations").waitFor();
    await visit.exhibit().getByTestId("operation").focus();
    for (const [k, { term, names }] of operations.entries()) {
      expect(await where(visit)).toContain(`operation ${k + 1} of ${operations.length}`);
      const lit = await visit.ask((element) => ["equations", "numpy", "engine"].map((column) => Array.from(element.shadowRoot!.querySelectorAll<HTMLElement>(`[data-testid="${column}"] .lit`), (line) => line.dataset["term"] ?? line.dataset["terms"]!)));
      for (const column of lit) {
        if (term === null) expect(column).toEqual([]);
        else expect(column.length > 0 && column.every((terms) => terms.split(" ").includes(term)), `${names[0]} lights ${term}`).toBe(true);
      }
      await visit.page.keyboard.press("ArrowRight");
    }
    await visit.exhibit().getByTestId("back").click();
    expect(await where(visit)).toContain(`operation ${operations.length - 1} of`);
    await visit.exhibit().getByTestId("next").click();
    expect(await visit.exhibit().getByTestId("next").isDisabled()).toBe(true);
  });

  it("are drawn: what is computed now stands out, in the numbers' own bars", async () => {
    const visit = await open(literal());
    await goTo(visit, operations.findIndex(({ names }) => names[0] === "c"));
    const bars = await visit.ask((element) => {
      const { picture } = element.shadowRoot!.querySelector("unrolled-figure")! as unknown as { picture: { marks: { kind: string; name?: string; height: number }[] } };
      return { c: picture.marks.filter(({ kind, name }) => kind === "rect" && name === "c").map(({ height }) => height), active: picture.marks.filter(({ name }) => name === "active").length };
    });
    const [first, second] = new CellNumbers(data).row("c").map(Math.abs) as [number, number];
    expect(bars.active).toBe(1);
    expect(bars.c[0]! / bars.c[1]!).toBeCloseTo(first / second, 2);
  });

  it("go on by themselves in slow motion, until they are stopped or done", async () => {
    const visit = await open(`<unrolled-cell class="exhibit" preset="pace=0.5 cell=rnn"></unrolled-cell>`);
    await visit.exhibit().getByTestId("play").click();
    await until("two operations have gone by", () => where(visit), (text) => /operation [3-9]/.test(text));
    await visit.exhibit().getByTestId("play").click();
    const stopped = await where(visit);
    await visit.page.waitForTimeout(1200);
    expect(await where(visit)).toBe(stopped);
  });

  it("are shared with the code of the same model, both ways", async () => {
    const visit = await open(literal().replace("class=", `model="it" class=`) + `<unrolled-code class="other" model="it"></unrolled-code>`);
    await visit.exhibit(".other").locator('[data-term="c"]').click();
    await until("the step follows", () => where(visit), (text) => /: c_?t?$| c t/.test(text));
    await visit.exhibit().getByTestId("next").click();
    await visit.exhibit().getByTestId("next").click();
    await until("the code follows", () => visit.exhibit(".other").locator(".equation.lit").getAttribute("data-term"), (term) => term === "h");
  });
});

describe("of a trained model", () => {
  it("every number is the engine's, at every character", async () => {
    const visit = await open(`<unrolled-cell class="exhibit" preset="cell=gru hidden=2 steps=50"></unrolled-cell>`);
    await visit.exhibit().getByTestId("train-button").click();
    await visit.waitForPhase(/finished/);
    for (const t of [1, 4]) {
      await visit.exhibit().locator(".characters label").nth(t).click();
      const facts = async () => await visit.ask(async (element) => {
        const { experiment } = element.bench;
        const trial = experiment.trials[0]!;
        const trace = await trial.model.trace({ text: "to be or not to be", gradients: true });
        const h = [...trace.layers[0]!["h"]!.data];
        return { h, z: [...trace.gradients![0]!["z"]!.data], shown: JSON.parse(JSON.stringify(element.shown, (_, value: unknown) => (ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : value))) as CellData };
      });
      const { h, z, shown } = await until("it is read", facts, ({ h: all, shown: now }) => new CellNumbers(now).row("h")[0] === all[2 * t]);
      const n = new CellNumbers(shown);
      expect(n.row("h")).toEqual(h.slice(2 * t, 2 * t + 2));
      expect(n.row("h_prev")).toEqual(h.slice(2 * t - 2, 2 * t));
      expect(n.row("da_z")).toEqual(z.slice(2 * t, 2 * t + 2));
      expectShown(await written(visit), n);
      await goTo(visit, 12);
      expectShown(await written(visit), n);
    }
  });
});

const cases: ControlCase[] = [
  { name: "cell", to: "rnn", claim: "it cell", becomes: "rnn" },
  { name: "activation", to: "relu", claim: "it activation", becomes: "relu" },
  { name: "hidden", to: "5", claim: (element) => ((element.shown as CellData).h as number[]).length, becomes: 5 },
  { name: "embedding", to: "4", claim: (element) => ((element.shown as CellData).x as number[]).length, becomes: 4 },
  { name: "passage", to: "abcabc", claim: (element) => element.shadowRoot!.querySelectorAll(".characters label").length, becomes: 5 },
  { name: "seed", to: "5", claim: "it seed", becomes: 5 },
  { name: "steps", to: "75", claim: (element) => element.bench.experiment.plan.steps, becomes: 75 },
  // What it does is tested above, in slow motion.
  { name: "pace", to: "0.5", claim: (element) => element.settings["pace"], becomes: 0.5 },
];

describe("at the cell", () => {
  describeControls(open, `<unrolled-cell class="exhibit" preset="hidden=2"></unrolled-cell>`, cases);

  it.each(["characters", "operations", "diagram", "numbers", "code"])("%s can be left out", async (part) => {
    const visit = await open(literal().replace("class=", `hide="${part}" class=`));
    await visit.exhibit().getByTestId("sentence").waitFor();
    await visit.page.waitForTimeout(300);
    const there = { characters: ".characters", operations: ".transport", diagram: "unrolled-figure", numbers: ".blocks", code: ".columns" };
    for (const [name, selector] of Object.entries(there)) if (name !== "characters") expect(await visit.exhibit().locator(selector).count(), name).toBe(name === part ? 0 : 1);
  });

  it("a locked exhibit holds its numbers, too", async () => {
    const visit = await open(literal().replace("class=", `lock="all" class=`));
    await press(visit, keyOf({ name: "x", row: 0, column: 0 }));
    expect(await visit.exhibit().getByTestId("edit").getAttribute("readonly")).not.toBeNull();
  });
});
