/** Language models that read words, and what of a text is too rare to be learned. */
import { describe, expect, it } from "vitest";
import { expectError, train } from "./support/models.js";
import { sharedEngine, type LanguageModelSettings } from "./support/unrolled.js";

const engine = sharedEngine();

const text = Array.from({ length: 300 }, (_, k) => ["The keeper saw the sea, and the sea saw him.\n", "A keeper's boat is red.\n", "三门渡 is far.\n"][k % 3]!).join("");
const wordy = { task: "language-model", tokens: "words", text, hidden: 16, batch: 4, window: 12, seed: 3, optimizer: { rate: 0.02 } } as const satisfies LanguageModelSettings;

describe("a model of words", () => {
  it("knows the words of its text, with the spaces before them", async () => {
    const { info } = await engine().create(wordy);
    const distinct = new Set(text.match(/ ?[A-Za-z']+|[^]/gu));
    expect(info.vocabulary).toEqual(["<unk>", ...[...distinct].sort()]);
    expect(info.trainCharacters + info.validationCharacters).toBe(100 * (12 + 7 + 7));
    expect(info.notices).toEqual([]);
  });

  it("reads a text in words: losses, lengths and limits count them", async () => {
    const model = await engine().create(wordy);
    const line = "The keeper's boat saw him.";
    const tokens = ["The", " keeper's", " boat", " saw", " him", "."];
    expect(await model.tokenize(line)).toEqual(tokens);
    expect(await model.tokenize("boat saw ")).toEqual([" boat", " saw"]);
    expect(await model.tokenize("fog")).toEqual(["<unk>"]);
    expect(await model.tokenize("")).toEqual([]);
    expect((await model.trace({ text: line })).characters).toEqual(tokens);
    expect((await model.flow({ text: line })).h.shape).toEqual([5, 5]);
    const { characters, unknown } = await model.evaluate(`${line} A fog saw him.`);
    expect([characters, unknown]).toEqual([10, 2]);
  });

  it("learns, and writes words", async () => {
    const model = await engine().create(wordy);
    const { last } = await train(model, 300);
    expect(last.loss).toBeLessThan(0.6);
    expect((await model.sample({ prompt: "The keeper saw", length: 4, temperature: 0 })).text).toBe(" the sea, and");
    const { hypotheses, tree } = await model.beam({ prompt: "A keeper's", length: 10, width: 3, end: "." });
    expect(hypotheses[0]!.text).toBe(" boat is red.");
    expect(tree.find(({ depth }) => depth === 1)!.character).toMatch(/^ \w+$/);
    expect((await model.sample({ prompt: "三", length: 2, temperature: 0, end: " far" })).text).toBe("门渡");
  });

  it("beats its n-grams' uniform guess and tells its exposure and its coins in words", async () => {
    const model = await engine().create({ ...wordy, feeding: { name: "constant", k: 0.5 } });
    await train(model, 50);
    const { uniform, characters } = await model.baselines();
    expect(uniform.perplexity).toBeCloseTo(model.info.vocabulary.length, 9);
    expect(characters).toBe(model.info.validationCharacters - 1);
    for (const word of (await model.coins())!.read) expect(model.info.vocabulary).toContain(word);
    await expectError(model.exposure({ text: "The sea saw him.", length: 8 }), "text-too-short", "text");
    expect((await model.exposure({ length: 8, streams: 4 })).teacherForced).toHaveLength(8);
  });

  it("goes into a file with its words and comes back to the same losses", async () => {
    const model = await engine().create(wordy);
    await train(model, 20);
    const file = await model.save({ training: true });
    const again = await engine().load(file, { text });
    expect(again.info.vocabulary).toEqual(model.info.vocabulary);
    if (again.info.settings.task !== "language-model") throw new Error("another task");
    expect(again.info.settings).toMatchObject({ tokens: "words", minFrequency: 1 });
    expect((await train(again, 10)).losses).toEqual((await train(model, 10)).losses);
  });

  it("names the words it has never seen, and texts with too few of them", async () => {
    const model = await engine().create(wordy);
    const error = await expectError(model.sample({ prompt: "The fog, fog saw 😀" }), "unknown-characters", "prompt");
    expect(error.details.words).toEqual([" ", " fog", "😀"]);
    expect(error.message).toContain("“fog”");
    await expectError(model.sample({ prompt: "The", end: "fog" }), "invalid-field", "end");
    await expectError(model.trace({ text: "The" }), "invalid-field", "text");
    const short = await expectError(engine().create({ ...wordy, text: "The sea saw him." }), "text-too-short", "text");
    expect(short.message).toContain("5 words");
  });

  it("learns texts of any kind", async () => {
    for (const strange of ["👩‍👩‍👧🏽 ".repeat(50), "مرحبا بالعالم ".repeat(50), "x".repeat(5000), " \n".repeat(100), "海里有船。".repeat(40)]) {
      const model = await engine().create({ ...wordy, text: strange, hidden: 8 });
      expect((await train(model, 2)).losses).toHaveLength(2);
      expect(model.info.vocabulary.length).toBeGreaterThan(1);
      model.close();
    }
  });
});

describe("minFrequency", () => {
  it("leaves rare words, and rare characters, to one unknown token and says so", async () => {
    const rare = `${text}A fog, a mist.\n`;
    const words = await engine().create({ ...wordy, text: rare, minFrequency: 2 });
    expect(words.info.vocabulary).not.toContain(" fog");
    // "fog", "a", "mist".
    expect(words.info.notices).toMatchObject([{ code: "rare-words", details: { rare: 3 } }]);
    const { tokens: _, ...plain } = wordy;
    const characters = await engine().create({ ...plain, text: `${text}Qq`, minFrequency: 2 });
    expect(characters.info.vocabulary).not.toContain("Q");
    expect(characters.info.notices).toMatchObject([{ code: "rare-characters", details: { rare: 2 } }]);
  });
});
