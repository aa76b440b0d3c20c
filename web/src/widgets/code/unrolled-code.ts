import { html, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import type { CodeWords } from "../../i18n/en-code.js";
import { choice } from "../../state/index.js";
import { aText, listOf, objectOf } from "../exhibit/check-data.js";
import type { Table } from "../exhibit/data-table.js";
import { Exhibit, type Shown } from "../exhibit/exhibit.js";
import { element } from "../shared/element.js";
import type { CodePiece, CodeSections } from "./code-data.js";
import { codeWords } from "./code-words.js";
import { codeStyles } from "./code.styles.js";
import { codeColumns, columnsOf, scrollToLit, type Columns } from "./columns.js";

const fields = { cell: choice(["lstm", "rnn", "gru", "clipping"]), pass: choice(["forward", "backward"]) };

/** Lines of one's own, as plain text. */
export interface CodeText {
  equations: readonly { term: string; text: string }[];
  numpy: readonly { terms: readonly string[]; text: string }[];
  engine: readonly { terms: readonly string[]; text: string }[];
}

const textOf = (line: string): string => new DOMParser().parseFromString(line, "text/html").body.textContent ?? "";

/**
 * A cell line by line: each equation beside the NumPy that computes it and the engine's own C++, cut from its source when
 * this page was built. Point at a term anywhere and all its lines light up.
 *
 * @attr lang - `zh` or `en`; else the page's language.
 * @attr theme - `light` or `dark`; else the system's.
 * @attr cell - `lstm`, `rnn`, `gru` or `clipping`.
 * @attr pass - `forward` or `backward`.
 * @attr selected - The term that is lit: `f`, `c`, `dc_prev` …
 * @attr preset - `cell=lstm pass=backward`, or a lesson's preset.
 * @attr hide - Parts left out: `title controls sentence table equations numpy engine`, or `cell`, `pass`.
 * @attr lock - What is shown but cannot be changed: `cell`, `pass` or `all`.
 * @attr model - Exhibits with the same name light the same term.
 * @attr data - Lines of your own, as JSON; also a property.
 * @prop data - `{ equations: [{ term, text }], numpy: [{ terms, text }], engine: [{ terms, text }] }`.
 * @fires unrolled-settings - Another cell or direction; `detail` has both.
 * @fires unrolled-select - Another term is lit; `detail.term` is its name or null.
 * @csspart controls - The choice of cell and direction.
 * @csspart figures - The three columns.
 * @csspart sentence - What the lit line does.
 */
@element("unrolled-code")
export class UnrolledCode extends Exhibit<typeof fields, CodeText, CodeWords> {
  @property() cell: string | null = null;
  @property() pass: string | null = null;
  @property() selected: string | null = null;
  @state() private code: CodeSections | null = null;
  @state() private failed = false;
  @state() private pointed: string | null = null;
  protected readonly fields = fields;
  protected readonly catalogue = codeWords;
  protected override readonly parts = ["equations", "numpy", "engine"];
  protected readonly form = objectOf({
    equations: listOf(objectOf({ term: aText, text: aText })),
    numpy: listOf(objectOf({ terms: listOf(aText), text: aText })),
    engine: listOf(objectOf({ terms: listOf(aText), text: aText })),
  });

  static override styles = [...Exhibit.styles, codeStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    import("#code").then(({ default: code }) => (this.code = code), () => (this.failed = true));
  }

  protected override attributeSettings(): Record<string, unknown> {
    return { ...(this.cell !== null && { cell: this.cell }), ...(this.pass !== null && { pass: this.pass }) };
  }

  /** There is nothing to draw that could be saved as a picture. */
  protected override shows(part: string): boolean {
    return part !== "save" && super.shows(part);
  }

  override type(name: keyof typeof fields, typed: unknown): void {
    super.type(name, typed);
    this.select({ term: null });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("cell") || changed.has("pass")) this.takeAttributes();
    super.willUpdate(changed);
    if (changed.has("selected") && this.selected !== null) this.select({ term: this.selected });
    const { term } = this.bench.selection;
    // Who selects `dc_prev` elsewhere means the way back.
    const other = this.settings.pass === "forward" ? "backward" : "forward";
    if (term && this.code && !this.#knows(this.#section, term) && this.#knows(`${this.settings.cell}.${other}`, term)) super.type("pass", other);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { term } = this.bench.selection;
    if (term === this.#scrolledTo) return;
    this.#scrolledTo = term;
    scrollToLit(this.renderRoot);
  }

  #scrolledTo: string | null = null;

  get #section(): string {
    const { cell, pass } = this.settings;
    return `${cell}.${cell === "clipping" ? "forward" : pass}`;
  }

  #knows(section: string, term: string): boolean {
    return this.code?.[section]?.equations.some((equation) => equation.term === term) ?? false;
  }

  protected show(data: CodeText | null): Shown {
    const { say } = this;
    const columns = data ? this.#own(data) : this.#cut();
    const controls = data ? nothing : html`${this.control("cell", "wide")}${this.settings.cell === "clipping" ? nothing : this.control("pass")}`;
    if (!columns) return { controls, figures: nothing, sentence: this.failed ? say.missing : say.loading, tables: () => [] };
    const { term } = this.bench.selection;
    const known = columns.equations.some((equation) => equation.term === term);
    const lit = this.pointed ?? (known ? term : null);
    return {
      controls,
      figures: codeColumns(columns, {
        say, lit, chosen: term, meaning: (one) => this.#meaning(one), shows: (part) => this.shows(part),
        point: (one) => (this.pointed = one), choose: (one) => this.select({ term: one }),
      }),
      sentence: this.#sentence(columns, lit, term !== null && !known ? term : null),
      tables: () => [this.#table(columns)],
    };
  }

  #cut(): Columns | null {
    const section = this.code?.[this.#section];
    return section ? columnsOf(section) : null;
  }

  #own({ equations, numpy, engine }: CodeText): Columns {
    const piece = (lines: CodeText["numpy"]): CodePiece[] => [{ path: "", at: 1, lines: lines.map(({ terms, text }) => ({ terms: [...terms], html: text })) }];
    return { equations: equations.map(({ term, text }) => ({ term, tex: text, content: text })), numpy: piece(numpy), engine: piece(engine), plain: true };
  }

  #meaning(term: string): string {
    return this.say.terms[`${this.settings.cell}.${term}`] ?? term;
  }

  #sentence({ equations, numpy, engine }: Columns, lit: string | null, unknown: string | null): string {
    const { say } = this;
    if (unknown !== null) return say.noTerm(unknown, equations.map(({ term }) => term));
    if (lit === null) return [say.choose, this.settings.cell === "clipping" || this.shown ? "" : say.outside[this.settings.pass]!].filter(Boolean).join(" ");
    const count = (pieces: readonly CodePiece[]) => pieces.flatMap(({ lines }) => lines).filter(({ terms }) => terms.includes(lit)).length;
    return `${this.shown ? lit : this.#meaning(lit)}${this.words.code === "zh" ? "。" : ". "}${say.lines(count(numpy), count(engine))}`;
  }

  #table({ equations, numpy, engine, plain }: Columns): Table {
    const { column } = this.say;
    const of = (pieces: readonly CodePiece[], term: string) =>
      pieces.flatMap(({ lines }) => lines).filter(({ terms }) => terms.includes(term)).map(({ html: line }) => (plain ? line : textOf(line)).trim()).join("\n");
    return { columns: [column.term, column.tex, column.numpy, column.engine], rows: equations.map(({ term, tex }) => [term, tex, of(numpy, term), of(engine, term)]) };
  }
}
