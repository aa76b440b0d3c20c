import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { tiny, until, visits, type Visit } from "./support.js";

const open = visits();

const poem = "The rain came down upon the town, the town lay down beneath the rain.\n".repeat(20);

/** Runs in the page: what a reader's hand would do with a file. */
function dropFile(area: Element, [name, text]: [string, string]) {
  const dataTransfer = new DataTransfer();
  if (name === "") dataTransfer.setData("text/plain", text);
  else dataTransfer.items.add(new File([text], name, { type: "text/plain" }));
  for (const type of ["dragover", "drop"]) {
    area.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true, composed: true }));
  }
}

/** Trains a little and checks that it was on this text. */
async function learns(visit: Visit, text: string): Promise<void> {
  await visit.until("the text is there", (state) => state.text === text);
  const { vocabulary } = await visit.trainToEnd();
  // `<unk>` comes first.
  expect([...vocabulary.slice(1)].sort()).toEqual([...new Set(text)].sort());
  expect(await visit.at("corpus-select").inputValue()).toBe("own");
}

describe("the text to learn", () => {
  const studio = () => open.studio({ hash: `${tiny}&steps=5` });

  it("is the bundled one of the reader's language at first, in sight before anything is pressed", async () => {
    for (const [lang, script] of [["en-GB", /^[\n\x20-\x7e]{40}/], ["zh-CN", /^\p{Script=Han}/u]] as const) {
      const visit = await open.home({ lang });
      const { text } = await visit.until("it has arrived", (state) => state.text.length > 10_000);
      expect(text.trimStart()).toMatch(script);
      expect(await visit.at("text-input").inputValue()).toBe(text);
    }
  });

  it("changes with the choice of a bundled text", async () => {
    const visit = await studio();
    const english = await visit.trainToEnd();
    await visit.at("corpus-select").selectOption("chinese");
    await visit.shows("stale", /Changed: text/);
    const chinese = await visit.trainToEnd();
    expect(chinese.vocabulary.join("")).toMatch(/\p{Script=Han}{500}/u);
    expect(english.vocabulary.join("")).not.toMatch(/\p{Script=Han}/u);
  });

  it("can be typed", async () => {
    const visit = await studio();
    await visit.at("text-input").fill("");
    await visit.at("text-input").pressSequentially("abcab".repeat(20));
    await learns(visit, "abcab".repeat(20));
  });

  it("can be filled in at once", async () => {
    const visit = await studio();
    await visit.at("text-input").fill(poem);
    await learns(visit, poem);
  });

  it("can be pasted with the keyboard", async () => {
    const visit = await studio();
    await visit.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await visit.page.evaluate((text) => navigator.clipboard.writeText(text), poem);
    await visit.at("text-input").focus();
    await visit.page.keyboard.press("Control+A");
    await visit.page.keyboard.press("Control+V");
    await learns(visit, poem);
  });

  it("can be opened as a file", async () => {
    const visit = await studio();
    await visit.at("file-input").setInputFiles({ name: "poem.txt", mimeType: "text/plain", buffer: Buffer.from(poem) });
    await visit.shows("notice", /^poem\.txt, read as UTF-8\.$/);
    await learns(visit, poem);
  });

  it("can be dropped as a file or as a passage", async () => {
    for (const [name, text] of [["poem.txt", poem], ["", poem.toUpperCase()]] as [string, string][]) {
      const visit = await studio();
      await visit.at("text-input").evaluate(dropFile, [name, text] as [string, string]);
      await learns(visit, text);
    }
  });

  it("is shown by its beginning when it is long, and learned whole", async () => {
    const long = poem.repeat(200);
    const visit = await studio();
    await visit.at("file-input").setInputFiles({ name: "long.txt", mimeType: "text/plain", buffer: Buffer.from(long) });
    await visit.page.getByText(/^Shown are the first 5,000 of/).waitFor();
    const { trainCharacters } = await visit.trainToEnd();
    expect(trainCharacters).toBeGreaterThan(0.85 * long.length);
  });

  it("comes back when the reader returns to it from a bundled one", async () => {
    const visit = await studio();
    await visit.at("text-input").fill(poem);
    await visit.at("corpus-select").selectOption("english");
    await visit.until("the story is shown", (state) => state.text.length > 10_000);
    await visit.at("corpus-select").selectOption("own");
    await until("the poem is back", () => visit.at("text-input").inputValue(), (value) => value === poem);
  });
});

describe("a model file", () => {
  it("opens again with the same settings, writes, and can be trained on", async () => {
    const visit = await open.studio({ hash: "hidden=20&layers=2&batch=4&window=16&steps=12" });
    const before = await visit.trainToEnd();
    const [download] = await Promise.all([visit.page.waitForEvent("download"), visit.at("save-button").click()]);
    expect(download.suggestedFilename()).toBe("unrolled-lstm-12.safetensors");
    const buffer = await readFile((await download.path())!);
    expect(buffer.subarray(8, 9).toString()).toBe("{");

    const other = await open.studio();
    await other.at("model-input").setInputFiles({ name: "mine.safetensors", mimeType: "application/octet-stream", buffer });
    const opened = await other.until("it has written", ({ samples }) => samples.length === 1);
    expect(opened.parameters).toBe(before.parameters);
    await other.shows("status", /A saved model is open/);
    expect(await other.at("field-hidden").inputValue()).toBe("20");
    expect(await other.at("field-layers").inputValue()).toBe("2");
    await other.at("step-button").click();
    const onward = await other.until("a step is done", ({ losses }) => losses.length > 0);
    expect(onward.losses.at(-1)).toBeLessThan(before.losses[0]!);
  });

  it("that is none is refused in a sentence", async () => {
    const visit = await open.studio();
    await visit.at("model-input").setInputFiles({ name: "x.safetensors", mimeType: "application/octet-stream", buffer: Buffer.from("nothing of the kind") });
    await visit.shows("error", /This file cannot be opened/);
    expect((await visit.state()).textName).toBe("english");
  });
});
