/** Predict, commit, run, compare: each kind of question by pointer and by keyboard alone, with literal numbers and real runs. */
import { describe, expect, it } from "vitest";
import type { Quiz } from "../../web/src/state/quiz.js";
import type { UnrolledFigure } from "../../web/src/widgets/exhibit/figure.js";
import { accessibilityViolations } from "../support/axe.js";
import { until } from "./support.js";
import { exhibitPages, type ExhibitElement, type ExhibitPage, type Reader } from "./support/exhibit.js";

const open = exhibitPages();
type QuizElement = ExhibitElement & { quiz: Quiz };

const three = { runs: [{ name: "rnn", values: [2.5] }, { name: "gru", values: [1.5] }, { name: "lstm", values: [2] }] };
const curve = { x: [0, 1, 2, 3, 4, 5], runs: [{ name: "rnn", values: [1, 0.1, 0.01, 1e-3, 1e-4, 1e-5] }] };
const question = "<p>What will happen?</p>";
const options = `<ul><li data-answer="rnn">the RNN</li><li data-answer="gru">the GRU</li><li data-answer="lstm">the LSTM</li></ul>`;
const explanation = `<details><summary>What happened</summary><p>RNN <span data-run="rnn">?</span>, you <span data-answer></span></p><p data-when="right">It was right.</p><p data-when="wrong">It was wrong.</p><p data-when="low">Too low.</p></details>`;
const quiz = (attributes: string, inner = question + options + explanation, data: object | null = three) =>
  `<unrolled-quiz class="exhibit" ${attributes} ${data ? `data='${JSON.stringify(data)}'` : ""}>${inner}</unrolled-quiz>`;
const log = "from=1e-6 to=1 scale=log";
const forms = {
  choose: quiz(`kind="choose"`), order: quiz(`kind="order"`),
  number: quiz(`kind="number" unit="nats" preset="run=rnn to=5"`), curve: quiz(`kind="curve" preset="measure=gradient-curve distance=5 ${log}"`, question + explanation, curve),
  setting: quiz(`kind="setting" preset="run=rnn to=5 sets=forgetBias goal=[3,null]"`),
};

async function asked(body: string, reader: Reader = {}): Promise<ExhibitPage> {
  const visit = await open(body, reader);
  await visit.exhibit().getByTestId("commit").waitFor();
  return visit;
}
const at = (visit: ExhibitPage, id: string) => visit.exhibit().getByTestId(id);
const last = (visit: ExhibitPage) => visit.ask((element) => (element as QuizElement).quiz.last);
async function commit(visit: ExhibitPage) {
  await at(visit, "commit").click();
  await until("the run has judged", () => visit.ask((element) => (element as QuizElement).quiz.phase), (phase) => phase === "done");
  return (await last(visit))!;
}
const sentence = (visit: ExhibitPage) => at(visit, "sentence").innerText();

it("a single tiny number is said once, on an axis of powers of ten up to 1", async () => {
  const inner = `${question}<ul><li data-answer="&gt; 0.001">much</li><li data-answer="&lt; 0.001">nothing</li></ul>`;
  const visit = await asked(quiz(`kind="choose"`, inner, { runs: [{ name: "lstm", values: [1.5e-14] }] }));
  await visit.exhibit().locator("input[type=radio]").first().check();
  await commit(visit);
  await until("it is said", () => sentence(visit), (text) => /Measured: 1\.5 × 10/.test(text));
  const domain = await visit.ask((element) => [...(element.shadowRoot!.querySelector("unrolled-figure") as UnrolledFigure).picture!.frame!.x.domain]);
  expect(domain).toEqual([1e-14, 1]);
});

it("a double click commits once, and does not stop the run that it began", async () => {
  const visit = await asked(quiz(`kind="number" unit="nats" preset='runs={"rnn":{"cell":"rnn","hidden":8}} run=rnn steps=20 measure=loss to=5'`, question + explanation, null));
  await visit.exhibit().locator("input[type=range]").focus();
  await visit.page.keyboard.press("ArrowRight");
  await at(visit, "commit").dblclick();
  await until("the run has judged", () => visit.ask((element) => (element as QuizElement).quiz.phase), (phase) => phase === "done");
});

describe("an answer is given by keyboard alone:", () => {
  it("one of several", async () => {
    const visit = await asked(forms.choose);
    await visit.exhibit().locator("input[type=radio]").first().focus();
    await visit.page.keyboard.press("ArrowDown");
    await visit.page.keyboard.press("Tab");
    await visit.page.keyboard.press("Enter");
    await until("it is judged", () => sentence(visit), (text) => /You were right.*You chose “the GRU”.*the RNN 2\.5, the GRU 1\.5, the LSTM 2/s.test(text));
    expect(await visit.exhibit().locator("details").first().isVisible()).toBe(true);
    expect(await visit.page.locator("details p:visible").allInnerTexts()).toEqual(["RNN 2.5, you the GRU", "It was right."]);
  });

  it("an order", async () => {
    const visit = await asked(forms.order);
    await at(visit, "up-gru").focus();
    await visit.page.keyboard.press("Enter");
    await at(visit, "down-rnn").focus();
    await visit.page.keyboard.press("Space");
    expect(await visit.ask((element) => (element as QuizElement).quiz.answer)).toEqual(["gru", "lstm", "rnn"]);
    expect((await commit(visit)).verdict).toMatchObject({ right: true, truth: ["gru", "lstm", "rnn"] });
  });

  it("a number, on the slider or in the field", async () => {
    const visit = await asked(forms.number);
    await at(visit, "slider-answer").focus();
    for (let k = 0; k < 3; k++) await visit.page.keyboard.press("ArrowRight");
    const moved = Number(await visit.ask((element) => (element as QuizElement).quiz.answer));
    expect(moved).toBeGreaterThan(2.5);
    await at(visit, "field-answer").fill("0.5");
    expect((await commit(visit)).verdict).toMatchObject({ right: false, side: "high", truth: 2.5 });
    expect(await sentence(visit)).toMatch(/Not this time.*You said 0\.5; the run measured 2\.5/s);
    expect(await visit.page.locator("details p:visible").allInnerTexts()).toEqual(["RNN 2.5, you 0.5 nats", "It was wrong."]);
  });

  it("a curve: arrows choose points and move them", async () => {
    const visit = await asked(forms.curve);
    await at(visit, "point-0").focus();
    for (let k = 0; k < 6; k++) {
      for (let n = 0; n < Math.abs(30 - 10 * k); n++) await visit.page.keyboard.press(30 - 10 * k > 0 ? "ArrowUp" : "ArrowDown");
      await visit.page.keyboard.press("ArrowRight");
    }
    const { verdict, answer } = await commit(visit);
    expect((answer as number[]).map((value) => Number(value.toPrecision(3)))).toEqual([1, 0.1, 0.01, 1e-3, 1e-4, 1e-5]);
    expect(verdict).toMatchObject({ right: true, off: expect.closeTo(0, 6) });
    const drawn = await visit.drawn("result", "measured");
    drawn.forEach(([x, y], k) => expect([x, Math.log10(y)]).toEqual([expect.closeTo(k, 1), expect.closeTo(-k, 1)]));
  });

  it("a setting, as often as it takes", async () => {
    const visit = await asked(forms.setting);
    await at(visit, "field-answer").fill("1");
    expect((await commit(visit)).verdict).toMatchObject({ right: false, side: "low" });
    expect(await sentence(visit)).toMatch(/too low.*With 1 the run measured 2\.5; wanted was 3 or more/s);
    expect(await visit.page.locator("details p:visible").last().innerText()).toBe("Too low.");
    await at(visit, "again").click();
    await at(visit, "field-answer").fill("2");
    await commit(visit);
    expect(await at(visit, "tries").innerText()).toMatch(/1: measured 2\.5\s+2: measured 2\.5/);
    expect(await at(visit, "calibration").innerText()).toMatch(/first prediction was not right.*Only the first answer/s);
  });
});

describe("an answer is given by pointer:", () => {
  it("rows are dragged into order", async () => {
    const visit = await asked(forms.order);
    const row = (name: string) => visit.exhibit().locator(`unrolled-quiz-order li[data-answer="${name}"]`).boundingBox();
    const [from, to] = [(await row("rnn"))!, (await row("lstm"))!];
    await visit.page.mouse.move(from.x + 60, from.y + 12);
    await visit.page.mouse.down();
    await visit.page.mouse.move(to.x + 60, to.y + 20, { steps: 6 });
    await visit.page.mouse.up();
    expect(await visit.ask((element) => (element as QuizElement).quiz.answer)).toEqual(["gru", "lstm", "rnn"]);
  });

  it("a curve is drawn", async () => {
    const visit = await asked(forms.curve);
    const sheet = (await visit.exhibit().locator("unrolled-quiz-curve .sheet").boundingBox())!;
    await visit.page.mouse.move(sheet.x + sheet.width - 20, sheet.y + 100);
    await visit.page.mouse.down();
    await visit.page.mouse.move(sheet.x + sheet.width - 20, sheet.y + sheet.height - 36, { steps: 4 });
    await visit.page.mouse.up();
    const answer = (await visit.ask((element) => (element as QuizElement).quiz.answer)) as number[];
    expect(answer[5]).toBeLessThan(3e-6);
    expect(answer[0]).toBeCloseTo(1e-3, 6);
  });
});

describe("a real run judges:", () => {
  const runs = JSON.stringify({ rnn: { cell: "rnn", hidden: 16, recurrent: "orthogonal", activation: "identity", spectralRadius: 0.9 }, lstm: { cell: "lstm", hidden: 16 } });

  it("what is left of a gradient after sixty steps of 0.9", async () => {
    const visit = await asked(quiz(`kind="number" preset='runs=${runs} steps=0 measure=gradient-ratio distance=60 run=rnn ${log}'`, question + explanation, null));
    expect(visit.page.workers()).toHaveLength(0);
    await at(visit, "field-answer").fill("0.5");
    const { measured, verdict } = await commit(visit);
    expect(measured.runs[0]!.values[0]).toBeCloseTo(0.9 ** 60, 4);
    expect(verdict).toMatchObject({ right: false, side: "low" });
    await at(visit, "again").click();
    await at(visit, "field-answer").fill("0.0018");
    expect((await commit(visit)).verdict.right).toBe(true);
  });

  it("a training that a reader stops, goes on with, and that a seed makes the same again", async () => {
    const preset = `preset='runs={"lstm":{"cell":"lstm","hidden":16,"batch":4,"window":16}} steps=3000 measure=loss to=5' seed="3"`;
    const visit = await asked(quiz(`kind="number" ${preset}`, question, null));
    await at(visit, "field-answer").fill("3");
    await at(visit, "commit").click();
    await at(visit, "stop").click();
    await at(visit, "commit").waitFor();
    const first = await commit(visit);
    const again = await asked(quiz(`kind="number" ${preset}`, question, null));
    await at(again, "field-answer").fill("3");
    expect((await commit(again)).measured).toEqual(first.measured);
    expect(first.measured.runs[0]!.values[0]).toBeGreaterThan(1);
  });
});

it("nothing is run without an answer, and that is said kindly", async () => {
  for (const [kind, form] of Object.entries(forms)) {
    if (kind === "order") continue;
    const visit = await asked(form);
    await at(visit, "commit").click();
    await visit.exhibit().getByRole("alert").waitFor();
    expect(await visit.exhibit().getByRole("alert").innerText()).toMatch(/a guess is fine/);
  }
});

it("a value that cannot be used has its problem beside it", async () => {
  const visit = await asked(forms.number);
  await at(visit, "field-answer").fill("9");
  expect(await at(visit, "error").innerText()).toMatch(/Your number must lie between 0 and 5/);
});

it("what was predicted is remembered, and forgotten when asked", async () => {
  const visit = await asked(forms.number);
  await at(visit, "field-answer").fill("2.5");
  await commit(visit);
  await visit.page.reload();
  await until("it is remembered", () => at(visit, "calibration").innerText(), (text) => /first prediction was right; your numbers were off by 0%/.test(text));
  await at(visit, "forget").click();
  expect(await at(visit, "calibration").count()).toBe(0);
});

describe("manners", () => {
  it.each(Object.entries(forms).flatMap(([kind, form], k) => [[kind, form, k % 2 ? "zh" : "en", k % 2 ? "dark" : "light"] as const]))("a question of the kind %s is accessible before and after", async (kind, form, lang, theme) => {
    const visit = await asked(form, { lang, theme });
    expect(await accessibilityViolations(visit.page)).toEqual([]);
    if (kind === "choose") await visit.exhibit().locator("input[type=radio]").first().check();
    else if (kind === "curve") await at(visit, "point-0").press("ArrowUp");
    else if (kind !== "order") await at(visit, "field-answer").fill("2");
    await commit(visit);
    await at(visit, "table").waitFor();
    expect(await accessibilityViolations(visit.page)).toEqual([]);
  });

  it("fits 320 px in both languages, before and after", async () => {
    for (const lang of ["en", "zh"]) for (const form of [forms.number, forms.curve, forms.order]) {
      const visit = await asked(form, { lang, width: 320 });
      const width = () => visit.page.evaluate(() => document.documentElement.scrollWidth);
      expect(await width(), `${lang} before`).toBeLessThanOrEqual(320);
      if (form === forms.number) await at(visit, "field-answer").fill("1");
      if (form === forms.curve) await at(visit, "point-1").press("ArrowUp");
      await commit(visit);
      expect(await width(), `${lang} after`).toBeLessThanOrEqual(320);
    }
  });

  it("keeps two copies apart", async () => {
    const visit = await asked(forms.number + forms.choose.replace("exhibit", "other"));
    await at(visit, "field-answer").fill("1");
    await commit(visit);
    expect(await visit.ask((element) => (element as QuizElement).quiz.phase, ".other")).toBe("asking");
  });

  it.each([
    [quiz(`kind="riddle"`), /Kind of question.*must be one of choose, order/], [quiz(`kind="choose"`, options), /asks nothing/], [quiz(`kind="choose"`, question), /nothing to choose from/],
    [quiz(`kind="choose"`, question + options, null), /has no runs/], [quiz(`kind="choose"`, `${question}<ul><li data-answer="rnn">a</li><li data-answer="perhaps">b</li></ul>`), /“perhaps” is neither a run/],
    [quiz(`kind="number" preset="from=2 to=1"`), /“from” must lie below “to”/], [quiz(`kind="setting"`), /needs “goal”/], [quiz(`kind="curve"`), /needs a measure that gives a curve/],
    [quiz(`kind="number"`, question, { runs: [{ name: 3, values: [1] }] }), /data\.runs\[0\]\.name must be a string/], [quiz(`kind="choose" preset="99-nowhere/nothing"`), /no preset .?99-nowhere\/nothing/],
  ])("says what an author has to put right: %s", async (body, words) => {
    const visit = await open(body);
    await until("it is said", async () => (await visit.exhibit().getByTestId("error").allInnerTexts()).join(" "), (text) => words.test(text));
  });

  it("leaves out what is hidden, and is read without a script", async () => {
    const visit = await asked(quiz(`kind="number" preset="to=5" hide="title result calibration"`));
    await at(visit, "field-answer").fill("1");
    await commit(visit);
    expect(await visit.exhibit().locator("h3").count()).toBe(0);
    expect(await visit.exhibit().locator("unrolled-figure").count()).toBe(0);
    expect(await at(visit, "calibration").count()).toBe(0);
    expect(await visit.ask((element) => element.textContent!.includes("What will happen?") && element.querySelectorAll("li").length)).toBe(3);
  });
});
