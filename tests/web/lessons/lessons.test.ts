import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readLessons } from "../../../web/lessons/lessons.js";
import { lessonPages } from "../../../web/lessons/plugin.js";

const original = fileURLToPath(new URL("../../support/lessons", import.meta.url));
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "unrolled-lessons-"));
  cpSync(original, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const append = (file: string, text: string) => writeFileSync(join(folder, file), `${readFileSync(join(folder, file), "utf8")}\n${text}\n`);

describe("readLessons", () => {
  it("follows the order of toc.json and links lessons as pages", () => {
    const [first, second] = readLessons(folder);
    expect([first!.slug, second!.slug]).toEqual(["01-decay", "02-memory"]);
    expect(first!.zh.sections.at(-1)!.html).toContain('href="../02-memory/#sum"');
    expect(second!.presets).toEqual({});
  });

  it.each([
    ["[x](../03-none/en.md)", "There is no lesson 03-none; there are 01-decay, 02-memory."],
    ["[x](../02-memory/zh.md)", "A link leads to https://…, to #a-section, or to ../NN-slug/en.md#section, but not to ../02-memory/zh.md."],
    ["[x](http://example.org)", "A link leads to https://…"],
    ["[x](../02-memory/en.md#nowhere)", "There is no section #nowhere in 02-memory."],
    ["[x](#nowhere)", "There is no section #nowhere in 01-decay."],
    ['<unrolled-gates preset="01-decay/smal">\n</unrolled-gates>', "There is no preset 01-decay/smal; there are 01-decay/small."],
  ])("refuses %s with file and line", (text, sentence) => {
    append("01-decay/en.md", text);
    expect(() => readLessons(folder)).toThrow(sentence);
    expect(() => readLessons(folder)).toThrow(/01-decay\/en\.md:\d\d: /);
  });

  it("says which file is not JSON", () => {
    writeFileSync(join(folder, "01-decay/presets.json"), "{");
    expect(() => readLessons(folder)).toThrow("01-decay/presets.json: ");
  });
});

describe("the pages", () => {
  it("are a door, a list in each language, and each lesson in each language", () => {
    expect([...lessonPages(folder).keys()].sort()).toEqual([
      "lessons/", "lessons/en/", "lessons/en/01-decay/", "lessons/en/02-memory/", "lessons/zh/", "lessons/zh/01-decay/", "lessons/zh/02-memory/",
    ]);
  });

  it("name their language, their twin, their neighbours, and the same policy as the home page", () => {
    const pages = lessonPages(folder);
    const page = pages.get("lessons/zh/01-decay/")!;
    expect(page).toContain('<html lang="zh-Hans">');
    expect(page).toContain('<link rel="alternate" hreflang="en" href="../../en/01-decay/">');
    expect(page).toContain('<meta name="description" content="拿 0.9 自乘六十次');
    expect(page).toMatch(/rel="next" href="\.\.\/02-memory\/"/);
    expect(page).not.toContain('rel="prev"');
    expect(pages.get("lessons/en/02-memory/")).toMatch(/rel="prev" href="\.\.\/01-decay\/"/);
    for (const html of pages.values()) {
      expect(html).toContain("default-src 'none'");
      expect(html).not.toMatch(/\sstyle=|<style|<script(?! type="module" src=)/);
    }
  });
});
