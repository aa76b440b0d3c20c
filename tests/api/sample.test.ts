import { beforeAll, describe, expect, it } from "vitest";
import { expectError, sha256, small, train } from "./support/models.js";
import { sharedEngine, type Model } from "./support/unrolled.js";

const engine = sharedEngine();
let model: Model;
beforeAll(async () => {
  model = await engine().create(small);
  await train(model, 300);
});

describe("sample", () => {
  it("writes the same for the same seed and something else for another", async () => {
    const first = await model.sample({ seed: 5 });
    expect(await model.sample({ seed: 5 })).toEqual(first);
    expect((await model.sample({ seed: 6 })).text).not.toBe(first.text);
  });

  it("writes 200 characters by default, or as many as asked for", async () => {
    expect([...(await model.sample()).text]).toHaveLength(200);
    expect([...(await model.sample({ length: 1 })).text]).toHaveLength(1);
    expect([...(await model.sample({ length: 3000 })).text]).toHaveLength(3000);
  });

  it("ends after its end character, with what it would have written without", async () => {
    for (const end of [" ", "e", "\n"]) {
      const whole = (await model.sample({ prompt: "the ", length: 200, seed: 4 })).text;
      const ended = await model.sample({ prompt: "the ", length: 200, seed: 4, end });
      expect(ended.text).toBe(whole.includes(end) ? whole.slice(0, whole.indexOf(end) + 1) : whole);
      expect(ended.logProbability).toBeCloseTo((await model.sample({ prompt: "the ", length: ended.text.length, seed: 4 })).logProbability, 9);
    }
    expect(await model.sample({ seed: 4, end: "" })).toEqual(await model.sample({ seed: 4 }));
  });

  it("is greedy at temperature 0, which is to keep one character only", async () => {
    const greedy = await model.sample({ prompt: "the ", temperature: 0, length: 60 });
    expect((await model.sample({ prompt: "the ", topK: 1, length: 60, seed: 9 })).text).toBe(greedy.text);
    expect((await model.sample({ prompt: "the ", temperature: 0, length: 60, seed: 9 })).text).toBe(greedy.text);
  });

  it("gives the continuation without the prompt, and the prompt decides how it goes on", async () => {
    const whole = await model.sample({ prompt: "the ", temperature: 0, length: 30 });
    const rest = await model.sample({ prompt: `the ${whole.text.slice(0, 10)}`, temperature: 0, length: 20 });
    expect(rest.text).toBe(whole.text.slice(10));
  });

  it("goes on where a seed stood: a shorter sample is the beginning of a longer one", async () => {
    const long = await model.sample({ prompt: "sea", length: 50, seed: 2 });
    expect(long.text.startsWith((await model.sample({ prompt: "sea", length: 20, seed: 2 })).text)).toBe(true);
  });

  it("writes without a prompt as well, as after a line feed", async () => {
    const empty = await model.sample({ prompt: "", seed: 4 });
    expect(empty).toEqual(await model.sample({ seed: 4 }));
    expect(empty).toEqual(await model.sample({ prompt: "\n", seed: 4 }));
  });

  it("tells the training step of its weights", async () => {
    expect((await model.sample({ length: 1 })).step).toBe(300);
  });

  it("tells the log-probability that evaluate gives for the same characters", async () => {
    const { text, logProbability } = await model.sample({ prompt: "t", length: 80, temperature: 1.3, topP: 0.9 });
    expect(logProbability).toBeCloseTo(-80 * (await model.evaluate(`t${text}`)).nats, 3);
  });

  it("keeps to a narrow choice when topP is small", async () => {
    const narrow = await model.sample({ prompt: "the ", topP: 0.01, temperature: 1, length: 40 });
    expect(narrow.text).toBe((await model.sample({ prompt: "the ", temperature: 0, length: 40 })).text);
  });

  it("names the characters of a prompt that the model has never seen", async () => {
    const error = await expectError(model.sample({ prompt: "the Ω 😀Ω" }), "unknown-characters", "prompt");
    expect(error.details.characters).toEqual(["Ω", "😀"]);
    expect(error.message).toContain("“Ω” “😀”");
    await expectError(model.beam({ prompt: "Ω" }), "unknown-characters", "prompt");
    await expectError(model.trace({ text: "sΩ" }), "unknown-characters", "text");
  });

  it("refuses a prompt that is no text", async () => {
    for (const none of [null, 5, {}, ["a"]]) await expectError(model.sample({ prompt: none as never }), "invalid-field", "prompt");
  });

  it("stops by its signal, before and during the call", async () => {
    for (let k = 0; k < 10; k++) {
      await expectError(model.sample({ length: 1, signal: AbortSignal.abort() }), "aborted", "signal");
    }
    const stop = new AbortController();
    const call = model.sample({ length: 100_000, signal: stop.signal });
    stop.abort();
    await expectError(call, "aborted", "signal");
  });
});

describe("while the model trains", () => {
  it("samples, beams, traces, evaluates and saves without changing what is learned", async () => {
    const [disturbed, quiet] = [await engine().create(small), await engine().create(small)];
    const losses: number[] = [];
    const read: Promise<unknown>[] = [];
    for await (const progress of disturbed.train({ steps: 1000 })) {
      losses.push(...progress.losses);
      read.push(disturbed.sample({ length: 300 }), disturbed.beam({ length: 10 }), disturbed.trace({ text: "the sea" }));
      read.push(disturbed.evaluate("the sea asks"), disturbed.save());
    }
    await Promise.all(read);
    expect(losses).toEqual((await train(quiet, 1000)).losses);
    expect(sha256(await disturbed.save())).toBe(sha256(await quiet.save()));
  });

  it("writes each sample with one set of weights, those of the step it tells", async () => {
    const fresh = await engine().create(small);
    let during = null;
    for await (const _ of fresh.train({ steps: 3000 })) during ??= fresh.sample({ length: 2000, seed: 8 });
    const told = await during!;
    const again = await engine().create(small);
    if (told.step > 0) await train(again, told.step);
    expect(told).toEqual(await again.sample({ length: 2000, seed: 8 }));
  });
});
