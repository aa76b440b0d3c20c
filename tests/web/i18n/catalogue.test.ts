/** Words that come one language at a time. */
import { expect, it } from "vitest";
import { Catalogue } from "../../../web/src/i18n/catalogue.js";

function counting() {
  const fetched = { en: 0, zh: 0 };
  const catalogue = new Catalogue<string>({
    en: async () => (fetched.en++, "hello"),
    zh: async () => {
      if (++fetched.zh === 1) throw new Error("offline");
      return "你好";
    },
  });
  return { catalogue, fetched };
}

it("fetches one language once, and the other not at all", async () => {
  const { catalogue, fetched } = counting();
  expect(catalogue.in("en")).toBeNull();
  await Promise.all([catalogue.fetch("en"), catalogue.fetch("en")]);
  await catalogue.fetch("en");
  expect([catalogue.in("en"), fetched]).toEqual(["hello", { en: 1, zh: 0 }]);
});

it("speaks the language that is there until the other one comes, and tries again when it did not come", async () => {
  const { catalogue } = counting();
  await catalogue.fetch("en");
  await expect(catalogue.fetch("zh")).rejects.toThrow("offline");
  expect([catalogue.has("zh"), catalogue.in("zh")]).toEqual([false, "hello"]);
  await catalogue.fetch("zh");
  expect([catalogue.in("zh"), catalogue.in("en")]).toEqual(["你好", "hello"]);
});
