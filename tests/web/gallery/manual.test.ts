/** The gallery's manuals: of every element, from its source, in both languages. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { examples, markupOf } from "../../../web/gallery/examples.js";
import { galleryPage } from "../../../web/gallery/gallery-page.js";
import { kinds, readManuals } from "../../../web/gallery/manual.js";
import { register } from "../../../web/gallery/plugin.js";
import { zhManual } from "../../../web/src/i18n/zh-manual.js";

const manuals = readManuals(register);
const tags = [...readFileSync(register, "utf8").matchAll(/^ {2}"(unrolled-[a-z-]+)":/gm)].map(([, tag]) => tag!);
const folder = mkdtempSync(join(tmpdir(), "unrolled-manual-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(["zh", "en"] as const)("every registered element is on the page in %s: in the contents, live, with snippet and manual", (language) => {
  expect(manuals.map(({ tag }) => tag)).toEqual(tags);
  const page = galleryPage(manuals, language);
  for (const tag of tags) {
    expect(page).toContain(`href="#${tag}"`);
    expect(page).toContain(`\n${markupOf(tag, language)}\n`);
  }
  expect(page.match(/class="snippet"/g)).toHaveLength(tags.length);
  expect(page.match(/<table>/g)).toHaveLength(tags.length);
});

const told = manuals.flatMap(({ tag, says, entries }) => [
  { tag, key: "says", says },
  ...kinds.flatMap((kind) => entries[kind].map((entry) => ({ tag, key: `${kind} ${entry.name}`.trim(), says: entry.says }))),
]);

describe("in Chinese", () => {
  it.each(told)("$tag: $key is told, with the same names in it", ({ tag, key, says }) => {
    const chinese = zhManual[tag]?.[key] ?? zhManual["every"]![key];
    expect(chinese, says).toMatch(/[\u4e00-\u9fff`]/);
    const names = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name!).sort();
    for (const name of names(says)) expect(chinese).toContain(`\`${name}\``);
  });
});

it("an example sets attributes that its element has", () => {
  for (const { tag, entries } of manuals) {
    const known = entries.attr.map(({ name }) => name);
    expect(known).toEqual(expect.arrayContaining(Object.keys(examples[tag]?.attributes ?? {})));
  }
});

describe("a class comment that is wrong stops the build:", () => {
  const build = (comment: string) => {
    writeFileSync(join(folder, "index.ts"), `const elements = {\n  "unrolled-one": () => import("./one.js"),\n};`);
    writeFileSync(join(folder, "base.ts"), `export class Base {\n  @property({ attribute: "of-base" }) ofBase = "";\n  /** Told by itself. */\n  @property({ attribute: false }) alone = 1;\n}`);
    writeFileSync(join(folder, "one.ts"), `import { Base } from "./base.js";\n/**\n * What it is.\n *\n${comment}\n */\n@element("unrolled-one")\nexport class One extends Base {\n  @property() own = "";\n}`);
    return readManuals(join(folder, "index.ts"))[0]!;
  };

  it("what is right, inherited included, is read", () => {
    const { says, entries } = build(" * @attr own - Its own,\n *   in two lines.\n * @attr of-base - Its base's.\n * @attr lang - A language.\n * @slot - Words.\n * @fires unrolled-x - News.");
    expect(says).toBe("What it is.");
    expect(entries.attr).toEqual([{ name: "own", says: "Its own, in two lines." }, { name: "of-base", says: "Its base's." }, { name: "lang", says: "A language." }]);
    expect(entries.slot).toEqual([{ name: "", says: "Words." }]);
    expect(entries.prop).toEqual([{ name: "alone", says: "Told by itself." }]);
  });

  it("an attribute or a property that there is not", () => {
    expect(() => build(" * @attr none - Nothing.")).toThrow(/one\.ts: <unrolled-one> has no attribute none/);
    expect(() => build(" * @attr alone - A property only.")).toThrow(/no attribute alone/);
    expect(() => build(" * @prop none - Nothing.")).toThrow(/no property none/);
  });

  it("a line that says nothing", () => {
    expect(() => build(" * @attr own")).toThrow(/must be written “@attr name - what it does”/);
  });
});
