import { describe, expect, it } from "vitest";
import { CalibrationStore } from "../../../web/src/state/calibration.js";

function memory(): Storage & { all: Map<string, string> } {
  const all = new Map<string, string>();
  return { all, getItem: (key: string) => all.get(key) ?? null, setItem: (key: string, value: string) => void all.set(key, value), removeItem: (key: string) => void all.delete(key) } as unknown as Storage & { all: Map<string, string> };
}
const forbidden = { getItem: () => { throw new Error("denied"); }, setItem: () => { throw new Error("denied"); }, removeItem: () => { throw new Error("denied"); } };

describe("what a reader predicted", () => {
  it("is counted once for each question, by the first answer", () => {
    const store = new CalibrationStore(memory());
    expect([store.add("a", false, 0.4), store.add("a", true, 0), store.add("b", true, null), store.add("c", true, 0.2)]).toEqual([true, false, true, true]);
    expect(store.summary).toEqual({ predictions: 3, right: 2, numbers: 2, off: expect.closeTo(0.3) });
  });

  it("is remembered, and forgotten when asked", () => {
    const storage = memory();
    new CalibrationStore(storage).add("a", true, 0.12345678);
    const again = new CalibrationStore(storage);
    expect(again.summary).toEqual({ predictions: 1, right: 1, numbers: 1, off: 0.1235 });
    let told = 0;
    again.listen("predictions", () => told++);
    again.forget();
    expect([told, storage.all.size, new CalibrationStore(storage).summary.predictions]).toEqual([1, 0, 0]);
  });

  it("counts within the page where storage is missing or forbidden", () => {
    for (const storage of [null, forbidden]) {
      const store = new CalibrationStore(storage);
      store.add("a", true, null);
      expect(store.summary.predictions).toBe(1);
      store.forget();
      expect(store.summary.predictions).toBe(0);
    }
  });

  it.each(["not json", "[1]", "null", '{"a":[2,0]}', '{"a":[1,7]}', '{"a":"x"}', "3"])("survives damage: %s", (written) => {
    const storage = memory();
    storage.setItem("unrolled.predictions", written);
    expect(new CalibrationStore(storage).summary.predictions).toBe(0);
  });

  it("stays bounded", () => {
    const store = new CalibrationStore(memory());
    for (let k = 0; k < 600; k++) store.add(`q${k}`, true, null);
    expect(store.summary.predictions).toBe(500);
  });
});
