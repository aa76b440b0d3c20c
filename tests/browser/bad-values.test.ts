import { beforeAll, describe, expect, it } from "vitest";
import { tiny, until, visits, type Visit, type StudioElement } from "./support.js";

const open = visits();

const wrong = ["", "-1", "1e9", "0,01", "NaN", "abc"] as const;

const sentences: Record<(typeof wrong)[number], RegExp> = {
  "": /^.+ is empty\. Give it a value\.$/,
  "-1": /^.+ must lie between .+ and .+\.$/,
  "1e9": /^.+ must lie between .+ and .+\.$/,
  "0,01": /^Write 0\.01 with a point instead of 0,01\.$/,
  "NaN": /^.+ must be a number/,
  "abc": /^.+ must be a number/,
};

/** Every numeric field: a good value, and which of the wrong ones are right for it after all. */
const fields: Record<string, { good: string; right?: string[]; writing?: boolean }> = {
  "hidden": { good: "16" },
  "layers": { good: "2" },
  "embedding": { good: "4" },
  "forgetBias": { good: "1", right: ["-1"] },
  "vocabulary": { good: "100" },
  "minFrequency": { good: "2" },
  "validation": { good: "0.2" },
  "batch": { good: "4" },
  "window": { good: "16" },
  "optimizer.rate": { good: "0.01" },
  "optimizer.momentum": { good: "0.5" },
  "clip": { good: "1" },
  "seed": { good: "7", right: ["1e9"] },
  "steps": { good: "5", right: ["1e9"] },
  "sample.length": { good: "40", writing: true },
  "sample.temperature": { good: "1", writing: true },
};

const errorAt = (visit: Visit, name: string) => visit.page.locator(`unrolled-setting-field[name="${name}"]`).getByTestId("error");

describe("a numeric field", () => {
  let visit: Visit;
  beforeAll(async () => {
    visit = await open.studio({ hash: `${tiny}&optimizer.name=sgd&steps=3`, lasting: true });
    await visit.openDetails();
  });

  for (const [name, { good, right = [], writing = false }] of Object.entries(fields)) {
    it(`${name} explains what is wrong with what was typed, keeps it, and stops nothing for good`, async () => {
      const field = visit.at(`field-${name}`);
      const usual = await field.inputValue();
      for (const typed of wrong.filter((value) => !right.includes(value))) {
        await field.fill(typed);
        expect(await errorAt(visit, name).innerText()).toMatch(sentences[typed]);
        expect(await field.getAttribute("aria-invalid")).toBe("true");
        expect(await field.inputValue()).toBe(typed);
      }
      if (!writing) {
        await visit.train();
        await visit.shows("error", /One setting has no usable value yet/);
        expect((await visit.state()).phase).toBe("idle");
        expect((await visit.state()).text.length).toBeGreaterThan(10_000);
        await until("the field has the cursor", () => field.evaluate((input) => (input.getRootNode() as ShadowRoot).activeElement === input), Boolean);
      }
      for (const typed of [...right, good]) {
        await field.fill(typed);
        expect(await errorAt(visit, name).count()).toBe(0);
      }
      expect((await visit.trainToEnd()).losses.length).toBeGreaterThan(0);
      await field.fill(usual);
      await visit.reset();
    });
  }

  it("is unfolded and gets the cursor when Train is pressed while it is out of sight", async () => {
    const hidden = await open.studio({ hash: tiny });
    await hidden.openDetails();
    await hidden.at("field-batch").fill("4x");
    await hidden.page.locator("unrolled-settings-panel summary").first().click();
    await until("it is folded", () => hidden.at("field-batch").isVisible(), (visible) => !visible);
    await hidden.train();
    await until("it is in sight", () => hidden.at("field-batch").isVisible(), Boolean);
    await until("it has the cursor", () => hidden.at("field-batch").evaluate((input) => input.matches(":focus")), Boolean);
  });

  it("takes every usual way to write a number", async () => {
    const visit = await open.studio();
    for (const [typed, value] of [["1e-3", 0.001], [" .02 ", 0.02], ["+0.5", 0.5], ["1.", 1]] as const) {
      await visit.at("field-optimizer.rate").fill(typed);
      expect(await errorAt(visit, "optimizer.rate").count()).toBe(0);
      expect(await visit.page.evaluate(() => document.querySelector<StudioElement>("unrolled-studio")!.studio.draft.values["optimizer.rate"])).toBe(value);
    }
  });
});

describe("a prompt with unknown characters", () => {
  it("is named, the samples stay, and training goes on", async () => {
    const visit = await open.studio({ hash: `${tiny}&steps=6` });
    const before = await visit.trainToEnd();
    await visit.openDetails();
    await visit.at("field-prompt").fill("the § 字 🐟");
    await visit.at("write-button").click();
    await visit.shows("error", /has never seen “§” “字” “🐟”/);
    expect((await visit.state()).samples).toEqual(before.samples);
    await visit.train();
    const after = await visit.until("it has trained on", ({ step }) => step === 12);
    expect(after.promptProblem).toBe("unknown-characters");
    await visit.page.getByRole("button", { name: "Clear the prompt" }).click();
    await until("the sentence is gone", () => visit.at("error").count(), (count) => count === 0);
    expect(await visit.at("field-prompt").inputValue()).toBe("");
    await visit.at("write-button").click();
    await visit.until("it writes again", ({ samples }) => samples.length > before.samples.length);
  });
});

describe("a learning rate that is far too high", () => {
  it("stops training with the tensor that broke, keeps the curve, and offers a lower one", async () => {
    const visit = await open.studio({ hash: "cell=rnn&activation=relu&hidden=64&batch=4&window=32&optimizer.rate=10&clip=0&steps=200000" });
    await visit.train();
    await visit.until("it has diverged", ({ phase }) => phase === "failed");
    const sentence = await visit.shows("error", /Training became unstable at step/);
    expect(sentence).toMatch(/: \S+ in layer \d+, time step \d+, was the first to hold an infinity or NaN/);
    expect(sentence).toMatch(/Try a smaller learning rate \(it is 10\)/);
    const state = await visit.state();
    expect(state.problem).toBe("diverged");
    expect(state.losses.every(Number.isFinite)).toBe(true);
    expect(state.samples.length).toBeGreaterThan(0);
    expect(state.text.length).toBeGreaterThan(10_000);
    await visit.at("write-button").click();
    await until("the weights that came back write", () => visit.state(), ({ samples }) => samples.length > state.samples.length);
    expect(await visit.at("remedy-button").innerText()).toMatch(/^Start again with learning rate 0\.\d+$/);
    await visit.at("remedy-button").click();
    const again = await visit.until("it trains with the lower one", ({ phase, step }) => phase === "training" && step > 3);
    expect(again.losses.every(Number.isFinite)).toBe(true);
    await visit.pause();
  });
});
