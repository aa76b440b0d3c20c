import { beforeAll, describe, expect, it } from "vitest";
import { expectError, sha256, small, text, train, weightBytes } from "./support/models.js";
import { sharedEngine, type Model } from "./support/unrolled.js";

const engine = sharedEngine();
let model: Model;
let file: Uint8Array;
beforeAll(async () => {
  model = await engine().create({ ...small, layers: 2, embedding: 5 });
  await train(model, 60);
  file = await model.save();
});

describe("save and load", () => {
  it("give back a model that writes, reads and explains the same", async () => {
    const again = await engine().load(file);
    expect(await again.sample({ seed: 4 })).toEqual(await model.sample({ seed: 4 }));
    expect(await again.evaluate(text)).toEqual(await model.evaluate(text));
    expect(await again.beam({ prompt: "the " })).toEqual(await model.beam({ prompt: "the " }));
    expect(await again.trace({ text: "the sea" })).toEqual(await model.trace({ text: "the sea" }));
  });

  it("keep the settings and the vocabulary", async () => {
    const { info } = await engine().load(file);
    expect(info.settings).toEqual(model.info.settings);
    expect(info.vocabulary).toEqual(model.info.vocabulary);
    expect(info.parameters).toBe(model.info.parameters);
    expect(info).toMatchObject({ trainCharacters: 0, validationCharacters: 0, notices: [] });
  });

  it("are inverse: a loaded model saves the same bytes", async () => {
    expect(sha256(await (await engine().load(file)).save())).toBe(sha256(file));
    expect(sha256(await model.save())).toBe(sha256(file));
  });

  it("write a safetensors file with PyTorch's names", () => {
    const header = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
    const { __metadata__, ...tensors } = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + header)));
    expect(__metadata__).toMatchObject({ format: "pt", step: "60" });
    expect(JSON.parse(__metadata__.settings)).toEqual(model.info.settings);
    const [H, E, V] = [12, 5, model.info.vocabulary.length];
    const shapes = Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, (tensor as { shape: number[] }).shape]));
    expect(shapes).toEqual({
      "embedding.weight": [V, E],
      "lstm.weight_ih_l0": [4 * H, E], "lstm.weight_hh_l0": [4 * H, H], "lstm.bias_ih_l0": [4 * H], "lstm.bias_hh_l0": [4 * H],
      "lstm.weight_ih_l1": [4 * H, H], "lstm.weight_hh_l1": [4 * H, H], "lstm.bias_ih_l1": [4 * H], "lstm.bias_hh_l1": [4 * H],
      "linear.weight": [V, H], "linear.bias": [V],
    });
    const numbers = Object.values(shapes).reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0);
    expect(weightBytes(file)).toHaveLength(4 * numbers);
  });

  it("let the model train on when the text is given, from the weights it had", async () => {
    const again = await engine().load(file, { text });
    expect(again.info.trainCharacters).toBe(model.info.trainCharacters);
    expect((await again.evaluate(text)).nats).toBe((await model.evaluate(text)).nats);
    const { losses } = await train(again, 30);
    expect(losses).toHaveLength(30);
    const fresh = await engine().create({ ...small, layers: 2, embedding: 5 });
    expect(losses[0]).toBeLessThan((await train(fresh, 1)).losses[0]!);
  });

  it("let it train on another text, whose unknown characters are noticed", async () => {
    const again = await engine().load(file, { text: "the sea Ω\n".repeat(100) });
    expect(again.info.notices).toMatchObject([{ code: "rare-characters" }]);
    expect((await train(again, 5)).losses).toHaveLength(5);
  });

  it("work in another engine and leave the caller's bytes alone", async () => {
    const copy = file.slice();
    const again = await engine().load(copy);
    expect(sha256(copy)).toBe(sha256(file));
    copy.fill(0);
    expect(await again.sample()).toEqual(await model.sample());
  });
});

describe("load", () => {
  it("gives a model that says it has no text when it is to train", async () => {
    const again = await engine().load(file);
    await expectError(train(again, 1), "no-text", "text");
    await expectError(train(again, 1), "no-text", "text");
    expect((await again.sample({ length: 5 })).text).toHaveLength(5);
  });

  it("refuses files that save() did not write, and says why", async () => {
    const changed = (at: number, value: number) => file.with(at, value);
    const files = {
      empty: new Uint8Array(), short: file.slice(0, 5), "cut in its header": file.slice(0, 200),
      "cut in its numbers": file.slice(0, -4), longer: Uint8Array.from([...file, 0]), zeros: new Uint8Array(5000),
      "a huge header": changed(7, 127), "no JSON": changed(8, 0x5b), text: new TextEncoder().encode(text),
    };
    for (const [what, bytes] of Object.entries(files)) {
      const error = await expectError(engine().load(bytes), "bad-file", "bytes");
      expect(error.details.why, what).toEqual(expect.stringMatching(/.{10}/));
    }
  });

  it("refuses a file whose settings do not fit its tensors", async () => {
    const altered = (from: string, to: string) => new Uint8Array(Buffer.from(Buffer.from(file).toString("latin1").replace(from, to), "latin1"));
    for (const to of ['\\"hidden\\":13', '\\"hidden\\":-1', '\\"hidden\\":xx']) {
      await expectError(engine().load(altered('\\"hidden\\":12', to)), "bad-file", "bytes");
    }
  });

  it("takes PyTorch's weights with only those settings that differ from the defaults, and both biases", async () => {
    const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
    const { vocabulary } = header.__metadata__;
    const numbers = weightBytes(file).slice();
    const view = new DataView(numbers.buffer);
    // A quarter of each bias goes over to PyTorch's second one; the sum stays what it was.
    for (const layer of [0, 1]) {
      const [from, to] = ["ih", "hh"].map((which) => header[`lstm.bias_${which}_l${layer}`].data_offsets[0] as number) as [number, number];
      for (let at = 0; at < 4 * 4 * 12; at += 4) {
        const value = view.getFloat32(from + at, true);
        view.setFloat32(from + at, value * 0.75, true);
        view.setFloat32(to + at, value * 0.25, true);
      }
    }
    const made = (metadata: object) => {
      const text = new TextEncoder().encode(JSON.stringify({ ...header, __metadata__: metadata }));
      const bytes = new Uint8Array(8 + text.length + numbers.length);
      new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
      bytes.set(text, 8);
      bytes.set(numbers, 8 + text.length);
      return bytes;
    };
    const settings = JSON.stringify({ task: "language-model", hidden: 12, layers: 2, embedding: 5 });
    const theirs = await engine().load(made({ settings, vocabulary }));
    expect((await theirs.evaluate(text)).nats).toBeCloseTo((await model.evaluate(text)).nats, 6);
    expect(theirs.info.settings).toMatchObject({ cell: "lstm", hidden: 12, batch: 8 });
    for (const metadata of [{}, { settings }, { vocabulary }, { settings, vocabulary: vocabulary.slice(1) }, { settings, vocabulary: `${vocabulary}a` }]) {
      await expectError(engine().load(made(metadata)), "bad-file", "bytes");
    }
    const strange = await expectError(engine().load(made({ settings: JSON.stringify({ ["x".repeat(5000)]: 1 }), vocabulary })), "bad-file", "bytes");
    expect(strange.message.length).toBeLessThan(400);
    const misspelt = await expectError(engine().load(made({ settings: '{"hiden":5}', vocabulary })), "bad-file", "bytes");
    expect(misspelt.message).toBe("This file cannot be opened: There is no setting hiden: remove it or check its spelling. Choose a file that save() wrote.");
  });

  it("refuses what is no Uint8Array, and options that it does not have", async () => {
    for (const none of [undefined, null, "file", [1, 2], new ArrayBuffer(8), {}]) {
      await expectError(engine().load(none as never), "invalid-field", "bytes");
    }
    await expectError(engine().load(file, { txt: "a" } as never), "invalid-field", "txt");
    await expectError(engine().load(file, null as never), "invalid-field", "options");
    await expectError(engine().load(file, { text: 5 as never }), "invalid-field", "text");
    await expectError(engine().load(file, { text: "short" }), "text-too-short", "text");
  });

  it("leaves the engine and its models well after all that", async () => {
    expect(sha256(await model.save())).toBe(sha256(file));
    expect((await train(await engine().create(small), 2)).losses).toHaveLength(2);
  });
});
