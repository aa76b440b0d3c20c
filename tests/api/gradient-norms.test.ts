/** The gradient's norm by parameter, and scheduled sampling of decoders. */
import { describe, expect, it } from "vitest";
import { expectError, small, train } from "./support/models.js";
import { sharedEngine } from "./support/unrolled.js";

const engine = sharedEngine();
const norm = (values: number[]) => Math.hypot(...values);
const writer = { task: "translate", data: "reversal", examples: 40, hidden: 8, embedding: 4, batch: 8, seed: 2 } as const;

describe("gradientNorms", () => {
  it("add up to the norm that training tells, and to the threshold after clipping", async () => {
    const model = await engine().create({ ...small, clip: 0.05 });
    const { last } = await train(model, 5);
    const { step, parameters } = await model.gradientNorms();
    expect(step).toBe(5);
    expect(parameters.map(({ name }) => name)).toEqual(["layers.0.W", "layers.0.U", "layers.0.b", "head.W", "head.b"]);
    expect(norm(parameters.map(({ before }) => before))).toBeCloseTo(last.gradientNorm, 5);
    expect(last.gradientNorm).toBeGreaterThan(0.05);
    expect(norm(parameters.map(({ after }) => after))).toBeCloseTo(0.05, 6);
    model.close();
  });

  it("show what clipping by value leaves", async () => {
    const model = await engine().create({ ...small, clip: 0, clipValue: 1e-4 });
    await train(model, 3);
    const { parameters } = await model.gradientNorms();
    for (const { before, after } of parameters) expect(after).toBeLessThanOrEqual(before);
    expect(norm(parameters.map(({ after }) => after))).toBeLessThan(norm(parameters.map(({ before }) => before)));
    model.close();
  });

  it("are those of a model of examples, too, in both halves", async () => {
    const model = await engine().create({ ...writer, attention: "dot" });
    const { last } = await train(model as never, 2);
    const { parameters } = await model.gradientNorms();
    expect(parameters.map(({ name }) => name)).toContain("encoder.layers.0.W");
    expect(norm(parameters.map(({ before }) => before))).toBeCloseTo(last.gradientNorm, 5);
    model.close();
  });
});

describe("feeding a decoder", () => {
  it("its own tokens changes the losses, and ε = 1 does not", async () => {
    const losses = async (feeding: object) => {
      const model = await engine().create({ ...writer, feeding });
      const trained = await train(model as never, 6);
      model.close();
      return { ...trained, epsilon: trained.last.teacherProbability };
    };
    const truth = await losses({});
    const always = await losses({ name: "constant", k: 1 });
    const never = await losses({ name: "constant", k: 0 });
    expect(always.losses).toEqual(truth.losses);
    expect(never.losses).not.toEqual(truth.losses);
    expect([truth.epsilon, never.epsilon]).toEqual([1, 0]);
  });

  it("is refused to a branch or a file of a model that has no decoder, and given to one that has", async () => {
    const tagger = await engine().create({ task: "tag", data: "copy", examples: 20, hidden: 4, batch: 4 });
    await expectError(tagger.branch({ feeding: { name: "constant" } }), "invalid-field", "feeding.name");
    await expectError(engine().load(await tagger.save(), { feeding: { name: "linear" } }), "invalid-field", "feeding.name");
    expect((await tagger.branch({ clip: 2, feeding: { name: "truth" } })).info.settings).toMatchObject({ clip: 2, feeding: { name: "truth" } });
    const branch = await (await engine().create(writer)).branch({ feeding: { name: "constant" } });
    expect(branch.info.settings.feeding).toMatchObject({ name: "constant", k: 0.5 });
  });

  it("is refused to models that have no decoder, and with a k that its schedule does not know", async () => {
    await expectError(engine().create({ task: "tag", feeding: { name: "constant" } }), "invalid-field", "feeding.name");
    await expectError(engine().create({ ...writer, feeding: { name: "exponential", k: 2 } }), "invalid-field", "feeding.k");
  });
});
