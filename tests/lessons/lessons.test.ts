/** The lessons as they are: every quoted number is computed anew, and both languages say the same with the same. */
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readLessons, type LessonEntry } from "../../web/lessons/lessons.js";
import { sharedEngine } from "../api/support/unrolled.js";
import { check, type Numbers } from "./numbers.js";

const folder = fileURLToPath(new URL("../../lessons", import.meta.url));
const lessons = readLessons(folder);
const engine = sharedEngine();

it("are all in toc.json", () => {
  const there = readdirSync(folder).filter((name) => /^\d\d-/.test(name)).sort();
  expect(lessons.map(({ slug }) => slug)).toEqual(there);
});

describe.each(lessons.map((lesson) => [lesson.slug, lesson] as const))("%s", (slug, lesson: LessonEntry) => {
  const { zh, en } = lesson;

  it("has the same sections in both languages", () => {
    const shape = ({ headings }: typeof zh) => headings.map(({ level, id }) => `${"#".repeat(level)} ${id}`);
    expect(shape(zh)).toEqual(shape(en));
  });

  it("has the same exhibits in both languages, with the same presets, and all of them exist", () => {
    const shape = ({ exhibits }: typeof zh) => exhibits.map(({ tag, attributes }) => {
      const { preset, seed, hide, lock } = attributes;
      return { tag, named: Object.keys(attributes).sort(), preset, seed, hide, lock };
    });
    expect(shape(zh)).toEqual(shape(en));
    const elements = readdirSync(fileURLToPath(new URL("../../web/src/widgets", import.meta.url)), { recursive: true }).map(String);
    for (const { tag } of zh.exhibits) expect(elements.some((path) => path.endsWith(`${tag}.ts`)), tag).toBe(true);
  });

  it("uses every preset it has, in an exhibit or for a number", () => {
    const used = [...zh.exhibits.map(({ attributes }) => attributes["preset"] ?? ""), ...zh.numbers.map(({ name }) => `${slug}/${name.split(".")[0]}`)];
    expect(Object.keys(lesson.presets).filter((name) => !used.includes(`${slug}/${name}`))).toEqual([]);
  });

  it("quotes only numbers that its presets give, in both languages", async () => {
    const module = new URL(`./${slug}.ts`, import.meta.url);
    const { numbers } = existsSync(module) ? await import(/* @vite-ignore */ module.href) as { numbers: Numbers } : { numbers: {} };
    expect(await check(lesson, numbers, engine())).toEqual([]);
  });
});
