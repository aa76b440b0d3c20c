import { beforeAll, describe, expect, it } from "vitest";
import { expectError, sha256, small, text, train } from "./support/models.js";
import { sharedEngine, type Model } from "./support/unrolled.js";

const engine = sharedEngine();
let model: Model;
beforeAll(async () => {
  model = await engine().create(small);
  await train(model, 125);
});

describe("evaluate", () => {
  it("agrees to the last bit with the validation loss when it reads the held-out text", async () => {
    const fresh = await engine().create(small);
    const { last } = await train(fresh, 125);
    expect(last.validationStep).toBe(125);
    const heldOut = text.slice(-fresh.info.validationCharacters);
    expect((await fresh.evaluate(heldOut)).nats).toBe(last.validationLoss);
  });

  it("gives one loss in three units", async () => {
    const { nats, bits, perplexity } = await model.evaluate(text);
    expect(bits).toBe(nats / Math.LN2);
    expect(perplexity).toBe(Math.exp(nats));
    expect(nats).toBeLessThan(Math.log(model.info.vocabulary.length));
  });

  it("counts what is predicted: all characters but the first", async () => {
    expect(await model.evaluate("the sea")).toMatchObject({ characters: 6, unknown: 0 });
    expect((await model.evaluate("ab")).characters).toBe(1);
  });

  it("counts characters that the model does not know, and reads on", async () => {
    const evaluation = await model.evaluate("the Ω sea 😀, the 😀");
    expect(evaluation).toMatchObject({ unknown: 4, characters: 17 });
    expect(evaluation.nats).toBeGreaterThan((await model.evaluate("the m sea w. the i")).nats);
  });

  it("reads line ends and combined marks as training does", async () => {
    expect(await model.evaluate("sea.\r\nthe")).toEqual(await model.evaluate("sea.\nthe"));
    expect(await model.evaluate("\uFEFFthe sea")).toEqual(await model.evaluate("the sea"));
    expect(await model.evaluate("cafe\u0301")).toEqual(await model.evaluate("café"));
  });

  it("reads the same each time and changes nothing", async () => {
    const before = sha256(await model.save());
    expect(await model.evaluate(text)).toEqual(await model.evaluate(text));
    expect(sha256(await model.save())).toBe(before);
  });

  it("refuses a text in which there is nothing to predict", async () => {
    for (const short of ["", "a", "\0", "\uFEFFa"]) await expectError(model.evaluate(short), "text-too-short", "text");
  });

  it("refuses what is no text", async () => {
    for (const none of [undefined, null, 5, {}, ["a"]]) {
      const error = await expectError(model.evaluate(none as never), "invalid-field", "text");
      expect(error.message).toContain("text");
    }
  });

  it("stops by its signal, before and during the call", async () => {
    await expectError(model.evaluate(text, { signal: AbortSignal.abort() }), "aborted", "signal");
    const stop = new AbortController();
    const call = model.evaluate(text.repeat(500), { signal: stop.signal });
    stop.abort();
    await expectError(call, "aborted", "signal");
    expect((await model.evaluate("the sea")).characters).toBe(6);
  });
});
