/** The same Markdown in kramdown, as Jekyll has it: what a course's own site shows is what ours shows. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { languages, readLessons } from "../../web/lessons/lessons.js";

const script = `require "kramdown"; require "kramdown-parser-gfm"; Encoding.default_external = "UTF-8"
print Kramdown::Document.new(STDIN.read, input: "GFM", hard_wrap: false, math_engine: "mathjax", syntax_highlighter: nil).to_html`;
const kramdown = (source: string): string => execFileSync("ruby", ["-e", script], { input: source, encoding: "utf8" });

const decode = (text: string) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&amp;/g, "&");
const squeeze = (text: string) => text.replace(/\s+/g, " ").trim();
const formulas = (text: string, form: RegExp) => [...text.matchAll(form)].map((found) => squeeze(decode(found.slice(1).find((tex) => tex !== undefined)!)));

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";
/** Our pages write 10⁻⁹ with raised digits. */
const lowered = (text: string) => text.replace(/[⁻⁰¹²³⁴-⁹]/g, (sign) => (sign === "⁻" ? "−" : `${superscripts.indexOf(sign)}`));

/** Every character a reader reads but spaces and formulas. */
const words = (html: string) => decode(html
  .replace(/<math[\s\S]*?<\/math>|\\\([\s\S]*?\\\)|\\\[[\s\S]*?\\\]|<!--[\s\S]*?-->/g, "")
  .replace(/<a class="anchor"[\s\S]*?<\/a>|<noscript>[\s\S]*?<\/noscript>/g, "")
  .replace(/<[^>]*>|\s/g, ""));

const elements = ["table", "tr", "th", "td", "strong", "em", "ul", "ol", "li", "blockquote", "pre", "kbd", "h1", "h2", "h3"];
const counts = (html: string) => Object.fromEntries(elements.map((name) => [name, html.match(new RegExp(`<${name}[ >]`, "g"))?.length ?? 0]));

/** The lessons, and one of our own for when they leave something out. */
const folders = ["../../lessons", "../support/lessons"].map((path) => fileURLToPath(new URL(path, import.meta.url)));
const sources = folders.flatMap((folder) => readLessons(folder).flatMap(({ slug, ...of }) =>
  languages.map((language) => [`${slug}/${language}.md`, readFileSync(join(folder, slug, `${language}.md`), "utf8"), of[language]] as const)));

describe.each(sources)("%s in kramdown", (_, source, { title, headings, exhibits, opening, sections }) => {
  const theirs = kramdown(source);
  const ours = `<h1>${title}</h1>${opening}${sections.map(({ html }) => html).join("")}`;

  it("has all formulas, untouched by Markdown, in their places", () => {
    const written = formulas(source.replace(/^```[\s\S]*?^```/gm, ""), /\$\$([\s\S]*?)\$\$/g);
    expect(formulas(theirs, /\\\(([\s\S]*?)\\\)|\\\[([\s\S]*?)\\\]/g)).toEqual(written);
    expect(theirs.match(/^\\\[/gm)?.length ?? 0).toBe(ours.match(/<math display="block"/g)?.length ?? 0);
  });

  it("has the ids of all sections", () => {
    const ids = [...theirs.matchAll(/<h([23]) id="([^"]*)"/g)].map(([, level, id]) => [Number(level), id]);
    expect(ids).toEqual(headings.slice(1).map(({ level, id }) => [level, id]));
  });

  it("has every exhibit on a line of its own, outside of paragraphs", () => {
    const lines = (text: string) => text.split("\n").filter((line) => line.startsWith("<unrolled-"));
    expect(lines(theirs)).toEqual(lines(source));
    expect(lines(theirs)).toHaveLength(exhibits.length);
    expect(theirs).not.toMatch(/<p>\s*<\/?unrolled-/);
  });

  it("has the same tables, lists, quotations, emphasis and words", () => {
    expect(counts(theirs)).toEqual(counts(ours));
    expect(words(lowered(theirs))).toBe(words(ours));
  });
});
