/** Every field of every table with values it cannot have. The tables are the product's own: a new field is tested at once. */
import { beforeAll, describe, expect, it } from "vitest";
import {
  beamFields, engineFields, exhaustiveFields, exposureFields, gradientFields, histogramFields, layerField, modelFields, positionField, sampleFields, trainFields, type Field,
} from "../../web/src/engine/settings.js";
import { cellFields } from "../../web/src/engine/cell-options.js";
import { exampleFields, forecastFields, writeFields } from "../../web/src/engine/example-settings.js";
import { errorOf, expectError, small, train } from "./support/models.js";
import { createEngine, sharedEngine, type ExampleModel, type ExampleSettings, type Model } from "./support/unrolled.js";

const engine = sharedEngine();
let model: Model;
let writer: ExampleModel;
let forecaster: ExampleModel;
const smallWriter = { task: "translate", examples: 20, hidden: 4, embedding: 2, batch: 4, seed: 3 } as const satisfies ExampleSettings;
beforeAll(async () => {
  model = await engine().create(small);
  writer = await engine().create(smallWriter);
  forecaster = await engine().create({ task: "forecast", length: 60, window: 4, hidden: 2 });
});

function wrongValues(field: Field): unknown[] {
  const never = [null, "", " ", "0,01", "5", "auto", true, {}, { value: 5 }, [], [5], () => 5, Symbol("five"), 5n];
  if (field.kind === "choice") return [...never, 5, Number.NaN, field.choices[0]!.toUpperCase(), `${field.choices[0]} `];
  const { min, max } = field;
  const outside = [-1e9, min - 1, min - 1e-9, max + 1e-6, max + 1, max * 10 + 1e9, -Infinity, Infinity, Number.NaN];
  return [...never, ...outside, ...(field.kind === "integer" ? [min + 0.5] : [])];
}

/** { a: { b: value } } from "a.b". */
const nested = (name: string, value: unknown): object =>
  name.split(".").reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object;

/** The first value of a call of `train`, which then ends. */
async function start(options: object): Promise<unknown> {
  const training = model.train(options);
  const first = await training.next();
  await training.return?.();
  return first;
}

const tables: Record<string, { fields: Record<string, Field>; call: (options: object) => Promise<unknown> }> = {
  createEngine: { fields: engineFields, call: (options) => createEngine(options) },
  create: { fields: modelFields, call: (options) => engine().create({ ...small, ...options }) },
  train: { fields: trainFields, call: start },
  sample: { fields: sampleFields, call: (options) => model.sample(options) },
  beam: { fields: beamFields, call: (options) => model.beam(options) },
  exhaustive: { fields: exhaustiveFields, call: (options) => model.exhaustive(options) },
  evaluate: { fields: {}, call: (options) => model.evaluate("the sea", options) },
  flow: { fields: layerField(1), call: (options) => model.flow({ text: "the sea", ...options }) },
  histograms: { fields: histogramFields, call: (options) => model.histograms({ text: "the sea", ...options }) },
  saliency: { fields: positionField(6), call: (options) => model.saliency({ text: "the sea", ...options }) },
  checkGradient: { fields: gradientFields, call: (options) => model.checkGradient({ text: "the sea", parameter: "head.b", ...options }) },
  exposure: { fields: exposureFields, call: (options) => model.exposure(options) },
  createExamples: {
    fields: exampleFields,
    call: async (options) => {
      const made = await engine().create({ ...smallWriter, ...options });
      made.close();
      return made;
    },
  },
  write: { fields: writeFields, call: (options) => writer.beam({ input: "2021", length: 4, ...options }) },
  forecast: { fields: forecastFields, call: (options) => forecaster.forecast(options) },
  cell: {
    fields: cellFields,
    call: (options) => engine().cell({ weights: { weight_ih: [[1], [1], [1], [1]], weight_hh: [[1], [1], [1], [1]] }, x: [1], ...options }),
  },
  trace: { fields: {}, call: (options) => model.trace({ text: "the sea", ...options }) },
};

describe.each(Object.entries(tables))("%s", (_, { fields, call }) => {
  it.each(Object.entries(fields))("refuses every wrong value of %s, naming the field", async (name, field) => {
    for (const value of wrongValues(field)) {
      const error = await expectError(call(nested(name, value)), "invalid-field", name);
      expect(error.message).toContain(name);
      expect(error.details.reason).toEqual(expect.any(String));
    }
  });

  it.each(Object.entries(fields))("takes undefined for the default of %s", async (name) => {
    const settle = call(nested(name, undefined));
    await expect(settle).resolves.toBeDefined();
  });

  it("refuses fields that it does not have", async () => {
    for (const name of ["hiden", "Hidden", "constructor", "toString", "", "0", "optimizer.rat"]) {
      const { code, field, details, message } = await errorOf(call(nested(name, 5)));
      expect({ code, reason: details.reason }).toEqual({ code: "invalid-field", reason: "unknown-field" });
      expect(name.startsWith(field!)).toBe(true);
      expect(message).toContain(field);
    }
  });
});

describe("create", () => {
  it("refuses settings and an optimizer that are no objects", async () => {
    for (const none of [undefined, null, 5, "lstm", []]) await expectError(engine().create(none as never), "invalid-field", "settings");
    for (const none of [null, 5, "adam", []]) {
      await expectError(engine().create({ ...small, optimizer: none as never }), "invalid-field", "optimizer");
    }
  });

  it("refuses a bidirectional language model, and takes false", async () => {
    for (const value of [true, null, 0, "false"]) {
      await expectError(engine().create({ ...small, bidirectional: value as never }), "invalid-field", "bidirectional");
    }
    expect((await engine().create({ ...small, bidirectional: false })).info.parameters).toBe(model.info.parameters);
  });

  it("refuses values that do not go together, and says which choice rules them out", async () => {
    const wrong = async (settings: object, field: string, said: RegExp) => {
      expect((await expectError(engine().create({ ...small, ...settings }), "invalid-field", field)).message).toMatch(said);
    };
    await wrong({ feeding: { name: "constant", k: 1.5 } }, "feeding.k", /between 0 and 1 where feeding.name is “constant”/);
    await wrong({ feeding: { name: "exponential", k: 1 } }, "feeding.k", /between 0 and 0.999999 where feeding.name is “exponential”/);
    await wrong({ feeding: { name: "inverse-sigmoid", k: 0.5 } }, "feeding.k", /between 1 and 1000000 where feeding.name is “inverse-sigmoid”/);
    await wrong({ hold: { r: 1 } }, "hold.r", /cell “lstm” does not have.*the cell “gru”/);
    await wrong({ cell: "gru", hold: { f: 0 } }, "hold.f", /cell “gru” does not have.*the cell “lstm”/);
    await wrong({ cell: "rnn", hold: { i: 0.5 } }, "hold.i", /cell “rnn” does not have/);
    await wrong({ hold: { i: -0.5 } }, "hold.i", /one of -1, 0 to 1/);
    for (const group of ["hold", "feeding", "truncation"]) await wrong({ [group]: 1 }, group, /must be an object \{ \w+/);
  });

  it("takes the k that is usual for a schedule of feeding where none is given", async () => {
    for (const [name, k] of [["truth", 1], ["constant", 0.5], ["linear", 1], ["exponential", 0.999], ["inverse-sigmoid", 500]] as const) {
      expect((await engine().create({ ...small, feeding: { name } })).info.settings.feeding).toMatchObject({ name, k });
    }
  });

  it("takes the ends of every range", async () => {
    const tiny = { ...small, hidden: 2, batch: 2, window: 4 };
    for (const [name, field] of Object.entries(modelFields as Record<string, Field>)) {
      const ends = field.kind === "choice" ? field.choices : [field.min, field.max];
      for (const value of ends) {
        const cell = /^hold\.[rz]$/.test(name) ? { cell: "gru" } : {};
        const made = await engine().create({ ...tiny, ...cell, ...nested(name, value) } as typeof small);
        expect((await train(made, 1)).losses).toHaveLength(1);
        made.close();
      }
    }
  });

  it("takes the ends of every range of a model of examples", async () => {
    const ofGenerators = ["length", "symbols"];
    for (const [name, field] of Object.entries(exampleFields as Record<string, Field>).filter(([name]) => !ofGenerators.includes(name))) {
      for (const value of field.kind === "choice" ? field.choices : [field.min, field.max]) {
        const cell = /^hold\.[rz]$/.test(name) ? { cell: "gru" } : {};
        const made = await engine().create({ ...smallWriter, ...cell, ...nested(name, value) } as ExampleSettings);
        expect((await train(made, 1)).losses, `${name} ${value}`).toHaveLength(1);
        made.close();
      }
    }
  });

  it("says that a model does not fit into memory instead of taking the engine down", async () => {
    const text = small.text.repeat(200);
    for (const more of [{ batch: 512, window: 1024 }, { layers: 4, batch: 128, window: 256 }, { layers: 4, batch: 512, window: 512 }]) {
      await expectError(engine().create({ ...small, text, hidden: 1024, ...more }), "out-of-memory", "hidden");
    }
    expect((await model.evaluate("the sea")).characters).toBe(6);
  });
});

describe("every method", () => {
  it("refuses options that are no object", async () => {
    for (const none of [null, 5, "options", []] as never[]) {
      const calls = [createEngine(none), model.sample(none), model.beam(none), model.exhaustive(none), model.trace(none), model.evaluate("the sea", none), model.train(none).next()];
      for (const call of calls) await expectError(call, "invalid-field", "options");
    }
    await expectError(model.trace(undefined as never), "invalid-field", "options");
  });

  it("refuses a signal that is none", async () => {
    for (const signal of [null, "stop", 5, {}, () => undefined] as never[]) {
      const calls = [model.sample({ signal }), model.beam({ signal }), model.exhaustive({ signal }), model.trace({ text: "the", signal }), model.evaluate("the sea", { signal }), model.train({ signal }).next()];
      for (const call of calls) await expectError(call, "invalid-field", "signal");
    }
  });

  it("refuses an end that is not one character, and one that the model has never seen", async () => {
    const calls = [(end: never) => model.sample({ end }), (end: never) => model.beam({ end }), (end: never) => model.exhaustive({ end })];
    for (const call of calls) {
      for (const none of [null, 5, "ab", "<unk>", {}, ["a"], "\0"] as never[]) await expectError(call(none), "invalid-field", "end");
      for (const strange of ["ω", "\uFFFD", "😀"] as never[]) await expectError(call(strange), "unknown-characters", "end");
    }
  });

  it("refuses gradients that are neither true nor false", async () => {
    for (const gradients of ["yes", 1, null, {}]) {
      await expectError(model.trace({ text: "the", gradients: gradients as never }), "invalid-field", "gradients");
    }
  });
});

it("leaves the engine and its models well after all that", async () => {
  const again = await engine().create(small);
  expect((await train(again, 3)).losses).toHaveLength(3);
  expect((await model.sample({ length: 5 })).text).toHaveLength(5);
  expect(await errorOf(model.sample({ length: 0 }))).toMatchObject({ name: "UnrolledError", field: "length" });
});
