/** A lesson's Markdown, read as kramdown reads it (`lessons/STYLE.md`), to checked HTML by sections. */
// markdown-it: CommonMark with tables, and a token stream that can be checked before it is written.
import createMarkdownIt, { type MarkdownIt, type Token } from "markdown-it";
import { highlight } from "./code.js";
import type { Exhibit } from "./elements.js";
import { mathSyntax } from "./math-syntax.js";
import { Walk, exhibitOf, markupOf, plain, type Outline } from "./outline.js";
import { reporter } from "./problem.js";

export interface Section { id: string; title: string; html: string }

export interface Lesson extends Outline {
  title: string;
  /** What stands before the first section. */
  opening: string;
  sections: Section[];
}

export interface LessonWords {
  /** Shown in place of an exhibit where there is no JavaScript. */
  needsScript: string;
  /** The name of the link beside a heading. */
  linkTo(section: string): string;
}

/** `## Heading {#id}`, before the line is parsed. */
function headingIds(md: MarkdownIt): void {
  md.core.ruler.before("inline", "heading_ids", ({ tokens }) => {
    tokens.forEach((token, at) => {
      const inline = tokens[at + 1];
      if (token.type !== "heading_open" || !inline) return;
      const found = /^(.*?)\s*\{#([a-z][a-z0-9-]*)\}$/.exec(inline.content);
      if (!found) return;
      token.attrSet("id", found[2]!);
      inline.content = found[1]!;
    });
  });
}

const ideograph = /[\u3400-\u9fff]$/;
const ideographAhead = /^[\u3400-\u9fff]/;

/** Between a formula and a Chinese character stands a quarter of an em, which `text-autospace` gives to letters only. */
function inlineFormula(tokens: Token[], at: number): string {
  const gaps = [
    ideograph.test(tokens[at - 1]?.content ?? "") && "gap-before",
    ideographAhead.test(tokens[at + 1]?.content ?? "") && "gap-after",
  ].filter(Boolean);
  const markup = markupOf(tokens[at]!);
  return gaps.length > 0 ? markup.replace("<math", `<math class="${gaps.join(" ")}"`) : markup;
}

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** 10⁻⁹ with one and the same face's digits: fonts have some of these signs and borrow the others. */
const raised = (text: string) => text.replace(/[⁻⁰¹²³⁴-⁹]+/g, (signs) =>
  `<sup>${[...signs].map((sign) => (sign === "⁻" ? "−" : superscripts.indexOf(sign))).join("")}</sup>`);

/** Browsers part a formula from its punctuation at the end of a line, unless they are told not to. */
const together = (html: string) => html.replace(
  /([（“‘《「([]?)(<math(?! display)[^>]*>(?:(?!<\/math>)[\s\S])*<\/math>)([，。、；：！？）”’》」,.;:!?)\]]*)/g,
  (all, before: string, formula: string, after: string) => (before || after ? `<span class="together">${all}</span>` : formula));

function exhibitMarkup(md: MarkdownIt, { tag, attributes, inner }: Exhibit, words: LessonWords): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${md.utils.escapeHtml(value)}"`).join("");
  const sentence = inner ? "" : `\n<noscript><p class="needs-script">${md.utils.escapeHtml(words.needsScript)}</p></noscript>`;
  return `<${tag}${written}>${inner.replace(/>[^<]+/g, raised)}</${tag}>${sentence}\n`;
}

function createParser(words: LessonWords): MarkdownIt {
  const md = createMarkdownIt({ html: true, typographer: true }).use(mathSyntax).use(headingIds);
  // Quotation marks become round, as in kramdown; other signs are written as they are.
  md.disable("replacements");
  const { rules } = md.renderer;
  rules["math_inline"] = inlineFormula;
  rules["math_display"] = (tokens, at) => `<div class="display">${markupOf(tokens[at]!)}</div>\n`;
  rules["fence"] = (tokens, at) => highlight(tokens[at]!.content, tokens[at]!.info.trim());
  rules["html_block"] = (tokens, at) => {
    const exhibit = exhibitOf(tokens[at]!);
    return exhibit ? exhibitMarkup(md, exhibit, words) : "";
  };
  rules["html_inline"] = (tokens, at) => (tokens[at]!.content.startsWith("<!--") ? "" : tokens[at]!.content);
  rules["text"] = (tokens, at) => raised(md.utils.escapeHtml(tokens[at]!.content));
  // markdown-it aligns cells by style attributes, which the policy forbids.
  rules["th_open"] = rules["td_open"] = (tokens, at) => {
    const [, side] = /text-align:(\w+)/.exec(String(tokens[at]!.attrGet("style") ?? "")) ?? [];
    return `<${tokens[at]!.tag}${side ? ` class="${side}"` : ""}>`;
  };
  rules["table_open"] = () => '<div class="table"><table>\n';
  rules["table_close"] = () => "</table></div>\n";
  rules["heading_close"] = (tokens, at) => {
    const open = tokens[at - 2]!;
    const id = open.attrGet("id");
    const name = md.utils.escapeHtml(words.linkTo(plain(tokens[at - 1]!.children!)));
    return `${id ? ` <a class="anchor" href="#${id}" aria-label="${name}">#</a>` : ""}</${tokens[at]!.tag}>\n`;
  };
  return md;
}

/** Where each section begins, in tokens. */
const starts = (tokens: Token[]) => tokens.flatMap((token, at) => (token.type === "heading_open" && token.tag === "h2" ? [at] : []));

/** `follow` gives the address of a link within the site, or reports that there is none. */
export function readLesson(file: string, source: string, words: LessonWords, follow: (href: string) => string): Lesson {
  const report = reporter(file);
  const md = createParser(words);
  const env = {};
  const tokens = md.parse(source, env);
  const outline = new Walk(report).all(tokens);
  for (const { href, line, token } of outline.links) {
    try {
      token.attrSet("href", follow(href));
    } catch (error) {
      report(line, (error as Error).message);
    }
  }
  const html = (from: number, to?: number) => together(md.renderer.render(tokens.slice(from, to), md.options, env));
  const begins = starts(tokens);
  const titled = outline.headings.filter(({ level }) => level === 2);
  const sections = titled.map(({ id, text }, at) => ({ id, title: text, html: html(begins[at]!, begins[at + 1]) }));
  // The three tokens of the title are the page's to write.
  return { ...outline, title: outline.headings[0]!.text, opening: html(3, begins[0]), sections };
}
