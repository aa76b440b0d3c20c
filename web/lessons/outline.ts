/** One walk over a parsed lesson: checks what kramdown would read differently, and collects what page and tests need. */
import type { Token } from "markdown-it";
import { codeLanguages } from "./code.js";
import { readExhibit, readInline, type Exhibit } from "./elements.js";
import { mathml } from "./mathml.js";
import type { Report } from "./problem.js";

export interface Heading { id: string; level: number; text: string; line: number }
/** A number in the prose: which, and the text as printed. */
export interface QuotedNumber { name: string; text: string; line: number }
export interface Link { href: string; line: number; token: Token }

export interface Outline {
  headings: Heading[];
  exhibits: Exhibit[];
  numbers: QuotedNumber[];
  links: Link[];
  /** The first paragraph, as plain text. */
  lead: string;
}

const wide = /[\u2e80-\u9fff\u3000-\u30ff\uff00-\uffef]/;
export const plain = (tokens: Token[]) => tokens.map(({ type, content }) =>
  type === "softbreak" ? " " : type === "html_inline" ? "" : content).join("").trim();

/** What the walk leaves in a token for the renderer: a formula's markup, an exhibit. */
export const markupOf = (token: Token) => String(token.meta?.["markup"]);
export const exhibitOf = (token: Token) => (token.meta?.["exhibit"] ?? null) as Exhibit | null;

export class Walk {
  readonly outline: Outline = { headings: [], exhibits: [], numbers: [], links: [], lead: "" };

  constructor(private readonly report: Report) {}

  all(tokens: Token[]): Outline {
    tokens.forEach((token, at) => this.#block(token, tokens[at - 1]));
    const [, ...others] = this.outline.headings;
    if (tokens[0]?.tag !== "h1") this.report(1, "A lesson begins with its title: one line # Title.");
    for (const { level, line } of others) if (level === 1) this.report(line, "A lesson has one title; write ## for its sections.");
    return this.outline;
  }

  #block(token: Token, before: Token | undefined): void {
    const line = (token.map?.[0] ?? 0) + 1;
    if (token.type === "inline") {
      this.#line(token.children!, line);
      if (before?.type === "paragraph_open") this.#paragraph(token.children!, line);
      if (before?.type === "heading_open") this.#heading(before, token, line);
    } else if (token.type === "math_display") this.#display(token, line);
    else if (token.type === "html_block") {
      const exhibit = readExhibit(token.content, line, this.report);
      token.meta = { exhibit };
      if (exhibit) this.outline.exhibits.push(exhibit);
    } else if (token.type === "code_block") this.report(line, "Code stands between lines of ``` with its language, not indented.");
    else if (token.type === "fence" && !codeLanguages.includes(token.info.trim())) {
      this.report(line, `A code block names its language after \`\`\`: one of ${codeLanguages.join(", ")}.`);
    }
  }

  #heading(open: Token, inline: Token, line: number): void {
    const level = Number(open.tag.slice(1));
    const id = String(open.attrGet("id") ?? "");
    if (level > 3) this.report(line, "Headings go down to ###.");
    if (level > 1 && !id) this.report(line, "Every section has an id, the same in both languages: ## Heading {#some-id}.");
    if (inline.children!.some(({ type }) => type === "math_inline")) this.report(line, "A heading has no formulas: it also stands in the list of contents.");
    if (["main", "contents"].includes(id) || id && this.outline.headings.some((other) => other.id === id)) this.report(line, `The id ${id} is taken; choose another.`);
    this.outline.headings.push({ id, level, text: plain(inline.children!), line });
  }

  #paragraph(tokens: Token[], line: number): void {
    if (tokens.length === 1 && tokens[0]!.type === "math_inline") {
      this.report(line, "A formula alone in its paragraph is a display: put each $$ on a line of its own.");
    }
    this.outline.lead ||= plain(tokens);
  }

  #display(token: Token, line: number): void {
    if (!token.meta!["apart"]) this.report(line, "A display formula has an empty line before and after it.");
    token.meta = { markup: this.#mathml(token.content.trim(), true, line) };
  }

  #mathml(tex: string, display: boolean, line: number): string {
    try {
      return mathml(tex, display);
    } catch (error) {
      return this.report(line, `This formula cannot be read: ${(error as Error).message} (in ${tex.replace(/\s+/g, " ")})`);
    }
  }

  /** What stands in one paragraph, heading or cell. */
  #line(tokens: Token[], firstLine: number): void {
    let line = firstLine;
    tokens.forEach((token, at) => {
      const { type, content } = token;
      if (type === "softbreak" || type === "hardbreak") {
        line++;
        if (wide.test(tokens[at - 1]?.content.at(-1) ?? "") && wide.test(tokens[at + 1]?.content[0] ?? "")) {
          this.report(line, "A Chinese paragraph stands on one line: a line break would become a space.");
        }
      } else if (type === "math_inline") this.#inlineMath(token, line);
      else if (type === "html_inline") this.#number(tokens, at, line);
      else if (type === "link_open") this.outline.links.push({ href: String(token.attrGet("href") ?? ""), line, token });
      else if (type === "image") this.report(line, "A lesson has no pictures: exhibits draw what really happens.");
      else if (type === "text") this.#text(content, line);
    });
  }

  #text(content: string, line: number): void {
    if (content.includes("$$")) this.report(line, "This $$ has no partner; a display formula has an empty line before and after it.");
    if (/--|\.\.\./.test(content)) this.report(line, "Write the dash – or — and the dots … themselves.");
    if (content.includes("**")) this.report(line, "This ** makes nothing bold; put punctuation outside of it.");
    if (/^\{:/.test(content)) this.report(line, "Attribute lists {: …} are kramdown's alone; only {#id} after a heading is understood everywhere.");
  }

  #inlineMath(token: Token, line: number): void {
    const tex = token.content;
    if (tex.includes("\n")) this.report(line, "A display formula has an empty line before and after it; one within a sentence stays on its line.");
    if (/(^|[^\\])\|/.test(tex)) this.report(line, `kramdown would make a table of the | in ${tex}: write \\vert, \\lvert … \\rvert or \\lVert … \\rVert.`);
    token.meta = { markup: this.#mathml(tex.trim(), false, line) };
  }

  #number(tokens: Token[], at: number, line: number): void {
    const name = readInline(tokens[at]!.content, line, this.report);
    if (!name) return;
    const [text, close] = [tokens[at + 1], tokens[at + 2]];
    if (text?.type !== "text" || close?.content !== "</span>") this.report(line, `The number ${name} must be plain text between its tags.`);
    this.outline.numbers.push({ name, text: text!.content, line });
  }
}
