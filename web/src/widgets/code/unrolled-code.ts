import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import { enCode, type CodeWords } from "../../i18n/en-code.js";
import { zhCode } from "../../i18n/zh-code.js";
import { choice } from "../../state/index.js";
import { aText, listOf, objectOf } from "../exhibit/check-data.js";
import { Exhibit, type Shown } from "../exhibit/exhibit.js";
import { element } from "../shared/element.js";
import type { CodeLine, CodePiece, CodeSection, CodeSections } from "./code-data.js";
import { codeStyles } from "./code.styles.js";

const fields = { cell: choice(["lstm", "rnn", "gru", "clipping"]), pass: choice(["forward", "backward"]) };

/** Lines of one's own, as plain text. */
export interface CodeText {
  equations: readonly { term: string; text: string }[];
  numpy: readonly { terms: readonly string[]; text: string }[];
  engine: readonly { terms: readonly string[]; text: string }[];
}

type Columns = Pick<CodeSection, "numpy" | "engine"> & { equations: readonly { term: string; tex: string; content: unknown }[]; plain: boolean };

/** The letter whose colour a term wears: the gate of `da_f`, the state of `dh_prev`. */
function inkOf(term: string): string {
  const letter = term.replace(/^da_/, "").replace(/^d([ch])(_prev)?$/, "$1");
  return /^[ifgoch]$/.test(letter) ? letter : "gradient";
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
  protected readonly catalogue = { en: enCode, zh: zhCode };
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
    for (const pane of this.renderRoot.querySelectorAll("pre")) {
      const line = pane.querySelector<HTMLElement>(".lit");
      if (line) pane.scrollTop = line.offsetTop - pane.offsetTop - pane.clientHeight / 3;
    }
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
    if (!columns) return { controls, figures: nothing, sentence: this.failed ? say.missing : say.loading, table: { columns: [], rows: [] } };
    const { term } = this.bench.selection;
    const known = columns.equations.some((equation) => equation.term === term);
    const lit = this.pointed ?? (known ? term : null);
    return {
      controls,
      figures: html`<div class="columns" @pointerleave=${() => (this.pointed = null)}>
        ${this.shows("equations") ? this.#equations(columns, lit) : nothing}
        ${this.shows("numpy") ? this.#code("numpy", say.numpy, columns.numpy, columns.plain, lit) : nothing}
        ${this.shows("engine") ? this.#code("engine", say.engine, columns.engine, columns.plain, lit) : nothing}
      </div>`,
      sentence: this.#sentence(columns, lit, term !== null && !known ? term : null),
      table: this.#table(columns),
    };
  }

  #cut(): Columns | null {
    const section = this.code?.[this.#section];
    return section ? { ...section, equations: section.equations.map(({ term, tex, html: math }) => ({ term, tex, content: unsafeHTML(math) })), plain: false } : null;
  }

  #own({ equations, numpy, engine }: CodeText): Columns {
    const piece = (lines: CodeText["numpy"]): CodePiece[] => [{ path: "", at: 1, lines: lines.map(({ terms, text }) => ({ terms: [...terms], html: text })) }];
    return { equations: equations.map(({ term, text }) => ({ term, tex: text, content: text })), numpy: piece(numpy), engine: piece(engine), plain: true };
  }

  #equations({ equations, plain }: Columns, lit: string | null): TemplateResult {
    const { say } = this;
    return html`<div class="equations-column"><h4 id="equations">${say.equations}</h4>
      <div class="equations" role="listbox" tabindex="0" aria-labelledby="equations" aria-activedescendant=${lit ? `term-${lit}` : nothing}
        data-testid="equations" @keydown=${(event: KeyboardEvent) => this.#key(event, equations.map(({ term }) => term))}>
        ${equations.map(({ term, content }) => html`<div role="option" id="term-${term}" aria-selected=${term === lit} data-term=${term}
          class="equation term-${inkOf(term)} ${term === lit ? "lit" : ""}" @pointerenter=${() => (this.pointed = term)}
          @click=${() => this.select({ term })}><span class="hidden-visually">${plain ? term : this.#meaning(term)}</span>${content}</div>`)}
      </div></div>`;
  }

  #code(name: string, heading: string, pieces: readonly CodePiece[], plain: boolean, lit: string | null): TemplateResult {
    return html`<div class="${name}-column"><h4>${heading}</h4>
      <pre tabindex="0" role="group" aria-label=${heading} data-testid=${name}>${pieces.map(({ path, at, lines }) => html`${
        path ? html`<div class="place">${this.say.place(path, at)}</div>` : nothing}<code translate="no">${lines.map((line) => this.#line(line, plain, lit))}</code>`)}</pre></div>`;
  }

  #line({ terms, html: content }: CodeLine, plain: boolean, lit: string | null): TemplateResult {
    const shown = plain ? content : unsafeHTML(content);
    if (terms.length === 0) return html`<span class="line" @pointerenter=${() => (this.pointed = null)}>${shown || " "}</span>`;
    // Of several terms, the lit one keeps the light: a line of all gates shall not jump to the first.
    const own = lit !== null && terms.includes(lit) ? lit : terms[0]!;
    return html`<span class="line term-${inkOf(own)} ${own === lit ? "lit" : ""}" data-terms=${terms.join(" ")}
      @pointerenter=${() => (this.pointed = own)} @click=${() => this.select({ term: own })}>${shown}</span>`;
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

  #table({ equations, numpy, engine, plain }: Columns): Shown["table"] {
    const { column } = this.say;
    const of = (pieces: readonly CodePiece[], term: string) =>
      pieces.flatMap(({ lines }) => lines).filter(({ terms }) => terms.includes(term)).map(({ html: line }) => (plain ? line : textOf(line)).trim()).join("\n");
    return { columns: [column.term, column.tex, column.numpy, column.engine], rows: equations.map(({ term, tex }) => [term, tex, of(numpy, term), of(engine, term)]) };
  }

  #key(event: KeyboardEvent, terms: readonly string[]): void {
    const at = terms.indexOf(this.bench.selection.term ?? "");
    const to = { ArrowDown: Math.min(terms.length - 1, at + 1), ArrowUp: Math.max(0, at - 1), Home: 0, End: terms.length - 1 }[event.key];
    if (to === undefined && event.key !== "Escape") return;
    event.preventDefault();
    this.pointed = null;
    this.select({ term: to === undefined ? null : terms[to]! });
  }
}
