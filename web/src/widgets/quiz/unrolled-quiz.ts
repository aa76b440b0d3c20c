import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { QuizWords } from "../../i18n/en-quiz.js";
import { Catalogue } from "../../i18n/index.js";
import {
  Draft, Quiz, asFailure, askedOf, calibration, corporaFrom, fromPlace, planOf, pointsAt, problemsOf, questionOf, quizFields, runsOf,
  type Measured, type Question, type RangeField, type Trial, type Try,
} from "../../state/index.js";
import { aText, listOf, numbers, objectOf, orNothing } from "../exhibit/check-data.js";
import { Exhibit, type Shown } from "../exhibit/exhibit.js";
import { handOn, singly } from "../exhibit/press.js";
import { element } from "../shared/element.js";
import { textAttribute } from "../shared/text-attribute.js";
import { curveAxes } from "./axes.js";
import { childrenOf, explain, type Children } from "./children.js";
import type * as Outcome from "./outcome.js";
import { quizStyles } from "./quiz.styles.js";
import type { Telling } from "./result.js";

/** Runs that are called after their cell need no label of their own. */
const cellNames = ["rnn", "gru", "lstm"];

const quizWords = new Catalogue<QuizWords>({
  en: async () => (await import("../../i18n/en-quiz.js")).enQuiz,
  zh: async () => (await import("../../i18n/zh-quiz.js")).zhQuiz,
});

/**
 * A prediction that a real run judges: the reader answers, commits, and only then the engine runs and is compared with.
 * The question stands between the tags: `<p>` for the words, `<ul>` with `<li data-answer="…">` for what can be chosen or
 * put in order, `<details>` for what is shown afterwards. In it `<span data-run="name">` becomes what that run measured,
 * and `data-when="right|wrong|low|high"` shows a part only then. The first answer to each question counts for the
 * reader's calibration, which stays in the browser.
 *
 * @attr lang - `zh` or `en`; else the page's language.
 * @attr theme - `light` or `dark`; else the system's.
 * @attr preset - A lesson's preset, `05-vanishing-exploding/bet-shrink`: `runs`, `steps`, `measure` and what it needs.
 * @attr kind - `choose`, `order`, `number`, `curve` or `setting`; wins over the preset's.
 * @attr best - `lowest` or `highest`: which run is asked for, or comes first.
 * @attr unit - What the number is of, in words.
 * @attr seed - Start of all random numbers, for every run.
 * @attr hide - Parts left out: `title sentence table save result calibration`.
 * @attr data - Numbers to compare with instead of running anything, as JSON; also a property.
 * @prop data - `{ x: [0, 1, 2] or null, runs: [{ name, values }] }`.
 * @fires unrolled-answer - The reader changed the answer; `detail` is the answer.
 * @fires unrolled-verdict - A run has judged; `detail` is `{ answer, right, off, runs }`.
 * @fires unrolled-phase - Training began, paused, ended or failed; `detail` is the phase.
 * @slot - The question, the answers to choose from, the explanation; readable without scripts.
 * @csspart controls - The question and what answers it.
 * @csspart figures - The picture of the result.
 * @csspart sentence - What is to be done, or what has come out.
 */
@element("unrolled-quiz")
export class UnrolledQuiz extends Exhibit<typeof quizFields, Measured, QuizWords> {
  @property() kind: string | null = null;
  @property() best: string | null = null;
  @property(textAttribute) unit = "";
  @state() private content: Children = { question: [], options: [], explanation: null };
  @state() private failure = "";
  @state() private outcome: typeof Outcome | null = null;
  protected readonly fields = quizFields;
  protected readonly catalogue = quizWords;
  protected override readonly parts = ["result", "calibration"];
  protected readonly form = objectOf({ x: orNothing(numbers), runs: listOf(objectOf({ name: aText, values: numbers })) });
  readonly quiz = new Quiz(calibration());
  #number: Draft<{ answer: RangeField }> | null = null;
  #asking = "";
  #told: Try | null = null;
  #stops: (() => void)[] = [];
  readonly #watch = new MutationObserver(() => (this.content = childrenOf(this)));

  static override shadowRootOptions: ShadowRootInit = { mode: "open", slotAssignment: "manual" };
  static override styles = [...Exhibit.styles, quizStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stops = [this.quiz.listen("change", () => this.#changed()), calibration().listen("predictions", () => this.requestUpdate())];
    this.#watch.observe(this, { childList: true });
    this.content = childrenOf(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stops.splice(0)) stop();
    this.#watch.disconnect();
  }

  protected override attributeSettings(): Record<string, unknown> {
    return { ...(this.kind !== null && { kind: this.kind }), ...(this.best !== null && { best: this.best }) };
  }

  protected override complaints(): string[] {
    const { say, content: { question } } = this;
    const asked = problemsOf(this.settings, this.#options, this.#names);
    const problems = [...(question.length === 0 ? [{ kind: "no-question" as const }] : []), ...(this.loading ? [] : asked)];
    return [...problems.map(({ kind, ...details }) => say.problem[kind]!(details)), ...(this.failure ? [this.failure] : [])];
  }

  /** There is a table and something to save once there is a result. */
  protected override shows(part: string): boolean {
    return (!["table", "save"].includes(part) || this.#last !== null) && super.shows(part);
  }

  /** Its runs are its own question's, whatever their settings are called. */
  protected override adopt(): void {}

  protected override async read(trial: Trial, signal: AbortSignal): Promise<void> {
    await this.quiz.read(trial, this.bench.experiment.plan, signal);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("kind") || changed.has("best")) this.takeAttributes();
    super.willUpdate(changed);
    const asking = JSON.stringify([this.settings, this.#options, this.data]);
    if (asking !== this.#asking) {
      this.#asking = asking;
      this.#number = null;
      this.quiz.renew();
    }
    if (this.settings.kind === "curve") void import("./quiz-curve.js");
    if (this.settings.kind === "order") void import("./quiz-order.js");
    this.quiz.hear(this.bench.experiment);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { question, explanation } = this.content;
    const last = this.#last;
    this.renderRoot.querySelector<HTMLSlotElement>("slot.question")?.assign(...question);
    this.renderRoot.querySelector<HTMLSlotElement>("slot.after")?.assign(...(explanation && last ? [explanation] : []));
    if (last === this.#told) return;
    this.#told = last;
    if (last) this.#tell(last, explanation);
  }

  /** The last try, once there is what shows it. */
  get #last(): Try | null {
    return this.outcome ? this.quiz.last : null;
  }

  get #names(): string[] {
    return this.data !== null && this.shown ? this.shown.runs.map(({ name }) => name) : Object.keys(runsOf(this.settings));
  }

  get #options(): string[] {
    return this.content.options.map(({ answer }) => answer);
  }

  get #question(): Question {
    return questionOf(this.settings, this.#options, this.#names);
  }

  get #telling(): Telling {
    const { words, say, settings, unit, content } = this;
    return { words, say, question: this.#question, measure: settings.measure, options: content.options, unit, cellName: (name) => (cellNames.includes(name) ? this.choiceName(name) : name) };
  }

  override render() {
    return html`${super.render()}<div class="below">
      <div class="explanation"><slot class="after"></slot></div>
      ${this.#tries()}${this.shows("calibration") ? this.#calibration() : nothing}
    </div>`;
  }

  protected show(): Shown {
    const { say, outcome } = this;
    const last = this.#last;
    const controls = html`<div class="wide question"><slot class="question"></slot></div>
      ${this.complaints().length > 0 && !this.failure ? nothing : html`<div class="wide">${this.#answer()}</div><div class="wide go">${this.#go()}</div>`}`;
    return {
      controls,
      figures: last && this.shows("result") ? this.#result(last) : nothing,
      sentence: last ? say.both(outcome!.headline(this.#telling, last), outcome!.sentence(this.#telling, last)) : this.#instruction(),
      tables: () => [last ? outcome!.tableOf(this.#telling, last) : { columns: [say.column.run], rows: [] }],
    };
  }

  #instruction(): string {
    const { say, settings: { kind, measure, best }, quiz } = this;
    if (quiz.phase === "running") return this.#running();
    return kind === "order" ? say.instructOrder(say.measure[measure]!, best) : say.instruct[kind]!;
  }

  #running(): string {
    const { say } = this;
    const { phase, step, plan } = this.bench.experiment;
    if (phase === "paused") return this.words.exhibit.phase.paused(step);
    if (phase === "resting") return this.words.exhibit.phase.resting;
    return step > 0 && step >= plan.steps ? say.measuring : say.running(step, plan.steps);
  }

  /** One button that turns into what comes next, so the keyboard stays on it; beside it what belongs to this phase. */
  #go(): unknown {
    const { quiz, say } = this;
    const { experiment } = this.bench;
    const next = {
      asking: { id: "commit", label: say.commit, press: () => void this.#commit() },
      running: { id: "stop", label: say.stop, press: () => quiz.stop(experiment) },
      done: { id: "again", label: say.again, press: () => quiz.again() },
    }[quiz.phase];
    return html`<button class=${quiz.phase === "asking" ? "primary" : ""} data-testid=${next.id} @click=${singly(next.press)}>${next.label}</button>
      ${quiz.phase === "running" ? this.#underWay() : nothing}
      ${quiz.phase === "asking" && quiz.nudged ? html`<span class="nudge" role="alert">${say.nudge[this.settings.kind]}</span>` : nothing}`;
  }

  #underWay(): TemplateResult {
    const { quiz, say } = this;
    const { experiment } = this.bench;
    const { step, plan, phase } = experiment;
    return html`${phase === "paused" ? html`<button data-testid="resume" @click=${handOn(() => void quiz.resume(experiment))}>${this.words.exhibit.resume}</button>` : nothing}
      <progress max=${Math.max(1, plan.steps)} .value=${step} aria-label=${say.running(step, plan.steps)}></progress>`;
  }

  #answer(): unknown {
    const { quiz, say, settings: { kind } } = this;
    const asking = quiz.phase === "asking";
    switch (kind) {
      case "choose": return this.#choices(asking);
      case "order": return html`<unrolled-quiz-order .options=${this.content.options} .order=${(quiz.answer ?? this.#options) as string[]} ?locked=${!asking}
        .say=${say} .words=${this.words} data-testid="order" @unrolled-answer=${this.#given}></unrolled-quiz-order>`;
      case "curve": return quiz.phase === "done" ? nothing : this.#curve();
      default: return asking ? this.#slider() : html`<p class="given">${say.answers}: ${this.outcome?.answerText(this.#telling, quiz.answer!)}</p>`;
    }
  }

  #choices(asking: boolean): TemplateResult {
    const { quiz, say, content: { options } } = this;
    const truth = this.#last?.verdict.truth;
    return html`<fieldset class="choices" ?disabled=${!asking} data-testid="choices"><legend class="hidden-visually">${say.answers}</legend>
      ${options.map(({ answer, label }) => html`<label class=${answer === truth ? "truth" : ""}><input type="radio" name="answer" value=${answer} .checked=${quiz.answer === answer}
        @change=${() => quiz.give(answer)} /><span>${label}</span>${answer === truth ? html`<span class="mark">✓ ${say.run}</span>` : nothing}</label>`)}
    </fieldset>`;
  }

  #curve(): TemplateResult {
    const { quiz, say, words: { format } } = this;
    const axes = curveAxes(this.#telling, this.settings);
    const [first, last] = axes.x.domain;
    const x = pointsAt(this.settings.points, first, last);
    const middle = fromPlace(this.#question, 0.5);
    return html`<unrolled-quiz-curve label=${say.curve} .x=${x} .y=${(quiz.answer ?? x.map(() => middle)) as number[]} .axes=${axes} .theme=${this.appearance.theme} ?locked=${quiz.phase !== "asking"} data-testid="curve"
      .pointName=${(at: number) => say.point(format.whole(at))} .valueName=${(value: number) => format.number(value)} @unrolled-answer=${this.#given}></unrolled-quiz-curve>`;
  }

  #slider(): TemplateResult {
    const { from, to, scale, step } = this.settings;
    const middle = fromPlace(this.#question, 0.5);
    const width = step || Number(((to - from) / 100).toPrecision(1));
    const field: RangeField = {
      kind: "number", min: from, max: to, step: scale === "log" ? 0 : width, ...(scale === "log" && { scale }),
      fallback: scale === "log" ? Number(middle.toPrecision(1)) : from + Math.round((middle - from) / width) * width,
    };
    const draft = (this.#number ??= new Draft({ answer: field }));
    return html`<div class="number"><unrolled-control name="answer" label=${this.say.field["answer"]!} .field=${field} .typed=${draft.typed("answer")} .problem=${draft.problem("answer")} .words=${this.words}
      @unrolled-type=${(event: CustomEvent<string>) => {
        draft.type("answer", event.detail);
        this.quiz.give(draft.problem("answer") ? null : draft.values.answer);
      }}></unrolled-control>${this.unit ? html`<span class="unit">${this.unit}</span>` : nothing}</div>`;
  }

  #result(last: Try): unknown {
    const { say, settings, outcome } = this;
    if (settings.measure === "diverged" || !outcome) return nothing;
    const heading = say.measure[settings.measure]!;
    if (settings.kind === "curve") return this.figure({ name: "result", heading, draw: (size) => outcome.resultCurve(this.#telling, last, curveAxes(this.#telling, settings), size) });
    const picture = outcome.resultDots(this.#telling, last);
    const height = outcome.dotPlotHeight(picture.rows.length);
    return this.figure({ name: "result", heading, least: height, most: height, draw: (size) => outcome.dotPlot(picture, size) });
  }

  #tries(): unknown {
    const { quiz: { tries }, say, outcome } = this;
    if (tries.length < 2 || !outcome) return nothing;
    const telling = this.#telling, { answerText, valueText } = outcome;
    const truth = ({ verdict }: Try) => verdict.truth === null ? "–" : typeof verdict.truth === "number" ? valueText(telling, verdict.truth) : answerText(telling, verdict.truth);
    return html`<div class="small" data-testid="tries">${say.tries}<ul>${tries.map((one) => html`<li>${say.tried(answerText(telling, one.answer), truth(one))}</li>`)}</ul></div>`;
  }

  #calibration(): unknown {
    const { say, words: { format } } = this;
    const { predictions, right, numbers: count, off } = calibration().summary;
    if (predictions === 0) return nothing;
    const again = this.quiz.last?.counted === false && this.quiz.last.verdict.right !== null;
    return html`<p class="calibration" data-testid="calibration">${say.calibration(predictions, right, count > 0 ? format.share(off) : null)}${again ? ` ${say.onlyFirst}` : ""}
      <button class="plain" data-testid="forget" @click=${this.#forget}>${say.forget}</button></p>`;
  }

  /** The button goes with what is forgotten; the focus goes to the quiz's own. */
  readonly #forget = (): void => {
    this.renderRoot.querySelector<HTMLElement>(".go button")?.focus();
    calibration().forget();
  };

  readonly #given = ({ detail }: CustomEvent<readonly string[] | readonly number[]>): void => this.quiz.give(detail);

  #changed(): void {
    this.requestUpdate();
    if (this.quiz.phase === "asking" && this.quiz.answer !== null) this.dispatchEvent(new CustomEvent("unrolled-answer", { detail: this.quiz.answer, bubbles: true, composed: true }));
  }

  async #commit(): Promise<void> {
    const { settings, quiz } = this;
    // An order is an answer even where nothing was moved.
    if (settings.kind === "order" && quiz.answer === null) quiz.give(this.#options);
    this.failure = "";
    const { code } = this.words;
    const setting = settings.kind === "setting" && typeof quiz.answer === "number" ? quiz.answer : null;
    try {
      this.outcome ??= await import("./outcome.js");
      await quiz.commit({
        id: this.preset.trim() || this.content.question.map(({ textContent }) => textContent!.trim()).join(" ").slice(0, 120),
        question: this.#question, asked: askedOf(settings, code), literal: this.data === null ? null : this.shown,
        plan: () => planOf(settings, setting, corporaFrom(code, this.engine)),
      }, this.bench.experiment);
    } catch (reason) {
      this.failure = this.words.errorSentence(asFailure(reason));
    }
  }

  #tell(last: Try, explanation: HTMLDetailsElement | null): void {
    const { verdict: { right, side, off }, answer, measured } = last;
    const telling = this.#telling, { answerText, valueText } = this.outcome!;
    if (explanation) {
      explanation.open = true;
      const runs = Object.fromEntries(measured.runs.map(({ name, values }) => [name, valueText(telling, values.at(-1)!)]));
      explain(explanation, { runs, answer: answerText(telling, answer), when: [right ? "right" : "wrong", ...(side && !(right && telling.question.kind === "setting") ? [side] : [])] });
    }
    this.dispatchEvent(new CustomEvent("unrolled-verdict", { detail: { answer, right, off, runs: measured.runs }, bubbles: true, composed: true }));
  }
}
