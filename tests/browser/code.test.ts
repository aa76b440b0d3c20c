/** Equation, NumPy and C++ light up together, by pointer, by keys, by attribute, and from another exhibit. */
import { describe, expect, it } from "vitest";
import { accessibilityViolations } from "../support/axe.js";
import { until } from "./support.js";
import { exhibitPages, type ExhibitPage } from "./support/exhibit.js";

const open = exhibitPages();
const code = (attributes = "", name = "exhibit") => `<unrolled-code class="${name}" ${attributes}></unrolled-code>`;
const own = {
  equations: [{ term: "s", text: "s = a + b" }, { term: "p", text: "p = 2 s" }],
  numpy: [{ terms: ["s"], text: "s = a + b" }, { terms: ["p"], text: "p = 2 * s" }],
  engine: [{ terms: ["s", "p"], text: "p = 2 * (a + b);" }],
};
const literal = `data='${JSON.stringify(own)}'`;

/** The lit lines of each column, as text. */
async function lit(visit: ExhibitPage, selector = ".exhibit"): Promise<Record<string, string[]>> {
  return visit.ask((element) => Object.fromEntries(["equations", "numpy", "engine"].map((column) =>
    [column, Array.from(element.shadowRoot!.querySelectorAll(`[data-testid="${column}"] .lit`), (line) => (line.querySelector("math") ?? line).textContent!.trim())])), selector);
}

async function ready(visit: ExhibitPage, selector = ".exhibit"): Promise<ExhibitPage> {
  await visit.exhibit(selector).getByTestId("equations").waitFor();
  return visit;
}

describe("the lines of a term", () => {
  it("light up in all three columns when an equation, a line of NumPy or a line of C++ is pointed at", async () => {
    const visit = await ready(await open(code()));
    expect((await lit(visit)).numpy).toEqual([]);
    for (const [column, line] of [["equations", ".term-c"], ["numpy", ".line.term-c"], ["engine", ".line.term-c"]]) {
      await visit.exhibit().locator(`[data-testid="${column}"] ${line}`).first().hover();
      const now = await lit(visit);
      expect(now.equations).toEqual(["ct=ft⊙ct−1+it⊙gt"]);
      expect(now.numpy).toEqual(["c_new = f * c + i * g"]);
      expect(now.engine).toEqual(["const Lane<T> memory = f * load(c_before + j, n) + i * g;"]);
      await visit.page.mouse.move(0, 0);
      await until("nothing is lit", () => lit(visit), ({ numpy }) => numpy!.length === 0);
    }
  });

  it("are chosen by the arrow keys, explained in a sentence, and told to the page", async () => {
    const visit = await ready(await open(code()));
    await visit.page.evaluate(() => document.addEventListener("unrolled-select", (event) => ((window as { told?: unknown }).told = (event as CustomEvent<{ term: string }>).detail.term)));
    await visit.exhibit().getByTestId("equations").focus();
    for (const key of ["ArrowDown", "ArrowDown"]) await visit.page.keyboard.press(key);
    expect((await lit(visit)).numpy).toEqual(["a = x @ W + h @ U + b", "a_i, a_f, a_g, a_o = np.split(a, 4, axis=1)", "f = sigmoid(a_f)"]);
    expect(await visit.exhibit().getByTestId("sentence").innerText()).toMatch(/forget gate.*3 lines of NumPy, 3 of C\+\+/);
    expect(await visit.page.evaluate(() => (window as { told?: unknown }).told)).toBe("f");
    await visit.page.keyboard.press("End");
    expect((await lit(visit)).equations).toHaveLength(1);
    await visit.page.keyboard.press("Escape");
    expect((await lit(visit)).equations).toEqual([]);
  });

  it("are lit by the attribute, in the direction that has the term", async () => {
    const visit = await ready(await open(code(`cell="lstm" selected="dc_prev"`)));
    await until("the way back is shown", () => visit.ask((element) => element.settings["pass"]), (pass) => pass === "backward");
    expect((await lit(visit)).numpy).toEqual(["dc_before = dc * f"]);
  });

  it("are lit in every exhibit of the same model, and in no other", async () => {
    const visit = await ready(await open(code(`model="it"`) + code(`model="it" cell="lstm"`, "second") + code("", "third")));
    await visit.exhibit().locator('[data-term="o"]').click();
    await visit.page.mouse.move(0, 0);
    for (const name of [".exhibit", ".second"]) await until(`${name} is lit`, () => lit(visit, name), ({ equations }) => equations!.length === 1);
    expect((await lit(visit, ".third")).equations).toEqual([]);
  });
});

it.each([
  ["cell", "rnn", /^at=/], ["cell", "gru", /^rt=/], ["cell", "clipping", /^∥g∥=/], ["pass", "backward", /^dct\+=/],
])("the control %s shows %s", async (name, to, first) => {
  const visit = await ready(await open(code(`selected="f"`)));
  const firstEquation = async () => (await visit.exhibit().locator(".equation math").first().textContent())!;
  expect(await firstEquation()).not.toMatch(first);
  await visit.set(name, to);
  expect((await firstEquation()).replace(/\s/g, "")).toMatch(first);
  expect((await lit(visit)).equations).toEqual([]);
  expect(await visit.ask((element) => element.settings["cell"])).toBe(name === "cell" ? to : "lstm");
});

it.each(["rnn", "lstm", "gru", "clipping"].flatMap((cell) => (cell === "clipping" ? ["forward"] : ["forward", "backward"]).map((pass) => [cell, pass] as const)))(
  "every term of %s %s lights at least one line of each column", async (cell, pass) => {
    const visit = await ready(await open(code(`cell="${cell}" pass="${pass}"`)));
    await visit.exhibit().getByTestId("equations").focus();
    const terms = await visit.exhibit().locator(".equation").count();
    for (let k = 0; k < terms; k++) {
      await visit.page.keyboard.press("ArrowDown");
      const { equations, numpy, engine } = await lit(visit);
      expect([equations!.length, numpy!.length > 0, engine!.length > 0], `${k}`).toEqual([1, true, true]);
    }
  });

describe("manners", () => {
  it.each([["en", "light", /The equation, in NumPy/], ["zh", "dark", /公式、NumPy 与引擎源码/]] as const)("it is accessible in %s and %s, with its own code and with literal data", async (lang, theme, words) => {
    for (const [attributes, rows] of [[`selected="f"`, 6], [literal, 2]] as const) {
      const visit = await ready(await open(code(attributes), { lang, theme }));
      expect(await visit.exhibit().locator("section").innerText()).toMatch(words);
      await visit.exhibit().getByTestId("table").click();
      await until("the table is open", () => visit.exhibit().locator("tbody tr").count(), (count) => count === rows);
      expect(await accessibilityViolations(visit.page)).toEqual([]);
    }
  });

  it("shows literal lines as text, never as markup, and links them", async () => {
    const visit = await ready(await open(code(`data='${JSON.stringify({ ...own, numpy: [{ terms: ["s"], text: "<b>s</b>" }] })}'`)));
    await visit.exhibit().locator('[data-term="s"]').click();
    expect(await lit(visit)).toMatchObject({ numpy: ["<b>s</b>"], engine: ["p = 2 * (a + b);"] });
    expect(await visit.exhibit().getByTestId("field-cell").count()).toBe(0);
    await visit.exhibit().getByTestId("table").click();
    expect(await visit.exhibit().locator("tbody tr").first().innerText()).toMatch(/<b>s<\/b>\s+p = 2 \* \(a \+ b\);/);
  });

  it("fits 320 px in both languages", async () => {
    for (const lang of ["en", "zh"]) {
      const { page } = await ready(await open(code(), { lang, width: 320 }));
      expect(await page.evaluate(() => document.documentElement.scrollWidth), lang).toBeLessThanOrEqual(320);
    }
  });

  it.each([
    [`cell="transformer"`, /Cell.*must be one of lstm, rnn, gru, clipping/], [`pass="sideways"`, /Direction.*must be one of forward, backward/],
    [`selected="q"`, /no equation “q”.*i, f, g, o, c, h/], [`data='{"equations": 3}'`, /data\.equations must be a list/], [`hide="everything"`, /no setting “everything”/],
  ])("it says what is wrong with %s", async (attributes, sentence) => {
    const visit = await ready(await open(code(attributes)));
    const said = visit.exhibit().locator('[data-testid="error"], [data-testid="sentence"]');
    await until("it is said", async () => (await said.allInnerTexts()).join(" "), (text) => sentence.test(text));
  });

  it.each(["equations", "numpy", "engine", "cell", "pass"])("leaves out %s", async (part) => {
    const visit = await open(code(`hide="${part}"`));
    await visit.exhibit().getByTestId(part === "numpy" ? "engine" : "numpy").waitFor();
    expect(await visit.exhibit().locator(`[data-testid="${part}"], [data-testid="field-${part}"]`).count()).toBe(0);
  });

  it("holds a control that the course has locked", async () => {
    const visit = await ready(await open(code(`lock="cell"`)));
    expect(await visit.exhibit().getByTestId("option-gru").isDisabled()).toBe(true);
  });
});
