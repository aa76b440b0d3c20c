/** The real lessons, read to the end by keyboard alone: every prediction is made, every exhibit is run, every exercise is passed. */
import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { enQuiz } from "../../web/src/i18n/en-quiz.js";
import { zhQuiz } from "../../web/src/i18n/zh-quiz.js";
import type { Experiment } from "../../web/src/state/index.js";
import type { Quiz } from "../../web/src/state/quiz.js";
import type { UnrolledFigure } from "../../web/src/widgets/exhibit/figure.js";
import { EXHIBITS, Keyboard, type Place } from "./support/keyboard.js";
import { until, visits } from "./support.js";

/** What a reader types into each exercise: first a value that misses the goal on the side named, then one that meets it. */
const exercises = {
  "05-vanishing-exploding": { wrong: "1", side: "low", right: "1.2" },
  "06-lstm": { wrong: "5", side: "high", right: "4.46" },
} as const;
type Lesson = keyof typeof exercises;

const says = { en: enQuiz, zh: zhQuiz };
const open = visits();

interface Told { phase: string; figures: number[]; sentence: string; lines: string }
type Any = HTMLElement & { bench: { experiment: Experiment }; quiz: Quiz; settings: { kind: string; best: string; goal: string; tolerance: number }; renderRoot: ShadowRoot };

/** Reads one exhibit; nothing in the page is changed by it. */
const read = <T>(page: Page, which: number, body: (element: Any) => T): Promise<T> => page.locator(EXHIBITS).nth(which).evaluate(body as never) as Promise<T>;

const told = (page: Page, which: number) => read(page, which, (element): Told => ({
  phase: element.bench.experiment.phase,
  figures: Array.from(element.renderRoot.querySelectorAll<UnrolledFigure>("unrolled-figure"), ({ picture }) => picture?.marks.length ?? 0),
  sentence: element.renderRoot.querySelector<HTMLElement>("[data-testid=sentence]")!.innerText,
  lines: Array.from(element.renderRoot.querySelectorAll("[role=option], pre"), (line) => line.textContent).join("\n"),
}));

const asked = (page: Page, which: number) => read(page, which, ({ quiz, settings, renderRoot, children }) => {
  const details = Array.from(children).find((child): child is HTMLDetailsElement => child instanceof HTMLDetailsElement)!;
  return {
    phase: quiz.phase, last: quiz.last, settings: { ...settings },
    options: Array.from(renderRoot.querySelectorAll<HTMLInputElement>("input[name=answer]"), ({ value }) => value),
    sentence: renderRoot.querySelector<HTMLElement>("[data-testid=sentence]")!.innerText,
    explanation: details.open ? details.innerText : "",
  };
});

/** Whether an option is true of what was measured: "yes", "no", "< 1", "1 to 100", "> 100". */
function isTrue(option: string, value: number): boolean {
  const [first, second] = (option.match(/[\d.]+/g) ?? []).map(Number) as [number, number];
  if (option === "yes" || option === "no") return (value > 0) === (option === "yes");
  if (option.startsWith("<")) return value < first;
  return option.startsWith(">") ? value >= first : value >= first && value < second;
}

class LessonReader {
  readonly keys: Keyboard;
  constructor(readonly page: Page, readonly say: typeof enQuiz, readonly exercise: (typeof exercises)[Lesson]) {
    this.keys = new Keyboard(page);
  }

  /** Presses the button that has the focus, and waits for what it brings about; the focus is not lost over it. */
  async push<T>({ which, id }: Place, what: string, ask: () => Promise<T>, right: (answer: T) => boolean): Promise<T> {
    await this.keys.press("Enter");
    const answer = await until(`${what} after ${id}`, ask, right);
    await this.keys.stays(which);
    return answer;
  }

  /** Commits the answer that was given and returns what came of it. */
  async commit(which: number) {
    const button = await this.keys.to(/^commit$/);
    const state = await this.push(button, "the run has judged", () => asked(this.page, which), ({ phase, last, explanation }) => phase === "done" && last !== null && explanation !== "");
    return { ...state, last: state.last! };
  }

  async choose(which: number): Promise<void> {
    await this.keys.press("Space");
    await this.keys.press("ArrowDown");
    const { last: { answer, verdict, measured }, options, settings: { best }, sentence } = await this.commit(which);
    expect(answer).toBe(options[1]);
    const names = measured.runs.map(({ name }) => name);
    const values = measured.runs.map(({ values: [value] }) => value!);
    const truth = options.every((option) => names.includes(option))
      ? names[values.indexOf(best === "highest" ? Math.max(...values) : Math.min(...values))]
      : options.find((option) => isTrue(option, values[0]!));
    expect(verdict).toMatchObject({ truth, right: truth === answer });
    expect(sentence).toContain(truth === answer ? this.say.right : this.say.wrong);
  }

  /** The slider moves by arrow keys; an answer within the tolerance is right. */
  async number(which: number): Promise<void> {
    await this.keys.to(/^slider-answer$/);
    await this.keys.press("ArrowLeft", 3);
    const { last: { answer, verdict, measured }, settings: { tolerance }, sentence } = await this.commit(which);
    const value = measured.runs[0]!.values[0]!;
    const right = Math.abs(Math.log((answer as number) / value)) <= Math.log(tolerance);
    expect(verdict).toMatchObject({ truth: value, right });
    expect(sentence).toContain(right ? this.say.right : this.say.wrong);
  }

  /** The exercise: it says kindly what was wrong, and lets nobody pass who is not there. */
  async setting(which: number): Promise<void> {
    const { wrong, side, right } = this.exercise;
    const meets = ({ goal }: { goal: string }, value: number) => {
      const [low, high] = JSON.parse(goal) as [number, number];
      return value >= low && value < high;
    };
    for (const [typed, missed] of [[wrong, side], [right, null]] as const) {
      await this.keys.to(/^field-answer$/);
      await this.keys.write(typed);
      const { last: { verdict, measured }, settings, sentence } = await this.commit(which);
      const value = measured.runs[0]!.values[0]!;
      expect({ typed, value, ...verdict }).toMatchObject({ right: missed === null, side: missed, truth: value });
      expect(meets(settings, value)).toBe(missed === null);
      expect(sentence).toContain(missed === "low" ? this.say.tooLow : missed === "high" ? this.say.tooHigh : this.say.reached);
      if (missed === null) break;
      await this.push(await this.keys.to(/^again$/), "it asks again", () => asked(this.page, which), ({ phase }) => phase === "asking");
      await this.keys.back(/^field-answer$/);
    }
    await this.push(await this.keys.to(/^forget$/), "the predictions are forgotten", () => this.page.getByTestId("forget").count(), (count) => count === 0);
  }

  async quiz(which: number): Promise<void> {
    const { settings: { kind } } = await asked(this.page, which);
    const ways = { choose: () => this.choose(which), number: () => this.number(which), setting: () => this.setting(which) };
    if (!(kind in ways)) throw new Error(`No lesson has asked for the kind ${kind} yet: say here how it is answered`);
    await ways[kind as keyof typeof ways]();
  }

  /** Looks at an exhibit with a run bar, trains it, pauses it once it has begun to learn, and puts it back to its start. */
  async run(which: number): Promise<void> {
    const now = () => told(this.page, which);
    const step = () => read(this.page, which, ({ bench: { experiment: { phase, step: at } } }) => ({ phase, at }));
    const before = await now();
    const measured = await this.push(await this.keys.to(/^look-button$/), "it is measured", now, ({ phase }) => phase === "ready");
    expect(measured.sentence).not.toBe(before.sentence);
    await this.push(await this.keys.to(/^train-button$/), "it trains", step, ({ phase, at }) => at > 0 || phase === "finished");
    if ((await step()).phase === "training") await this.push(await this.keys.to(/^pause-button$/), "it is paused", step, ({ phase }) => /paused|finished/.test(phase));
    const after = await until("all its figures are drawn", now, ({ figures }) => figures.length > 0 && figures.every((marks) => marks > 0));
    expect(after.sentence.length).toBeGreaterThan(20);
    await this.push(await this.keys.to(/^reset-button$/), "it is back at its start", step, ({ phase, at }) => phase === "ready" && at === 0);
  }

  /** Goes through the step of a cell, operation by operation; follows the last number to what is given, changes that and takes it back. */
  async cell(which: number): Promise<void> {
    await this.run(which);
    const part = (id: string) => this.page.locator("unrolled-cell").getByTestId(id).innerText();
    const next = await this.keys.to(/^next$/);
    for (let [at, last] = [1, 2]; at < last;) {
      const place = await this.push(next, "the next operation is shown", () => part("where"), (text) => Number(/\d+/.exec(text)) === at + 1);
      [at, last] = place.match(/\d+/g)!.slice(0, 2).map(Number) as [number, number];
    }
    const sum = () => part("arithmetic");
    let place = await this.keys.to(/^(factor|edit)$/);
    for (let before = await sum(); place.id === "factor"; place = await this.keys.to(/^(factor|edit)$/)) {
      before = await this.push(place, "it is shown where a number comes from", sum, (text) => text !== before);
    }
    const given = await sum();
    await this.keys.write("0.125");
    await until("what was typed counts", sum, (text) => text.includes("0.125"));
    await this.push(await this.keys.to(/^undo$/), "it is as it was", sum, (text) => text === given);
  }

  /** Another line lights up, and another cell or direction brings other lines. */
  async code(which: number): Promise<void> {
    const first = await told(this.page, which);
    await this.keys.press("ArrowRight");
    const second = await until("other lines are there", () => told(this.page, which), ({ lines }) => lines !== first.lines);
    await this.keys.stays(which);
    await this.keys.to(/^equations$/);
    await this.keys.press("ArrowDown");
    await until("a line is explained", () => told(this.page, which), ({ sentence }) => sentence !== second.sentence);
    await this.keys.stays(which);
  }

  /** From the top to the end; returns the exhibits in the order in which they were met. */
  async readOn(): Promise<string[]> {
    const met: string[] = [];
    let last = -1;
    for (let place = await this.keys.tab(); place; place = await this.keys.tab()) {
      if (place.which === last || place.which < 0) continue;
      last = place.which;
      met.push(place.exhibit);
      if (place.exhibit === "unrolled-quiz") await this.quiz(last);
      else if (place.exhibit === "unrolled-code") await this.code(last);
      else if (place.exhibit === "unrolled-cell") await this.cell(last);
      else await this.run(last);
    }
    return met;
  }
}

for (const name of Object.keys(exercises) as Lesson[]) for (const language of ["zh", "en"] as const) {
  it(`${name} is read to the end in ${language}`, async () => {
    const visit = await open.at(`lessons/${language}/${name}/`, { ready: "commit" });
    const exhibits = await visit.page.locator(EXHIBITS).evaluateAll((all) => all.map(({ localName }) => localName));
    const reader = new LessonReader(visit.page, says[language], exercises[name]);
    expect(await reader.readOn()).toEqual(exhibits);
  });
}
