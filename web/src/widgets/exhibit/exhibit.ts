import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import type { Picture, Size } from "../../draw/marks.js";
import type { Catalogue, Words } from "../../i18n/index.js";
import {
  Draft, inLanguage, isPresetName, parsePreset, readPresetAttribute, resolvePreset,
  type Bench, type Engine, type EngineModule, type ExhibitFields, type Failure, type Plan, type Selection, type Trial,
} from "../../state/index.js";
import { Appearance } from "../shared/appearance.js";
import { base } from "../shared/base.styles.js";
import { inTurn } from "../shared/in-turn.js";
import "../shared/problem-box.js";
import { raised } from "../shared/raised.js";
import { textAttribute } from "../shared/text-attribute.js";
import { tokens } from "../shared/tokens.styles.js";
import { Binding } from "./binding.js";
import type { Check } from "./check-data.js";
import "./control.js";
import "./data-table.js";
import type { Table } from "./data-table.js";
import { exhibitStyles } from "./exhibit.styles.js";
import "./export-menu.js";
import "./figure.js";
import type { Cursor, Reading, UnrolledFigure } from "./figure.js";
import { problemSentence, type AttributeProblem } from "./problems.js";
import "./run-bar.js";

/** Words that every exhibit has of its own; `field`, `help` and `choice` win over the common ones. */
export interface OwnWords { title: string; field?: Record<string, string>; help?: Record<string, string>; choice?: Record<string, string> }

/** The tables are made only when somebody opens or saves them. */
export interface Shown { controls: unknown; figures: unknown; sentence: string; tables: () => readonly Table[] }

export interface FigureOptions {
  /** Its name for `hide`, tests and saved files. */
  name: string;
  heading: string;
  draw: (size: Size, cursor: Cursor | null) => Picture;
  reading?: Reading | null;
  cursor?: Cursor | null;
  onCursor?: (cursor: Cursor | null) => void;
  /** The reader chose this place: by a press or by keys, not by pointing alone. */
  onPick?: (cursor: Cursor) => void;
  /** `half`, `third`, `two-thirds`: how wide it is where there is room. */
  width?: string;
  ratio?: number;
  least?: number;
  most?: number;
}

/** Milliseconds until a sentence read aloud is finished. */
const SPOKEN = 4000;

const partsOfAll = ["title", "controls", "run", "sentence", "table", "save"];
const words = (attribute: string) => attribute.split(/\s+/).filter(Boolean);

const asJson = { fromAttribute(written: string | null): unknown {
  try {
    return written === null ? null : JSON.parse(written);
  } catch {
    return written;
  }
} };

/**
 * What every exhibit has: attributes, settings, an experiment with the engine, the frame around its pictures. A new
 * exhibit says what its fields are, what models they ask for (`plan`), what is read of each (`read`), and how that is
 * shown (`show`); web/DESIGN.md shows one in full.
 */
export abstract class Exhibit<F extends ExhibitFields, D extends object, W extends OwnWords> extends LitElement {
  @property() seed: string | null = null;
  @property(textAttribute) preset = "";
  @property(textAttribute) hide = "";
  @property(textAttribute) lock = "";
  @property(textAttribute) model = "";
  @property() theme: string | null = null;
  /** Numbers to show instead of running anything. */
  @property({ converter: asJson }) data: D | null = null;
  /** Another way to get the engine, for tests and hosts that have one already. */
  @property({ attribute: false }) engine: (() => Promise<EngineModule>) | undefined;
  /** What was read of the models last; in the same form as `data`. */
  @state() protected measured: D | null = null;
  @state() private unreadable: Failure | null = null;
  /** Whether a preset is still on its way. */
  @state() protected loading = false;
  @state() private problems: readonly AttributeProblem[] = [];
  protected readonly appearance = new Appearance(this, () => this.catalogues);
  #draft: Draft<F> | null = null;
  #sentence = { text: "", at: 0 };
  /** What changed while it was off the page, and what it was before. */
  readonly #missed = new Map<PropertyKey, unknown>();
  readonly #binding = new Binding(this, {
    model: () => this.model,
    engine: () => this.engine,
    plan: () => (this.#literal ? null : this.plan()),
    reads: () => this.reads(),
    read: (trial, signal, engine) => this.read(trial, signal, engine),
    hasWishes: () => this.preset !== "",
    adopt: (plan) => {
      this.adopt(plan);
      this.requestUpdate();
    },
    unreadable: (failure) => void (this.unreadable = failure),
    phase: (phase) => this.#tell("unrolled-phase", phase),
    left: () => void (this.measured = null),
  });

  static override styles = [tokens(":host"), base, exhibitStyles];

  /** What can be set. A field named `seed` is also the attribute. */
  protected abstract readonly fields: F;
  /** Its own words, in both languages. */
  protected abstract readonly catalogue: Catalogue<W>;
  /** The form of `data`. */
  protected abstract readonly form: Check;
  /** Names of its figures and other parts, for `hide`. */
  protected readonly parts: readonly string[] = [];
  /** Settings that only change what is shown: they stay where literal data is shown. */
  protected readonly views: readonly string[] = [];
  protected abstract show(data: D | null): Shown;

  /** The models that the settings ask for; null for an exhibit that trains none. */
  protected plan(): Plan | null {
    return null;
  }

  /** What `read` depends on besides the models; when it changes, they are read again. */
  protected reads(): unknown {
    return null;
  }

  /** Settings that stand in attributes of their own; they win over the preset. */
  protected attributeSettings(): Record<string, unknown> {
    return {};
  }

  /** What else is wrong with this exhibit, in sentences for its author. */
  protected complaints(): string[] {
    return [];
  }

  /** Reads one model, before training and at every stop, and puts what it finds into `measured`. */
  protected async read(_trial: Trial, _signal: AbortSignal, _engine: Engine): Promise<void> {}

  /** Takes over what another exhibit of the same model has set. */
  protected adopt(plan: Plan): void {
    const [first] = Object.values(plan.models);
    for (const name of Object.keys(this.fields)) {
      const value = name.split(".").reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], first);
      if (value !== undefined) this.draft.type(name, value);
    }
  }

  /** Settings as they count; `type` changes them. */
  get settings(): Draft<F>["values"] {
    return this.draft.values;
  }

  protected get draft(): Draft<F> {
    return (this.#draft ??= new Draft(this.fields));
  }

  /** The experiment, shared with all exhibits of the same `model`. */
  get bench(): Bench {
    return this.#binding.bench;
  }

  /** What is shown: literal data first. */
  get shown(): D | null {
    return this.#literal ?? this.measured;
  }

  get words(): Words {
    return this.appearance.words;
  }

  protected get say(): W {
    return this.catalogue.in(this.appearance.language)!;
  }

  /** Changes a setting as a reader would by typing. */
  type(name: keyof F & string, typed: unknown): void {
    const changed = this.draft.type(name, typed);
    this.requestUpdate();
    if (!changed) return;
    this.#tell("unrolled-settings", { ...this.settings });
    this.#binding.settle();
  }

  /** Chooses a unit, a step, a layer or a model in all exhibits that share this one's model. */
  select(part: Partial<Selection>): void {
    if (this.bench.select(part)) this.#tell("unrolled-select", this.bench.selection);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Taken off the page it let go of everything; back on it, it begins anew.
    if (this.hasUpdated) this.requestUpdate();
    for (const [name, before] of this.#missed) this.requestUpdate(name, before);
    this.#missed.clear();
  }

  /** What it needs words of, besides the common ones. */
  protected get catalogues(): Catalogue<unknown>[] {
    return [this.catalogue];
  }

  protected override scheduleUpdate(): void | Promise<unknown> {
    const draw = () => this.appearance.worded(() => super.scheduleUpdate());
    return this.hasUpdated ? draw() : inTurn().then(draw);
  }

  /** Off the page nothing is drawn, and no bench is joined; what changes there counts once it is back. */
  protected override shouldUpdate(changed: PropertyValues): boolean {
    if (!this.isConnected) for (const [name, before] of changed) if (!this.#missed.has(name)) this.#missed.set(name, before);
    return this.isConnected;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("preset") || changed.has("seed")) this.takeAttributes();
    if (changed.has("model") && this.hasUpdated) this.#binding.leave();
  }

  override render() {
    const { say, problems } = this;
    const shown = this.show(this.shown);
    const experiment = this.bench.experiment;
    const failure = experiment.problem;
    const misfit = this.#misfit();
    const naming = { words: this.words, fields: this.fields, label: (name: string) => this.label(name) };
    const wrong = [...problems, ...this.#foreignParts(), ...(misfit ? [{ kind: "data" as const, misfit }] : [])].map((one) => problemSentence(one, naming)).concat(this.complaints());
    return html`<section aria-label=${say.title} data-testid=${this.localName}>
      ${this.shows("title") ? html`<h3>${say.title}</h3>` : nothing}
      ${wrong.map((sentence) => html`<unrolled-problem-box sentence=${sentence}></unrolled-problem-box>`)}
      ${this.unreadable ? html`<unrolled-problem-box .sentence=${this.words.errorSentence(this.unreadable)}></unrolled-problem-box>` : nothing}
      ${failure ? html`<unrolled-problem-box .sentence=${this.words.errorSentence(failure)} .remedy=${this.words.exhibit.retry} .dismiss=${this.words.studio.dismiss}
        @unrolled-remedy=${() => void (experiment.step > 0 ? experiment.train() : experiment.look())} @unrolled-dismiss=${() => experiment.dismissProblem()}></unrolled-problem-box>` : nothing}
      ${this.shows("controls") ? html`<div class="controls" part="controls">${shown.controls}</div>` : nothing}
      ${this.shows("run") && !this.#literal && this.plan() ? html`<unrolled-run-bar part="run" .experiment=${this.bench.experiment} .words=${this.words}></unrolled-run-bar>` : nothing}
      <div class="figures" part="figures">${shown.figures}</div>
      ${this.shows("sentence") ? html`<p class="sentence" part="sentence" role="status" data-testid="sentence">${raised(this.#spoken(shown.sentence))}</p>` : nothing}
      <div class="after">
        ${this.shows("table") ? html`<unrolled-data-table part="table" .tables=${shown.tables} .words=${this.words}></unrolled-data-table>` : nothing}
        ${this.shows("save") ? html`<unrolled-export-menu part="save" name=${this.localName} .theme=${this.appearance.theme} .words=${this.words}
          .content=${() => ({ pictures: this.#pictures(), tables: this.show(this.shown).tables() })}></unrolled-export-menu>` : nothing}
      </div>
    </section>`;
  }

  /** Whether a part or a control is on the page: not in `hide`. */
  protected shows(part: string): boolean {
    return !words(this.hide).includes(part);
  }

  /** Whether the course has set it, so that a reader cannot. */
  protected locks(name: string): boolean {
    return words(this.lock).some((one) => one === name || one === "all");
  }

  protected label(name: string): string {
    return this.say.field?.[name] ?? this.words.field[name] ?? name;
  }

  protected choiceName(one: string): string {
    return this.say.choice?.[one] ?? this.words.choice[one] ?? one;
  }

  /** A field as a control, in the form of its kind. */
  protected control(name: keyof F & string, wide = ""): TemplateResult | typeof nothing {
    const dead = this.#literal !== null && this.plan() !== null && !this.views.includes(name);
    if (dead || !this.shows(name)) return nothing;
    return html`<unrolled-control class=${wide} name=${name} label=${this.label(name)} help=${this.say.help?.[name] ?? this.words.help[name] ?? ""} ?locked=${this.locks(name)}
      .field=${this.fields[name]!} .typed=${this.draft.typed(name)} .problem=${this.draft.problem(name)} .words=${this.words}
      .names=${(one: string) => this.choiceName(one)} @unrolled-type=${(event: CustomEvent<string>) => this.type(name, event.detail)}></unrolled-control>`;
  }

  /** Settings that are rarely touched, under a heading that opens. */
  protected more(...controls: unknown[]): TemplateResult | typeof nothing {
    if (controls.every((control) => control === nothing)) return nothing;
    return html`<details class="wide"><summary>${this.words.studio.moreSettings}</summary><div class="controls">${controls}</div></details>`;
  }

  protected figure({ name, heading, draw, reading = null, cursor, onCursor, onPick, width = "", ratio, least, most }: FigureOptions): TemplateResult | typeof nothing {
    if (!this.shows(name)) return nothing;
    return html`<unrolled-figure class=${width} data-name=${name} heading=${heading} .ratio=${ratio ?? 0.56} .least=${least ?? 210} .most=${most ?? 360}
      .draw=${draw} .reading=${reading} .theme=${this.appearance.theme} .words=${this.words} .cursor=${cursor === undefined ? nothing : cursor}
      @unrolled-cursor=${(event: CustomEvent<Cursor | null>) => onCursor?.(event.detail)}
      @unrolled-pick=${(event: CustomEvent<Cursor>) => onPick?.(event.detail)}></unrolled-figure>`;
  }

  get #literal(): D | null {
    return this.data !== null && this.#misfit() === null ? this.data : null;
  }

  #misfit() {
    return this.data === null ? null : this.form(this.data, "data");
  }

  #pictures(): { picture: Picture; heading: string }[] {
    return Array.from(this.renderRoot.querySelectorAll<UnrolledFigure>("unrolled-figure"), ({ picture, heading }) => ({ picture: picture!, heading })).filter(({ picture }) => picture);
  }

  #foreignParts(): AttributeProblem[] {
    const known = [...partsOfAll, ...this.parts, ...Object.keys(this.fields)];
    const lockable = ["all", ...Object.keys(this.fields)];
    const foreign = (attribute: string, among: string[]) =>
      words(attribute).filter((one) => !among.includes(one)).map((name) => ({ kind: "unknown" as const, name, known: among }));
    return [...foreign(this.hide, known), ...foreign(this.lock, lockable)];
  }

  protected takeAttributes(): void {
    if (isPresetName(this.preset)) void this.#takeNamed(this.preset);
    else this.#fill(parsePreset(this.preset), []);
  }

  async #takeNamed(name: string): Promise<void> {
    this.loading = true;
    const { given, problems } = await readPresetAttribute(name, async (asked) => inLanguage(await resolvePreset(asked), this.appearance.language));
    if (name !== this.preset) return;
    this.loading = false;
    this.#fill(given, problems);
    this.requestUpdate();
  }

  #fill(given: Record<string, unknown>, problems: AttributeProblem[]): void {
    const all = { ...given, ...this.attributeSettings(), ...(this.seed !== null && { seed: this.seed }) };
    this.problems = [...problems, ...this.draft.fill(all)];
    if (this.hasUpdated) this.#binding.settle();
  }

  /** The sentence is a live region: while numbers run, it changes only now and then. */
  #spoken(text: string): string {
    const now = performance.now();
    if (this.bench.experiment.phase !== "training" || now - this.#sentence.at > SPOKEN) this.#sentence = { text, at: now };
    return this.#sentence.text;
  }

  #tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}
