import { expect, it } from "vitest";
import { Reading } from "../../../web/src/state/reading.js";

function memory() {
  const kept = new Map<string, string>();
  return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
}

it("remembers what was read, by lesson", () => {
  const storage = memory();
  const reading = new Reading("05-x", storage);
  expect(reading.count(["a", "b"])).toBe(0);
  reading.mark("a");
  reading.mark("a");
  reading.mark("old");
  const again = new Reading("05-x", storage);
  expect([again.has("a"), again.has("b"), again.count(["a", "b"])]).toEqual([true, false, 1]);
  expect(new Reading("06-y", storage).has("a")).toBe(false);
  again.forget();
  expect(new Reading("05-x", storage).count(["a", "b", "old"])).toBe(0);
});

it("does without storage, or with one that refuses", () => {
  const refusing = { getItem: () => { throw new Error("forbidden"); }, setItem: () => { throw new Error("full"); } };
  for (const storage of [null, refusing]) {
    const reading = new Reading("05-x", storage);
    reading.mark("a");
    expect(reading.has("a")).toBe(true);
  }
});
