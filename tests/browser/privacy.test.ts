import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dist, visits } from "./support.js";

const open = visits();

describe("nothing leaves the device", () => {
  it("while the page loads, trains, writes, saves and opens: it asks no other host and breaks no policy", async () => {
    const visit = await open.studio();
    await visit.at("text-input").fill("My secret diary. Nobody may read it but me. ".repeat(40));
    await visit.train();
    await visit.until("it has trained and written", ({ step, samples }) => step > 5 && samples.length > 0);
    await visit.pause();
    await visit.at("write-button").click();
    const [download] = await Promise.all([visit.page.waitForEvent("download"), visit.at("save-button").click()]);
    await visit.at("model-input").setInputFiles((await download.path())!);
    await visit.until("the model is open", ({ step, samples }) => step === 0 && samples.length > 0);
    await visit.at("corpus-select").selectOption("chinese");
    await visit.until("the text is there", ({ text }) => text.length > 10_000);
    expect(visit.requests.some((url) => url.endsWith(".wasm"))).toBe(true);
    expect(visit.requests.filter((url) => !url.startsWith(open.url) && !url.startsWith("blob:"))).toEqual([]);
    expect(visit.requests.join("\n")).not.toMatch(/secret/i);
    expect(visit.complaints).toEqual([]);
    expect(await visit.page.evaluate(() => [document.cookie, ...Object.values(localStorage)].join())).not.toMatch(/secret/i);
  });

  for (const file of ["index.html", "studio/index.html"]) {
    it(`the policy of ${file} names no other host and allows no eval`, async () => {
      const html = await readFile(join(dist, file), "utf8");
      const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? "";
      expect(policy).toContain("default-src 'none'");
      expect(policy).toMatch(/script-src 'self' 'wasm-unsafe-eval'(;|$)/);
      expect(policy).not.toMatch(/'unsafe-(eval|inline)'|https?:|\*/);
      expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
    });
  }

  it("the policy is in force: evaluating a string is refused", async () => {
    const visit = await open.home({ expected: /unsafe-eval|refused by policy: script-src eval/i });
    const refused = await visit.page.evaluate(() => new Promise<string>((resolve) => {
      document.addEventListener("securitypolicyviolation", (event) => resolve(event.violatedDirective));
      // In a task of the page's own: what a test evaluates is exempt.
      setTimeout("document.title = 'evil'");
    }));
    expect(refused).toMatch(/script-src/);
    expect(await visit.page.title()).not.toBe("evil");
  });
});
