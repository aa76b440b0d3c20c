import { expect, it } from "vitest";
import { countParameters, curveWorks, guardWorks, withText, workersWork, works } from "./works.mjs";

const all = [...works, workersWork, ...curveWorks, ...guardWorks];

it("has a name of its own for every work", () => {
  expect(new Set(works.map(({ id }) => id)).size).toBe(works.length);
});

it("has texts with as many characters as the vocabulary says, in Unicode's composed form, with eight windows a stream", () => {
  for (const { id, text, vocabulary, batch, window } of all.map(withText)) {
    expect(new Set(text).size + 1, id).toBe(vocabulary);
    expect(text.normalize("NFC"), id).toBe(text);
    expect(text.length / batch, id).toBeGreaterThan(8 * window);
  }
});

it("gives the same text every time", () => {
  expect(withText(works[0]!).text).toBe(withText(works[0]!).text);
});

it("counts parameters as the engine does: one bias for each gate", () => {
  expect(countParameters({ hidden: 128, layers: 1, vocabulary: 64 })).toEqual({ all: 107_072, multiplied: 74_304 });
  expect(countParameters({ hidden: 2, layers: 2, vocabulary: 3 }).all).toBe(4 * 2 * (3 + 2 + 1) + 4 * 2 * (2 + 2 + 1) + 3 * (2 + 1));
});
