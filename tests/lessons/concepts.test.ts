/** Where each row of a book or course is met: `lessons/concepts.json` leads to sections that are there. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { readLessons } from "../../web/lessons/lessons.js";

const folder = fileURLToPath(new URL("../../lessons", import.meta.url));
const concepts = JSON.parse(readFileSync(`${folder}/concepts.json`, "utf8")) as Record<string, Record<string, string[]>>;

it("leads from every row to sections that are there", () => {
  const sections = new Set(readLessons(folder).flatMap(({ slug, en }) => en.headings.map(({ id }) => `${slug}#${id}`)));
  for (const [source, rows] of Object.entries(concepts)) {
    for (const [row, places] of Object.entries(rows)) {
      expect(places.length, `${source} ${row}`).toBeGreaterThan(0);
      for (const place of places) expect([...sections], `${source} ${row}`).toContain(place);
    }
  }
});
