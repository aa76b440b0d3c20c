import { expect, it } from "vitest";
import { Preferences } from "../../../web/src/state/preferences.js";

const memory = (entries: Record<string, string> = {}) => ({
  getItem: (key: string) => entries[key] ?? null,
  setItem: (key: string, value: string) => void (entries[key] = value),
});

it("takes the address's language before the remembered one before the browser's", () => {
  const remembered = memory({ "unrolled.language": "zh" });
  expect(new Preferences("en", ["zh-CN"], remembered).language).toBe("en");
  expect(new Preferences(null, ["en-GB"], remembered).language).toBe("zh");
  expect(new Preferences(null, ["fr", "zh-TW"], memory()).language).toBe("zh");
  expect(new Preferences(null, ["fr"], memory()).language).toBe("en");
});

it("remembers, and tells its listeners", () => {
  const storage = memory();
  const preferences = new Preferences(null, ["en"], storage);
  let told = 0;
  preferences.listen(() => told++);
  preferences.setLanguage("zh-Hans");
  preferences.setTheme("dark");
  expect(told).toBe(2);
  expect(new Preferences(null, ["en"], storage)).toMatchObject({ language: "zh", theme: "dark" });
});

it("works where storage is forbidden or damaged", () => {
  const refuse = () => { throw new DOMException("denied", "SecurityError"); };
  const preferences = new Preferences(null, ["zh"], { getItem: refuse, setItem: refuse });
  preferences.setTheme("light");
  expect(preferences).toMatchObject({ language: "zh", theme: "light" });
  expect(new Preferences(null, [], memory({ "unrolled.theme": "purple" })).theme).toBe("auto");
});
