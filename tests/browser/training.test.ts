import { describe, expect, it } from "vitest";
import { numberIn, tiny, until, visits } from "./support.js";

const open = visits();

describe("training", () => {
  it("learns after one click on the home page, and shows samples of what it writes", async () => {
    const visit = await open.home();
    expect(await visit.at("loss-value").innerText()).toBe("–");
    await visit.train();
    const learned = await visit.until("the loss has fallen and two samples are there", ({ losses, samples }) =>
      samples.length >= 2 && losses.length > 20 && losses.at(-1)! < losses[0]! - 0.5);
    expect(learned.losses[0]).toBeLessThan(6);
    await visit.pause();
    expect(await visit.at("sample").count()).toBeGreaterThanOrEqual(2);
    expect(numberIn(await visit.at("speed-value").innerText())).toBeGreaterThan(0);
  });

  it("shows a loss, a perplexity and bits that agree with one another and with the run", async () => {
    const visit = await open.studio({ hash: `${tiny}&steps=30` });
    const { losses } = await visit.trainToEnd();
    const loss = numberIn(await visit.at("loss-value").innerText());
    expect(loss).toBeCloseTo(losses.at(-1)!, 3);
    expect(numberIn(await visit.at("perplexity-value").innerText())).toBeCloseTo(Math.exp(loss), 0);
    expect(numberIn(await visit.at("bits-value").innerText())).toBeCloseTo(loss / Math.LN2, 2);
    expect(await visit.at("step-value").innerText()).toBe("30");
  });

  it("stands still when paused and goes on from there", async () => {
    // Large enough to stay below the 2,048 steps from which on the history joins neighbours.
    const visit = await open.studio({ hash: "hidden=256&steps=1000000" });
    await visit.train();
    await visit.until("a few steps are done", ({ step }) => step > 20);
    const paused = await visit.pause();
    // Whatever was still on its way arrives before the answer to a question asked of the same worker.
    await visit.at("write-button").click();
    const later = await visit.until("another sample is written", ({ samples }) => samples.length > paused.samples.length);
    await visit.at("write-button").click();
    const last = await visit.until("and one more", ({ samples }) => samples.length > later.samples.length);
    expect(last.step).toBe(later.step);
    expect(last.samples[0]!.step).toBe(last.step);
    await visit.shows("status", new RegExp(`step ${later.step.toLocaleString("en")}`));
    await visit.train();
    const resumed = await visit.until("it has gone on", ({ step }) => step > later.step + 5);
    expect(resumed.losses.slice(0, 20)).toEqual(paused.losses.slice(0, 20));
    await visit.pause();
  });

  it("takes exactly one step at a time", async () => {
    const visit = await open.studio({ hash: tiny });
    for (const expected of [1, 2, 3]) {
      await visit.at("step-button").click();
      const { losses } = await visit.until("a step is done", (state) => state.phase === "paused" && state.step >= expected);
      expect(losses).toHaveLength(expected);
      expect(await visit.at("step-value").innerText()).toBe(String(expected));
    }
  });

  it("trains on after the last step when asked to", async () => {
    const visit = await open.studio({ hash: `${tiny}&steps=7` });
    await visit.trainToEnd();
    await visit.shows("status", /Done: 7 steps/);
    expect(await visit.at("train-button").innerText()).toBe("Train 7 more steps");
    await visit.train();
    expect((await visit.until("as many steps again are done", ({ step }) => step === 14)).losses).toHaveLength(14);
  });

  it("says in a sentence what is happening, and how long it will take", async () => {
    const visit = await open.studio({ hash: `${tiny}&steps=1000000` });
    await visit.shows("status", /^Ready\. An LSTM with 16 hidden units/);
    await visit.train();
    await visit.shows("status", /Learning\. It has read/);
    await visit.shows("left-value", /\d (s|min|h)$/);
    await visit.pause();
  });

  it("offers the curve as a table with the same numbers", async () => {
    const visit = await open.studio({ hash: `${tiny}&steps=5` });
    const { losses } = await visit.trainToEnd();
    await visit.page.locator("unrolled-loss-table summary").click();
    const cells = visit.page.locator("unrolled-loss-table tbody tr td:nth-child(2)");
    const shown = await until("the table is filled", () => cells.allInnerTexts(), (texts) => texts.length === 5);
    expect(shown.map(Number)).toEqual(losses.map((loss) => Number(loss.toFixed(3))));
  });
});

describe("the seed", () => {
  it("gives the very same losses and samples again after a reset", async () => {
    const visit = await open.studio({ hash: `${tiny}&steps=40` });
    const first = await visit.trainToEnd();
    await visit.reset();
    await visit.shows("status", /Back at the start/);
    const again = await visit.trainToEnd();
    expect(again.losses).toEqual(first.losses);
    expect(again.samples).toEqual(first.samples);
    expect(again.ghost).toBe(40);
  });

  it("gives the same losses in another visit, and another seed gives others", async () => {
    const first = await (await open.studio({ hash: `${tiny}&steps=10&seed=7` })).trainToEnd();
    const visit = await open.studio({ hash: `${tiny}&steps=10&seed=7` });
    expect((await visit.trainToEnd()).losses).toEqual(first.losses);
    await visit.openDetails();
    await visit.at("field-seed").fill("8");
    expect(await visit.at("train-button").innerText()).toBe("Start anew with these");
    expect((await visit.trainToEnd()).losses).not.toEqual(first.losses);
  });
});
