/** Chinese and English say the same things. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { filesIn, read, root } from "./files.js";

type Shape = Record<string, string>;

/** "a.b" → what kind of entry it is, and with how many parameters. */
function shape(value: unknown, name = ""): Shape {
  if (typeof value === "function") return { [name]: "function" };
  if (Array.isArray(value)) return { [name]: `list of ${value.length}` };
  if (value === null || typeof value !== "object") return { [name]: typeof value };
  return Object.assign({}, ...Object.entries(value).map(([key, inner]) => shape(inner, name ? `${name}.${key}` : key)));
}

/** en.ts and every en-….ts, each with the Chinese one that it must have. */
const catalogues = filesIn("web/src/i18n", /\/en(-[\w-]+)?\.ts$/).map((en) => [en.replace("/en", "/zh"), en] as const);

describe.each(catalogues)("%s and %s", (zh, en) => {
  const exported = async (path: string) => {
    const all: Record<string, unknown> = await import(/* @vite-ignore */ join(root, path));
    return shape(Object.fromEntries(Object.entries(all).map(([name, value]) => [name.replace(/^(zh|en)/, ""), value])));
  };

  it("have the same entries of the same kinds", async () => {
    expect(await exported(zh)).toEqual(await exported(en));
  });

  it("leave no sentence empty, except for what stands before or after a number in one language only", async () => {
    for (const path of [zh, en]) {
      const all: object = await import(/* @vite-ignore */ join(root, path));
      const empty = (value: unknown): boolean =>
        typeof value === "string" ? value.trim() === ""
          : value !== null && typeof value === "object" && Object.entries(value).some(([key, inner]) => !/(Before|After)$/.test(key) && empty(inner));
      expect(empty(all), path).toBe(false);
    }
  });
});

it("keeps sentences for readers in the catalogues: no Chinese in other sources of the page", () => {
  const others = filesIn("web/src", /\.ts$/).filter((path) => !path.startsWith("web/src/i18n/"));
  const chinese = others.filter((path) => /[\u4e00-\u9fff]/.test(read(path).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "")));
  // A text that models learn is no sentence for readers.
  expect(chinese.filter((path) => !/language|switch|marks-text/.test(path))).toEqual([]);
});
