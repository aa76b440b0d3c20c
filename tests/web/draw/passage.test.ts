import { describe, expect, it } from "vitest";
import { passage, placesOf } from "../../../web/src/draw/passage.js";

describe("a passage", () => {
  it("breaks at line feeds and where the room ends; wide characters take more of it", () => {
    const { x, y, rows, columns } = placesOf([..."abc\nde", ..."fghi"], 52);
    expect([columns, rows, x, y]).toEqual([5, 3, [0, 1, 2, 3, 0, 1, 2, 3, 4, 0], [0, 0, 0, 0, 1, 1, 1, 1, 1, 2]]);
    expect(placesOf([..."门关了"], 82).columns).toBe(5);
    expect(placesOf([], 0)).toMatchObject({ rows: 1, columns: 4 });
  });

  it("colours each character by its value, underlines what has the property, and is as high as its lines", () => {
    const { marks, height } = passage({ characters: [..."a\nb"], strength: [0.5, -2], inks: ["validation", "c"], name: "c", under: [0, 1], cursor: 2 }, { width: 100, height: 0 });
    expect(marks.flatMap((mark) => (mark.kind === "rect" ? [[mark.ink, mark.opacity ?? null]] : []))).toEqual([["c", 0.25], ["validation", 0.5], ["c", 0], ["ink", null]]);
    expect(marks.flatMap((mark) => (mark.kind === "text" ? [mark.text] : []))).toEqual(["a", "↵", "b"]);
    expect(marks.filter(({ kind }) => kind === "line")).toHaveLength(1);
    expect(height).toBe(64);
  });
});
