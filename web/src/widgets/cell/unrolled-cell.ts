import { html, nothing, type PropertyValues } from "lit";
import { state } from "lit/decorators.js";
import type { CellWords } from "../../i18n/en-cell.js";
import { Catalogue } from "../../i18n/index.js";
import {
  arithmeticOf, asFailure, askCell, canStep, cellFields, cellPlan, CellNumbers, gatesOf, keyOf, MOST_UNITS, operationsOf, readCell, readEdit,
  type CellData, type Engine, type Failure, type Operation, type Plan, type Ref, type Trial,
} from "../../state/index.js";
import { codeStyles } from "../code/code.styles.js";
import type { Table } from "../exhibit/data-table.js";
import { Exhibit, type Shown } from "../exhibit/exhibit.js";
import { element } from "../shared/element.js";
import { arithmeticPanel } from "./arithmetic-panel.js";
import { cellForm } from "./cell-form.js";
import { cellStyles } from "./cell.styles.js";
import { cellPicture } from "./diagram.js";
import { numbersGrid } from "./numbers-grid.js";
import { Player } from "./player.js";
import { arithmeticText, place, plainName, shortName } from "./symbols.js";

const cellWords = new Catalogue<CellWords>({
  en: async () => (await import("../../i18n/en-cell.js")).enCell,
  zh: async () => (await import("../../i18n/zh-cell.js")).zhCell,
});

/**
 * One step of one RNN, LSTM or GRU cell, forward and back, one operation at a time, in the numbers of a small trained model.
 * Every number opens into its arithmetic; what is given can be changed, and the engine computes what follows.
 *
 * @attr lang - `zh` or `en`; else the page's language.
 * @attr theme - `light` or `dark`; else the system's.
 * @attr seed - Start of all random numbers, a whole number.
 * @attr preset - Settings, `cell=gru hidden=2`, or a lesson's preset.
 * @attr hide - Parts left out: `title controls run sentence table save characters operations diagram numbers code`, or names of settings.
 * @attr lock - Settings that are shown but cannot be changed: their names, or `all`, which holds the numbers, too.
 * @attr model - Exhibits with the same name share one experiment and what is chosen in it.
 * @attr data - Numbers to show instead of training anything, as JSON; also a property.
 * @prop data - What `engine.cell` takes and what it gives, `{ cell, weights, x, h, c, dh, dc, values, gradients }`, of one state.
 * @fires unrolled-settings - A setting changed; `detail` has all of them.
 * @fires unrolled-phase - Training began, paused, ended or failed; `detail` is the phase.
 * @fires unrolled-select - Another operation, unit or character was chosen; `detail` has `term`, `unit` and `step`.
 * @csspart controls - The settings.
 * @csspart run - Measure, train, pause, reset.
 * @csspart figures - Diagram, numbers and code.
 * @csspart sentence - The operation in words and numbers.
 */
@element("unrolled-cell")
export class UnrolledCell extends Exhibit<typeof cellFields, CellData, CellWords> {
  protected readonly fields = cellFields;
  protected readonly catalogue = cellWords;
  protected override readonly parts = ["characters", "operations", "diagram", "numbers", "code"];
  protected override readonly views = ["pace"];
  protected readonly form = cellForm;
  /** Which operation, and the number that is open where it is not the operation's own. */
  @state() private at = 0;
  @state() private opened: Ref | null = null;
  @state() private edits: ReadonlyMap<string, number> = new Map();
  /** What follows from the edits. */
  @state() private edited: CellData | null = null;
  @state() private wrong: { typed: string; problem: string } | null = null;
  @state() private failed: Failure | null = null;
  @state() private unfit = false;
  @state() private code: typeof import("./code-part.js") | null = null;
  @state() private codeMissing = false;
  @state() private pointed: string | null = null;
  #base: CellData | null = null;
  #term: string | null = null;
  #read = 0;
  readonly #player = new Player(this, () => this.settings.pace, () => this.#go(this.at + 1));

  static override styles = [...Exhibit.styles, codeStyles, cellStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    import("./code-part.js").then((code) => (this.code = code), () => (this.codeMissing = true));
  }

  protected override plan(): Plan {
    return cellPlan(this.settings);
  }

  protected override async read({ model }: Trial, signal: AbortSignal, engine: Engine): Promise<void> {
    this.unfit = !canStep(model);
    this.measured = this.unfit ? null : await readCell(model, engine, { passage: this.settings.passage, t: this.#t }, signal);
    this.#read = this.#t;
  }

  protected override get catalogues(): Catalogue<unknown>[] {
    return [...super.catalogues, ...(this.code ? [this.code.codeWords] : [])];
  }

  protected override complaints(): string[] {
    return [...(this.unfit && !this.data ? [this.say.unfit(MOST_UNITS)] : []), ...(this.failed ? [this.words.errorSentence(this.failed)] : []), ...(this.codeMissing ? [this.say.noCode] : [])];
  }

  /** Which character is read. */
  get #t(): number {
    return Math.max(0, Math.min(this.bench.selection.step ?? 1, [...this.settings.passage].length - 2));
  }

  get #operations(): Operation[] {
    const cell = this.shown ? this.shown.cell ?? "lstm" : this.settings.cell;
    return operationsOf({ cell, gates: gatesOf[cell] });
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { shown, bench: { selection } } = this;
    if (shown !== this.#base) {
      const before = this.#base;
      this.#base = shown;
      // Another kind or size of cell has other numbers.
      if (before && shown && JSON.stringify([before.cell, new CellNumbers(before).units, new CellNumbers(before).inputs]) !== JSON.stringify([shown.cell, new CellNumbers(shown).units, new CellNumbers(shown).inputs])) this.#edit(new Map());
      else if (this.edits.size > 0) this.#edit(this.edits);
    }
    if (selection.term !== this.#term) this.#follow(selection.term);
    this.at = Math.min(this.at, this.#operations.length - 1);
    if (this.#t !== this.#read && this.measured) void this.#reread();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has("at") || changed.has("code")) this.code?.scrollToLit(this.renderRoot);
  }

  /** A term that was chosen elsewhere. */
  #follow(term: string | null): void {
    this.#term = term;
    const operations = this.#operations;
    if (term === null || operations[this.at]?.term === term) return;
    const at = operations.findIndex((operation) => operation.term === term);
    if (at < 0) return;
    this.at = at;
    this.opened = null;
  }

  /** Another character of the same model. What was changed of its weights stays; its states are others. */
  async #reread(): Promise<void> {
    const t = (this.#read = this.#t);
    const { experiment } = this.bench;
    const trial = experiment.trials[0];
    if (!trial) return;
    this.edits = new Map([...this.edits].filter(([key]) => /^[WUbev](_|:)/.test(key)));
    try {
      const data = await readCell(trial.model, await experiment.engine(), { passage: this.settings.passage, t });
      if (t === this.#read) this.measured = data;
    } catch (reason) {
      this.#fail(reason);
    }
  }

  #fail(reason: unknown): void {
    const failure = asFailure(reason);
    if (failure.code !== "aborted" && failure.code !== "closed") this.failed = failure;
  }

  /** Returns whether there is another operation after this one. */
  #go(to: number): boolean {
    const operations = this.#operations;
    this.at = Math.max(0, Math.min(operations.length - 1, to));
    this.opened = null;
    this.wrong = null;
    this.#term = operations[this.at]!.term;
    this.select({ term: this.#term });
    return this.at < operations.length - 1;
  }

  #open(ref: Ref): void {
    this.opened = ref;
    this.wrong = null;
    if (ref.name !== "x" && ref.name !== "dx") this.select({ unit: ref.column });
  }

  #type(ref: Ref, typed: string): void {
    const read = readEdit(typed);
    this.wrong = "reason" in read ? { typed, problem: this.words.fieldProblem(plainName(ref.name), read) } : { typed, problem: "" };
    if (!("reason" in read)) this.#edit(new Map(this.edits).set(keyOf(ref), read.value as number));
  }

  #edit(edits: ReadonlyMap<string, number>): void {
    this.edits = edits;
    if (edits.size === 0) this.edited = null;
    else if (this.#base) void this.#compute(this.#base, edits);
  }

  async #compute(base: CellData, edits: ReadonlyMap<string, number>): Promise<void> {
    try {
      const data = await askCell(await this.bench.experiment.engine(), new CellNumbers(base).asked(edits));
      if (this.edits !== edits || this.#base !== base) return;
      this.edited = data;
      this.failed = null;
    } catch (reason) {
      this.#fail(reason);
    }
  }

  protected show(data: CellData | null): Shown {
    const before = data && new CellNumbers(data);
    const numbers = data && (this.edited ? new CellNumbers(this.edited) : before);
    const operation = this.#operations[this.at]!;
    const unit = Math.min(this.bench.selection.unit ?? 0, (before?.units ?? 1) - 1);
    const own = { name: operation.names[0]!, row: 0, column: operation.names[0] === "dx" ? 0 : unit };
    const open = this.opened && before?.has(this.opened.name) ? this.opened : own;
    return {
      controls: html`${this.control("cell")}${this.settings.cell === "rnn" ? this.control("activation") : nothing}${this.control("hidden")}${this.control("embedding")}${this.control("passage", "wide")}${
        this.more(this.control("pace"), this.control("steps"), this.control("seed"))}`,
      figures: html`
        ${this.shows("characters") && data && !this.data ? this.#characters() : nothing}
        ${this.shows("operations") ? this.#transport(operation) : nothing}
        ${this.#diagram(numbers, operation, unit)}
        ${this.shows("numbers") && numbers && before ? this.#numbers({ numbers, before, open }, operation) : nothing}
        ${this.shows("code") ? this.#code(operation) : nothing}`,
      sentence: numbers ? this.#sentence(numbers, operation, own) : this.say.empty,
      tables: () => (numbers && before ? [this.#table(numbers, before)] : []),
    };
  }

  #characters() {
    const { say, settings, bench } = this;
    const all = [...settings.passage].slice(0, -1);
    return html`<fieldset class="characters" data-testid="characters"><legend>${say.passage}</legend><div>${all.map((one, t) => html`<label>
      <input type="radio" name="character" .checked=${t === this.#t} aria-label=${say.character(t, one === " " ? say.space : one)} @change=${() => this.select({ step: t })} ?disabled=${bench.experiment.phase === "preparing"} />
      <span aria-hidden="true">${one === " " ? "␣" : one}</span></label>`)}</div></fieldset>`;
  }

  /** A button at its end does nothing but keep the focus; disabled it would lose it. */
  #transport({ pass, names }: Operation) {
    const { say, at } = this;
    const last = this.#operations.length - 1;
    const where = `${say.place(at + 1, last + 1, say.pass[pass]!)}: ${names.map(plainName).join(", ")}`;
    return html`<div class="transport"><span class="where" data-testid="where">${where}</span>
      <button data-testid="back" aria-disabled=${at === 0} @click=${() => at > 0 && this.#go(at - 1)}>${say.back}</button>
      <button data-testid="next" aria-disabled=${at === last} @click=${() => at < last && this.#go(at + 1)}>${say.forward}</button>
      <button data-testid="play" @click=${this.#play}>${this.#player.playing ? say.stop : say.play}</button>
      <input type="range" min="0" max=${last} step="1" .value=${String(at)} aria-label=${say.operation} aria-valuetext=${where} data-testid="operation"
        @input=${(event: Event) => this.#go(Number((event.target as HTMLInputElement).value))} /></div>`;
  }

  #play(): void {
    if (this.#player.playing) return this.#player.stop();
    if (this.at === this.#operations.length - 1) this.#go(0);
    this.#player.start();
  }

  #done(name: string): boolean {
    const computed = this.#operations.findIndex(({ names }) => names.includes(name));
    return computed <= this.at;
  }

  #diagram(numbers: CellNumbers | null, { pass, names }: Operation, unit: number) {
    // What enters an activation is drawn with the gate it becomes.
    const active = names.map((name) => (name.startsWith("a_") ? name.slice(2) : name));
    const cell = numbers?.cell ?? this.settings.cell;
    return this.figure({
      name: "diagram", heading: this.say.diagram[pass]!, ratio: 0.44, least: cell === "rnn" ? 150 : 280, most: cell === "rnn" ? 180 : 380,
      draw: (size) => cellPicture({ cell, pass, active, unit, label: shortName, done: (name) => this.#done(name), numbers: (name) => (name && numbers?.has(name) ? numbers.row(name) : []) }, size),
    });
  }

  #numbers({ numbers, before, open }: { numbers: CellNumbers; before: CellNumbers; open: Ref }, { pass, names }: Operation) {
    const { say, words: { format }, edits } = this;
    const common = { say, numbers, before, open, choose: (ref: Ref) => this.#open(ref) };
    const edit = edits.get(keyOf(open)) ?? before.get(open);
    return html`<div><h4>${say.numbers[pass]!}</h4><p class="small muted">${say.opens}</p>
      ${numbersGrid({ ...common, pass, active: names, done: (name) => this.#done(name), write: (value) => format.cell(value) })}
      ${arithmeticPanel({
        ...common, write: (value) => format.number(value), typed: this.wrong?.typed ?? String(Number(edit.toPrecision(7))), problem: this.wrong?.problem ?? "", locked: this.locks("all"), edits: edits.size,
        type: (typed) => this.#type(open, typed), undo: () => { this.wrong = null; this.#edit(new Map()); },
      })}</div>`;
  }

  #code({ pass, term }: Operation) {
    const cell = this.shown ? this.shown.cell ?? "lstm" : this.settings.cell;
    const { code } = this;
    const section = code?.sections[`${cell}.${pass}`];
    if (!code || !section) return nothing;
    const say = code.codeWords.in(this.appearance.language)!;
    return html`${code.codeColumns(code.columnsOf(section), {
      say, lit: this.pointed ?? term, chosen: term, meaning: (one) => say.terms[`${cell}.${one}`] ?? one, shows: () => true,
      point: (one) => (this.pointed = one), choose: (one) => one && this.#go(this.#operations.findIndex((operation) => operation.pass === pass && operation.term === one)),
    })}${term === null ? html`<p class="small muted">${this.say.outside}</p>` : nothing}`;
  }

  #sentence(numbers: CellNumbers, { pass }: Operation, own: Ref): string {
    const { say, words: { format } } = this;
    const arithmetic = arithmeticText(numbers, arithmeticOf(numbers, own)!, format.number);
    return say.sentence(say.place(this.at + 1, this.#operations.length, say.pass[pass]!), `${plainName(own.name)}${place(numbers, own)}`, `${arithmetic} = ${format.number(numbers.get(own))}`);
  }

  #table(numbers: CellNumbers, before: CellNumbers): Table {
    const { columns } = this.say;
    const given = ["x", "h_prev", "c_prev", "dh", "dc", "v", ...numbers.gates.flatMap((gate) => ["W", "U", "b", "e"].map((letter) => (gate ? `${letter}_${gate}` : letter)))];
    const names = [...given.filter((name) => numbers.has(name) && (numbers.cell === "lstm" || !/^d?c/.test(name)) && (numbers.cell === "gru" || name !== "v")), ...this.#operations.flatMap((operation) => operation.names)];
    const rows = names.flatMap((name) => {
      const { rows: height, columns: width } = numbers.size(name);
      return Array.from({ length: height * width }, (_, k) => {
        const ref = { name, row: Math.floor(k / width), column: k % width };
        return [plainName(name), ref.row + 1, ref.column + 1, numbers.get(ref), before.get(ref)];
      });
    });
    return { columns: [columns.name, columns.row, columns.column, columns.value, columns.before], rows };
  }
}
