import { describe, expect, it } from "vitest";
import { tiny, until, visits, type Visit } from "./support.js";

const open = visits();

/** Latin words that a Chinese reader of the field reads as they are. */
const known = new Set(("LSTM GRU RNN Elman BPTT Adam AdamW RMSProp SGD tanh ReLU sigmoid nat UTF Latin GB NaN LF CR BOM NUL Unicode NFC unk " +
  "WebAssembly SIMD Chrome Edge Firefox Safari MB txt cookie Apache Unrolled English Switch to A Word from Every Hut").split(" "));

/** Runs in the page: everything that is shown or read aloud, but for the text to learn and the samples. */
function wordsOfPage(): string[] {
  const found: string[] = [document.title];
  const visit = (node: Node): void => {
    if (node instanceof Text) found.push(node.data);
    if (node instanceof Element) {
      if (node.matches("script, style, noscript, bdi")) return;
      for (const name of ["aria-label", "title", "placeholder", "alt"]) found.push(node.getAttribute(name) ?? "");
      if (node.shadowRoot) visit(node.shadowRoot);
      if (node.tagName === "TEXTAREA") return;
    }
    node.childNodes.forEach((child) => visit(child));
  };
  visit(document.body);
  return found.map((text) => text.trim()).filter((text) => text !== "");
}

async function foreignWords(visit: Visit): Promise<string[]> {
  const texts = await visit.page.evaluate(wordsOfPage);
  expect(texts.filter((text) => /undefined|null|\[object|\bNaN\b(?!。)/.test(text))).toEqual([]);
  return texts.flatMap((text) => text.replace(/\S+\.(txt|safetensors)/g, "").match(/[A-Za-z][A-Za-z'’]+/g) ?? []).filter((word) => !known.has(word));
}

const htmlLang = (visit: Visit) => visit.page.locator("html").getAttribute("lang");

describe("the language", () => {
  it("is the browser's", async () => {
    for (const [lang, expected, train] of [["zh-TW", "zh-Hans", "训练"], ["en-US", "en", "Train"], ["fr-FR", "en", "Train"]] as const) {
      for (const visit of [await open.home({ lang }), await open.studio({ lang })]) {
        expect(await htmlLang(visit)).toBe(expected);
        expect(await visit.at("train-button").innerText()).toBe(train);
      }
    }
  });

  it("switches at once, while it trains, and is remembered over a reload and on the other page", async () => {
    const visit = await open.home({ lang: "en-GB" });
    await visit.train();
    await visit.until("it trains", ({ step }) => step > 0);
    await visit.at("lang-switch").click();
    await visit.shows("pause-button", /^暂停$/);
    expect(await htmlLang(visit)).toBe("zh-Hans");
    await visit.shows("status", /正在学习/);
    await visit.pause();
    await visit.page.reload();
    await visit.shows("train-button", /^训练$/);
    await visit.page.locator("header nav a[href$='studio/']").click();
    await visit.shows("train-button", /^训练$/);
    await visit.page.locator("unrolled-settings-panel").waitFor();
    await visit.at("lang-switch").click();
    await visit.shows("train-button", /^Train$/);
    expect(await htmlLang(visit)).toBe("en");
  });

  it("follows the address when that asks for one", async () => {
    const visit = await open.home({ lang: "en-GB", hash: "lang=zh" });
    expect(await htmlLang(visit)).toBe("zh-Hans");
  });

  it("leaves no English word and no missing one in the Chinese pages", async () => {
    for (const visit of [await open.home({ lang: "zh-CN" }), await open.studio({ lang: "zh-CN", hash: `${tiny}&steps=30` })]) {
      expect(await foreignWords(visit)).toEqual([]);
      await visit.train();
      await visit.until("it has written", ({ samples, step }) => samples.length > 0 && step > 20);
      await visit.openDetails();
      expect(await foreignWords(visit)).toEqual([]);
    }
  });

  it("leaves none in the sentences about bad input either", async () => {
    const visit = await open.studio({ lang: "zh-CN", hash: `${tiny}&nonsense=1&hidden=-1` });
    await visit.at("text-input").fill("a");
    await visit.train();
    await visit.shows("error", /文本太短：只有 1 个字符/);
    await visit.at("file-input").setInputFiles({ name: "x.txt", mimeType: "", buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0]) });
    await visit.shows("error", /是 PNG 文件/);
    await visit.openDetails();
    for (const [field, typed, sentence] of [
      ["hidden", "", /还空着/], ["layers", "0,01", /小数点请用/], ["batch", "abc", /应当是一个数/], ["window", "1e9", /之间/], ["seed", "1.5", /应当是整数/],
    ] as const) {
      await visit.at(`field-${field}`).fill(typed);
      await visit.shows("error", sentence);
    }
    const words = await foreignWords(visit);
    expect(words.filter((word) => !["nonsense", "hidden", "PNG"].includes(word))).toEqual([]);
  });
});

describe("the theme", () => {
  const paper = (visit: Visit) => visit.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const brightness = (colour: string) => {
    const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
    return colour.includes("rgb") ? (r + g + b) / (3 * 255) : r;
  };

  it("is the system's until the reader chooses, and then remembered", async () => {
    const visit = await open.home({ theme: "dark" });
    expect(brightness(await paper(visit))).toBeLessThan(0.3);
    await visit.page.emulateMedia({ colorScheme: "light" });
    await until("it follows", () => paper(visit), (colour) => brightness(colour) > 0.8);
    // auto, light, dark
    await visit.at("theme-switch").click();
    await visit.at("theme-switch").click();
    await until("it is dark", () => paper(visit), (colour) => brightness(colour) < 0.3);
    await visit.page.reload();
    await until("it is still dark", () => paper(visit), (colour) => brightness(colour) < 0.3);
    await visit.page.locator("header nav a[href$='studio/']").click();
    await visit.page.locator("unrolled-settings-panel").waitFor();
    expect(brightness(await paper(visit))).toBeLessThan(0.3);
    await visit.at("theme-switch").click();
    await until("it is light again", () => paper(visit), (colour) => brightness(colour) > 0.8);
  });
});
