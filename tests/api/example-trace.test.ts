/** Gates and states of models of whole examples: by layer and direction, and of what a decoder writes. */
import { beforeAll, describe, expect, it } from "vitest";
import { expectError, train } from "./support/models.js";
import { sharedEngine, type ExampleModel, type ExampleSettings, type Tensor } from "./support/unrolled.js";

const engine = sharedEngine();
const tiny = { hidden: 6, embedding: 4, batch: 16, examples: 60, seed: 3, layers: 2 } as const;
const settings = {
  classify: { ...tiny, task: "classify" },
  tag: { ...tiny, task: "tag", bidirectional: true, cell: "gru" },
  translate: { ...tiny, task: "translate", bidirectional: true, attention: "dot" },
  caption: { ...tiny, task: "caption", cell: "rnn" },
  forecast: { ...tiny, task: "forecast", length: 100, window: 8, layers: 1 },
} as const satisfies Record<string, ExampleSettings>;
type Task = keyof typeof settings;
const models = {} as Record<Task, ExampleModel>;
beforeAll(async () => {
  for (const task of Object.keys(settings) as Task[]) {
    models[task] = await engine().create(settings[task]);
    await train(models[task], 20);
  }
});

const inputOf = async (model: ExampleModel) => {
  const [first] = await model.examples({ count: 1 });
  return first!.frames.length > 0 ? first!.frames : first!.source;
};
const row = ({ shape, data }: Tensor, t: number) => data.slice(t * shape[1]!, (t + 1) * shape[1]!);
const names = { lstm: ["i", "f", "g", "o", "c", "h"], gru: ["r", "z", "n", "h"], rnn: ["h"] };
type Arrays = Record<string, Tensor>;

/** Every row of a direction by itself: one step of the cell with the model's weights, from the row before it. */
async function expectSteps(arrays: Arrays, inputs: Float32Array[], at: { model: ExampleModel; weights: Arrays; layer: string; start?: Arrays }) {
  const { cell, activation, hold } = at.model.info.settings;
  const of = (name: string) => at.weights[at.layer.replace("*", name)]!;
  const weights = { weight_ih: of("weight_ih"), weight_hh: of("weight_hh"), bias_ih: of("bias_ih"), bias_hh: of("bias_hh") };
  for (const [t, x] of inputs.entries()) {
    const before = (name: string) => (t > 0 ? { [name]: row(arrays[name]!, t - 1) } : at.start && { [name]: at.start[name]! });
    const { values } = await engine().cell({ cell, activation, hold, weights, x, ...before("h"), ...(cell === "lstm" && before("c")) });
    for (const [name, array] of Object.entries(arrays)) expect(values[name]!.data, `${at.layer} ${name} at ${t}`).toEqual(row(array, t));
  }
}

const backwards = (arrays: Arrays): Arrays => Object.fromEntries(Object.entries(arrays).map(([name, { shape, data }]) =>
  [name, { shape, data: Float32Array.from(Array.from({ length: shape[0]! }, (_, t) => [...row({ shape, data }, shape[0]! - 1 - t)]).flat()) }]));
const rowsOf = (array: Tensor) => Array.from({ length: array.shape[0]! }, (_, t) => row(array, t));
const beside = (a: Tensor, b: Tensor) => rowsOf(a).map((left, t) => Float32Array.from([...left, ...row(b, t)]));

describe.each(Object.keys(settings) as Task[])("the trace of %s", (task) => {
  it("has every name of the cell, for every layer and direction, a row a step", async () => {
    const model = models[task];
    const input = await inputOf(model);
    const { characters, layers, decoder } = await model.trace({ input });
    const { cell, bidirectional } = model.info.settings;
    const steps = typeof input === "string" ? [...input].length : input.length / model.info.width;
    expect(characters).toEqual(typeof input === "string" ? [...input] : []);
    expect(layers).toHaveLength(task === "caption" ? 0 : settings[task].layers);
    for (const { forward, backward } of layers) {
      expect(backward === null).toBe(!bidirectional);
      for (const arrays of backward ? [forward, backward] : [forward]) {
        expect(Object.keys(arrays)).toEqual(names[cell]);
        for (const { shape, data } of Object.values(arrays)) {
          expect(shape).toEqual([steps, task === "translate" ? 3 : 6]);
          expect(data).toHaveLength(shape[0]! * shape[1]!);
          expect(data.every(Number.isFinite) && data.some((value) => value !== 0)).toBe(true);
        }
      }
    }
    if (task !== "translate" && task !== "caption") return expect(decoder).toBeNull();
    const [{ text }] = (await model.predict([input])) as [{ text: string }];
    expect(decoder!.characters).toEqual(["<bos>", ...text]);
    for (const layer of decoder!.layers) expect(layer.h!.shape).toEqual([[...text].length + 1, 6]);
  });
});

describe("a trace of examples", () => {
  it("repeats, step by step in both directions, what the cell does with the model's weights", async () => {
    const model = models.tag;
    const frames = (await inputOf(model)) as Float32Array;
    const { layers } = await model.trace({ input: frames });
    const weights = await model.weights();
    let inputs = rowsOf({ shape: [frames.length / model.info.width, model.info.width], data: frames });
    for (const [l, { forward, backward }] of layers.entries()) {
      await expectSteps(forward, inputs, { model, weights, layer: `gru.*_l${l}` });
      await expectSteps(backwards(backward!), [...inputs].reverse(), { model, weights, layer: `gru.*_l${l}_reverse` });
      inputs = beside(forward.h!, backward!.h!);
    }
  });

  it("goes from a translator's two directions over into the decoder, and on with what it writes", async () => {
    const model = models.translate;
    const { layers, decoder } = await model.trace({ input: "3 March 2021" });
    const weights = await model.weights();
    const vocabulary = [...model.info.target, "<bos>", "<eos>"];
    let inputs = decoder!.characters.map((character) => row(weights["decoder.embedding.weight"]!, vocabulary.indexOf(character)));
    for (const [l, arrays] of decoder!.layers.entries()) {
      const { forward, backward } = layers[l]!;
      const last = forward.h!.shape[0]! - 1;
      const start = Object.fromEntries(["h", "c"].map((name) => [name, { shape: [1, 6], data: Float32Array.from([...row(forward[name]!, last), ...row(backward![name]!, 0)]) }]));
      await expectSteps(arrays, inputs, { model, weights, layer: `decoder.lstm.*_l${l}`, start });
      inputs = rowsOf(arrays.h!);
    }
  });

  it("gives only the names that were asked for, and refuses wrong ones, wrong inputs, and an aborted signal", async () => {
    const { layers } = await models.classify.trace({ input: await inputOf(models.classify), names: ["c"] });
    expect(Object.keys(layers[0]!.forward)).toEqual(["c"]);
    const input = "a";
    const error = await expectError(models.translate.trace({ input: "3", names: ["h", "logits"] }), "invalid-field", "names");
    expect(error.details).toMatchObject({ value: "logits", choices: names.lstm });
    await expectError(models.classify.trace({ input, names: "h" as never }), "invalid-field", "names");
    await expectError(models.classify.trace({ input: "" }), "invalid-field", "input");
    await expectError(models.classify.trace({ input: 5 as never }), "invalid-field", "input");
    await expectError(models.translate.trace({ input: "3Ω" }), "unknown-characters", "input");
    await expectError(models.tag.trace({ input: [1, 2, 3] }), "invalid-field", "input");
    await expectError(models.forecast.trace({ input: new Array(4097).fill(0) }), "invalid-field", "input");
    await expectError(models.translate.trace({ input: "3", gradients: true } as never), "invalid-field", "gradients");
    await expectError(models.translate.trace({ input: "3", signal: AbortSignal.abort() }), "aborted", "signal");
  });
});

describe("hold", () => {
  it("keeps a gate at its value in every layer of both halves, from the first step of training on", async () => {
    const model = await engine().create({ ...settings.translate, hold: { f: 0.75 } });
    const { losses } = await train(model, 3);
    expect(losses).not.toEqual((await train(await engine().create(settings.translate), 3)).losses);
    const { layers, decoder } = await model.trace({ input: "3 March 2021", names: ["f", "i"] });
    for (const { f, i } of [...layers.flatMap(({ forward, backward }) => [forward, backward!]), ...decoder!.layers]) {
      expect(new Set(f!.data)).toEqual(new Set([0.75]));
      expect(new Set(i!.data).size).toBeGreaterThan(1);
    }
    const again = await engine().load<ExampleModel>(await model.save());
    expect(again.info.settings.hold).toMatchObject({ f: 0.75, i: -1 });
    model.close();
  });

  it("is refused for a gate that the cell does not have", async () => {
    await expectError(engine().create({ ...settings.tag, hold: { f: 1 } }), "invalid-field", "hold.f");
    await expectError(engine().create({ ...settings.classify, hold: { z: 1 } }), "invalid-field", "hold.z");
  });
});
