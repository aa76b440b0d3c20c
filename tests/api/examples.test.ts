/** Models of whole examples: classify, tag, caption, translate, forecast. */
import { readFileSync } from "node:fs";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { errorOf, expectError, sha256, train } from "./support/models.js";
import { createEngine, sharedEngine, type Engine, type ExampleModel, type ExampleSettings } from "./support/unrolled.js";

const engine = sharedEngine();
const tiny = { hidden: 12, embedding: 6, batch: 16, examples: 60, seed: 3, optimizer: { rate: 0.01 } } as const;
const settings = {
  classify: { ...tiny, task: "classify" },
  tag: { ...tiny, task: "tag", bidirectional: true, cell: "gru" },
  translate: { ...tiny, task: "translate", bidirectional: true, attention: "dot" },
  caption: { ...tiny, task: "caption" },
  forecast: { ...tiny, task: "forecast", length: 100, window: 8 },
} as const satisfies Record<string, ExampleSettings>;
type Task = keyof typeof settings;
const tasks = Object.keys(settings) as Task[];
const models = {} as Record<Task, ExampleModel>;
const trained = {} as Record<Task, number[]>;

beforeAll(async () => {
  for (const task of tasks) {
    models[task] = await engine().create(settings[task]);
    trained[task] = (await train(models[task], 60)).losses;
  }
});

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const inputOf = async (model: ExampleModel) => {
  const [first] = await model.examples({ count: 1 });
  return first!.frames.length > 0 ? first!.frames : first!.source;
};

describe.each(tasks)("%s", (task) => {
  it("needs nothing but its name", async () => {
    const model = await engine().create({ task, seed: 1 });
    expect(model.info.settings).toMatchObject({ task, seed: 1, cell: "lstm", hidden: 64, batch: 32 });
    expect(model.info.notices).toEqual([]);
    expect(model.info.validationExamples).toBeGreaterThan(0);
    const { losses, last } = await train(model, 2);
    expect(losses).toHaveLength(2);
    expect(last.step).toBe(2);
    model.close();
  });

  it("learns", () => {
    expect(trained[task]).toHaveLength(60);
    expect(mean(trained[task].slice(-10))).toBeLessThan(0.95 * mean(trained[task].slice(0, 10)));
  });

  it("is measured on what was held out", async () => {
    const { info } = models[task];
    const a = await models[task].evaluate();
    expect(a.examples).toBe(info.validationExamples);
    expect(a.predictions).toBeGreaterThanOrEqual(a.examples);
    expect(a.loss).toBeGreaterThan(0);
    for (const share of [a.accuracy, a.exact, a.bleu]) expect(share >= 0 && share <= 1).toBe(true);
    if (task !== "forecast") expect(a.accuracy).toBeGreaterThan(0);
    else expect(a).toMatchObject({ accuracy: 0, exact: 0, bleu: 0 });
    if (task !== "translate" && task !== "caption") expect(a.bleu).toBe(0);
  });

  it("answers each input as it does by itself, and as evaluate() counts", async () => {
    const all = await models[task].examples({ count: 1000 });
    expect(all).toHaveLength(models[task].info.validationExamples);
    const inputs = all.map(({ frames, source }) => (frames.length > 0 ? frames : source));
    const answers = await models[task].predict(inputs);
    expect(await models[task].predict([inputs.at(-1)!])).toEqual([answers.at(-1)]);
    const { exact, loss } = await models[task].evaluate();
    if (task === "forecast") {
      const squares = all.flatMap(({ values }, n) => [...values].map((value, t) => (value - answers[n]!.values[t]!) ** 2));
      expect(mean(squares) / loss).toBeCloseTo(1, 4);
    } else {
      expect(all.filter(({ target }, n) => answers[n]!.text === target).length / all.length).toBeCloseTo(exact, 12);
    }
  });

  it("comes back from a file with the same answers, settings and bits, and trains on as if it had never been saved", async () => {
    const model = await engine().create(settings[task]);
    await train(model, 10);
    const file = await model.save({ training: true });
    const again = await engine().load<ExampleModel>(file);
    expect(again.info).toEqual(model.info);
    const inputs = [await inputOf(model)];
    expect(await again.predict(inputs)).toEqual(await model.predict(inputs));
    expect(sha256(await again.save({ training: true }))).toBe(sha256(file));
    expect((await train(again, 10)).losses).toEqual((await train(model, 10)).losses);
    expect(sha256(await again.save())).toBe(sha256(await model.save()));
    for (const one of [model, again]) one.close();
  });

  it("can be stopped, and every call of a closed one says so", async () => {
    const model = await engine().create(settings[task]);
    const input = await inputOf(model);
    const stop = new AbortController();
    for await (const { step } of model.train({ steps: 1e9, signal: stop.signal })) if (step > 2) stop.abort();
    await expectError(model.evaluate({ signal: AbortSignal.abort() }), "aborted", "signal");
    await expectError(model.predict([input], { signal: AbortSignal.abort() }), "aborted", "signal");
    model.close();
    for (const call of [train(model, 1), model.evaluate(), model.predict([input]), model.examples(), model.save()]) await expectError(call, "closed");
  });
});

describe("beam", () => {
  it("of one hypothesis writes what predict() writes", async () => {
    for (const task of ["translate", "caption"] as const) {
      const inputs = (await models[task].examples({ count: 4 })).map(({ frames, source }) => (frames.length > 0 ? frames : source));
      const answers = await models[task].predict(inputs);
      for (const [n, input] of inputs.entries()) {
        const { text } = answers[n]!;
        if (text.length > 90) continue; // a beam stops at 100
        const { hypotheses } = await models[task].beam({ input, width: 1 });
        expect(hypotheses[0]!.text.startsWith(text)).toBe(true);
      }
    }
  });

  it("gives hypotheses best first, in a tree, with attention whose rows sum to 1", async () => {
    const input = "3 March 2021";
    const { hypotheses, tree, attention } = await models.translate.beam({ input, width: 4 });
    const scores = hypotheses.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(hypotheses[0]!.text).not.toContain("<eos>");
    expect(tree[0]).toMatchObject({ parent: -1, depth: 0, character: "" });
    const [T, S] = attention!.shape as [number, number];
    expect(S).toBe([...input].length);
    expect([0, 1]).toContain(T - 1 - [...hypotheses[0]!.text].length);
    expect(attention!.data).toHaveLength(T * S);
    for (let t = 0; t < T; t++) {
      const row = attention!.data.slice(t * S, (t + 1) * S);
      expect(row.every((share) => share >= 0)).toBe(true);
      expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
    }
    const unattended = await models.caption.beam({ input: await inputOf(models.caption), count: 2 });
    expect(unattended.attention).toBeNull();
    expect(unattended.hypotheses).toHaveLength(2);
  });

  it("heeds length, count and minLength, and is refused to models that write nothing", async () => {
    const { hypotheses } = await models.translate.beam({ input: "3", width: 3, length: 2, count: 1 });
    expect(hypotheses).toHaveLength(1);
    expect([...hypotheses[0]!.text].length).toBeLessThanOrEqual(2);
    const long = await models.translate.beam({ input: "3", length: 8, minLength: 5 });
    for (const { text } of long.hypotheses) expect([...text].length).toBeGreaterThanOrEqual(4);
    for (const task of ["classify", "tag", "forecast"] as const) await expectError(models[task].beam({ input: "a" }), "invalid-field", "task");
  });
});

describe("forecast", () => {
  it("continues the series from every point, in its own units", async () => {
    const f = await models.forecast.forecast({ ahead: 3 });
    expect(f.points).toHaveLength(101);
    expect(f.first).toBe(8);
    expect(f.trainPoints).toBe(91);
    expect(f.predictions.shape).toEqual([101 - 8, 3]);
    expect(f.predictions.data).toHaveLength(93 * 3);
    const [next] = await models.forecast.predict([f.points.slice(20, 28)]);
    expect(next!.values.at(-1)).toBeCloseTo(f.predictions.data[20 * 3]!, 5);
    expect((await models.forecast.forecast({ ahead: 3, history: f.points.slice(20, 28) })).predictions.shape).toEqual([1, 3]);
  });

  it("follows a table of the learner's own, by its column, whatever its units", async () => {
    const rows = Array.from({ length: 80 }, (_, k) => `${k};${1e9 + 1e7 * ((k * 7) % 5)}`);
    const text = `day;price\n${rows.join("\n")}\n`;
    const model = await engine().create({ ...settings.forecast, text, column: "price", lags: 5 });
    expect(model.info.width).toBe(5);
    await train(model, 300);
    const { points, predictions, first } = await model.forecast();
    expect(points[3]).toBe(1e9 + 1e7 * (21 % 5));
    const errors = [...predictions.data].map((value, n) => Math.abs(value - points[first + n]!)).slice(0, -1);
    expect(mean(errors)).toBeLessThan(4e6);
    const [next] = (await model.forecast({ history: [...points.slice(0, 5)] })).predictions.data;
    expect(next! / predictions.data[0]!).toBeCloseTo(1, 6);
    const bare = await engine().load<ExampleModel>(await model.save());
    expect((await bare.forecast({ history: points.slice(0, 5) })).predictions.data[0]).toBe(next);
    await expectError(bare.forecast(), "bad-data", "history");
    await expectError(engine().create({ ...settings.forecast, text, column: "cost" }), "bad-data", "text");
    await expectError(engine().create({ ...settings.forecast, text: "1\n2\n3" }), "bad-data", "text");
  });

  it("refuses a history that is too short, and models of other data", async () => {
    expect((await expectError(models.forecast.forecast({ history: [1, 2] }), "bad-data", "history")).details).toMatchObject({ needed: 8, value: 2 });
    for (const history of [[], "1 2 3", [Number.NaN], [Infinity], ["1"], null] as never[]) {
      await expectError(models.forecast.forecast({ history }), "invalid-field", "history");
    }
    await expectError(models.translate.forecast(), "invalid-field", "task");
    const adding = await engine().create({ ...tiny, task: "forecast", data: "adding", length: 6 });
    await expectError(adding.forecast(), "invalid-field", "data");
    expect((await adding.predict([(await adding.examples())[0]!.frames]))[0]!.values).toHaveLength(1);
  });
});

describe("own data", () => {
  const pairs = { ...settings.translate, validation: 0 };

  it("of any script is learned by heart, one example as well as several", async () => {
    for (const [source, target] of [["سلام", "hi"], ["😀👩‍👩‍👧", "🎉é"], ["日本", "Japan"]] as const) {
      const model = await engine().create({ ...pairs, hidden: 16, attention: "none", bidirectional: false, text: `${source}\t${target}\n` });
      expect(model.info).toMatchObject({ trainExamples: 1, validationExamples: 0 });
      expect(model.info.notices).toMatchObject([{ code: "few-examples", details: { batch: 1, asked: 16 } }]);
      await train(model, 120);
      expect((await model.predict([source]))[0]!.text).toBe(target);
      expect((await model.beam({ input: source })).hypotheses[0]!.text).toBe(target);
      expect((await expectError(model.evaluate(), "nothing-held-out", "validation")).message).toContain("example");
      model.close();
    }
  });

  it("predict without their text when they come from a file, but do not train", async () => {
    const text = "good\tyes\nbad\tno\ngood\tsure\nbad\tnever\n".repeat(3);
    for (const [task, own, input] of [["classify", text, "sure"], ["translate", text, "good"], ["tag", "abba\tXYYX\nab\tXY\n", "baab"]] as const) {
      const model = await engine().create({ ...tiny, task, text: own });
      await train(model, 30);
      const again = await engine().load<ExampleModel>(await model.save({ training: true }));
      expect(again.info).toMatchObject({ trainExamples: 0, validationExamples: 0, classes: model.info.classes, source: model.info.source });
      expect(await again.predict([input])).toEqual(await model.predict([input]));
      await expectError(train(again, 1), "no-text", "text");
      expect(await again.examples()).toEqual([]);
      const whole = await engine().load<ExampleModel>(await model.save({ training: true }), { text: own });
      expect((await train(whole, 5)).losses).toEqual((await train(model, 5)).losses);
    }
  });

  it("with lone surrogates, Windows line ends and empty lines are read as they can be", async () => {
    const model = await engine().create({ ...pairs, text: "\uFEFFa\uD800\tb\r\n\r\n   \r\nc\td\r\n" });
    expect(model.info.trainExamples).toBe(2);
    expect(model.info.notices.map(({ code }) => code)).toEqual(expect.arrayContaining(["lone-surrogates", "line-ends", "bom-removed"]));
    expect((await model.examples()).map(({ source, target }) => `${source}>${target}`).sort()).toEqual(["a\uFFFD>b", "c>d"]);
  });

  it("that cannot be read name the line and what is wrong with it", async () => {
    const wrong: [ExampleSettings["task"], string, string][] = [
      ["translate", "a\tb\nno tab", "no-tab"], ["translate", "a\t\n", "empty-cell"], ["translate", "", "no-lines"], ["classify", " \n\n", "no-lines"],
      ["translate", "\0", "no-lines"], ["tag", "abc\tNN", "unequal"], ["caption", "a\tb", "generated-only"], ["forecast", "", "no-lines"], ["forecast", "n\nx", "not-a-number"],
    ];
    for (const [task, text, problem] of wrong) {
      const { details } = await expectError(engine().create({ ...tiny, task, text }), "bad-data", "text");
      expect(details.problem, JSON.stringify(text)).toBe(problem);
    }
    await expectError(engine().create({ ...tiny, task: "translate", text: 5 as never }), "invalid-field", "text");
  });
});

describe("create", () => {
  it("refuses settings that the task or its generator does not have, naming them", async () => {
    const wrong: [ExampleSettings, string, string][] = [
      [{ task: "translate", data: "reviews" }, "data", "not-a-choice"], [{ task: "translate", language: "fr" }, "language", "not-a-choice"],
      [{ task: "caption", variant: "three" }, "variant", "not-a-choice"], [{ task: "classify", data: "gap", length: 1 }, "length", "out-of-range"],
      [{ task: "translate", length: 5 }, "length", "unused"], [{ task: "translate", symbols: 5 }, "symbols", "unused"],
      [{ task: "translate", hidden: 7, bidirectional: true }, "hidden", "wrong-kind"], [{ task: "classify", attention: "dot" }, "attention", "not-a-choice"],
      [{ task: "tag", bidirectional: 1 as never }, "bidirectional", "wrong-kind"], [{ task: "tag", data: 5 as never }, "data", "wrong-kind"],
    ];
    for (const [given, field, reason] of wrong) {
      const { details, message } = await expectError(engine().create({ ...tiny, ...given }), "invalid-field", field);
      expect(details.reason).toBe(reason);
      expect(message).toContain(field);
    }
    await expectError(engine().create({ task: "transalte" } as never), "invalid-field", "task");
    await expectError(engine().create({ ...tiny, task: "forecast", length: 10, window: 32 }), "bad-data", "length");
  });

  it("describes a picture even where directions are asked for that a picture does not have", async () => {
    const model = await engine().create({ ...settings.caption, bidirectional: true, hidden: 7 });
    expect((await train(model, 2)).losses).toHaveLength(2);
    expect(await model.predict([await inputOf(model)])).toHaveLength(1);
  });
});

describe("inputs", () => {
  it("that a model cannot read are refused by their field", async () => {
    const { width } = models.caption.info;
    expect(width).toBe(768);
    for (const input of ["text", [], [1], new Float32Array(width - 1), new Float32Array(2 * width), [...new Float32Array(width - 1), Number.NaN], null] as never[]) {
      await expectError(models.caption.predict([input]), "invalid-field", "inputs");
      await expectError(models.caption.beam({ input }), "invalid-field", "input");
    }
    for (const input of ["", "\0", 5, null, [1, 2], {}] as never[]) {
      await expectError(models.translate.predict([input]), "invalid-field", "inputs");
      await expectError(models.translate.beam({ input }), "invalid-field", "input");
    }
    await expectError(models.translate.predict(["Ω"]), "unknown-characters", "inputs");
    expect((await expectError(models.translate.beam({ input: "1Ω😀" }), "unknown-characters", "input")).details.characters).toEqual(["Ω", "😀"]);
    for (const inputs of [[], "text", null, undefined, Array.from({ length: 1001 }, () => "1")] as never[]) {
      await expectError(models.translate.predict(inputs), "invalid-field", "inputs");
    }
  });

  it("of any length are answered", async () => {
    const [long, short] = await models.translate.predict(["2021 ".repeat(200), "1"]);
    expect(long!.text.length).toBeGreaterThan(0);
    expect(await models.translate.predict(["1"])).toEqual([short]);
    expect((await models.tag.predict([new Float32Array(8 * 300)]))[0]!.text).toHaveLength(300);
  });
});

describe("files", () => {
  it("of a model of examples are no language model's, and the other way round", async () => {
    const replaced = (file: Uint8Array, from: string, to: string) => new Uint8Array(Buffer.from(Buffer.from(file).toString("latin1").replace(from, to), "latin1"));
    const file = await models.classify.save();
    expect(Buffer.from(file).toString("latin1")).toContain('\\"hidden\\":12');
    for (const [from, to] of [['\\"hidden\\":12', '\\"hidden\\":13'], ['\\"data\\":\\"reviews\\"', '\\"data\\":\\"letters\\"'], ['\\"task\\":\\"classify\\"', '\\"task\\":\\"tag\\",  \\"a\\":1']] as const) {
      await expectError(engine().load(replaced(file, from, to)), "bad-file", "bytes");
    }
    for (const task of tasks) {
      const bytes = await models[task].save();
      expect((await engine().load<ExampleModel>(bytes)).info.settings.task).toBe(task);
      await expectError(engine().load(bytes.slice(0, -4)), "bad-file", "bytes");
    }
    expect(await errorOf(engine().load(replaced(file, 'negative\\u000apositive\\u000a', 'negative\\u000astrange!\\u000a')))).toMatchObject({ code: "bad-file" });
  });
});

describe("the documentation", () => {
  const source = readFileSync(new URL("../../web/src/engine/example-api.ts", import.meta.url), "utf8");
  const header = source.slice(0, source.indexOf("*/")).split("\n");
  const programs = header.filter((line) => line.startsWith(" *     ") || line === " *").map((line) => line.slice(7)).join("\n").split(/\n{2,}/).filter((code) => code.trim() !== "");
  const names = programs.map((code) => /task: "([a-z]+)"/.exec(code)![1]!);

  it("has a program for every task", () => {
    expect([...names].sort()).toEqual([...tasks].sort());
  });

  it.each(names)("has one for %s that runs", async (name) => {
    const code = programs[names.indexOf(name)]!;
    expect(code.split("\n").length).toBeLessThan(15);
    const results = [...code.matchAll(/const (?:\[(\w+)\]|\{ ([^}]+) \}|(\w+)(?= =))/g)].flatMap(([, one, many, plain]) => (one ?? many ?? plain)!.split(", "));
    const body = `${code.replace(/steps: \d+/, "steps: 3")}\nreturn { ${results.join(", ")} };`;
    const AsyncFunction = (async () => undefined).constructor as new (...args: string[]) => (...args: unknown[]) => Promise<Record<string, unknown>>;
    const lines: unknown[] = [];
    const found = await new AsyncFunction("engine", "console", body)(engine(), { log: (...values: unknown[]) => lines.push(values) });
    expect(lines.length).toBeGreaterThan(0);
    for (const result of results) expect(found[result], result).toBeDefined();
  });
});

describe("two workers", () => {
  let own: Engine;
  afterEach(() => own.close());

  it("train to the bits of one", async () => {
    const run = async (workers: number) => {
      own = await createEngine({ workers });
      const model = await own.create({ ...settings.translate, hidden: 32, batch: 64, examples: 400 });
      const losses: number[] = [];
      let most = 1;
      while (losses.length < 120) {
        const { values } = await train(model, 10);
        for (const p of values) losses.push(...p.losses), (most = Math.max(most, p.workers));
        if (most < workers) await new Promise((resolve) => setTimeout(resolve, 40)); // helpers are still starting
      }
      const found = { losses, weights: sha256(await model.save()) };
      own.close();
      return { found, most };
    };
    const [alone, shared] = [await run(1), await run(2)];
    expect(shared.most).toBe(2);
    expect(shared.found).toEqual(alone.found);
  });
});
