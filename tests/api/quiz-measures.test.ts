/** What a quiz measures is what the public API tells of the very same model. */
import { beforeAll, describe, expect, it } from "vitest";
import { LossHistory } from "../../web/src/state/loss-history.js";
import type { Trial } from "../../web/src/state/index.js";
import type { Asked, MeasureName } from "../../web/src/state/quiz-asked.js";
import { lensText, measure } from "../../web/src/state/quiz-measures.js";
import { small, text } from "./support/models.js";
import { sharedEngine, type ExampleModel, type Model } from "./support/unrolled.js";

const engine = sharedEngine();
const read = [...text].slice(0, 12).join("");
let lstm: Trial, gap: Trial<ExampleModel>;

async function trained<M extends Model | ExampleModel>(model: M, steps: number): Promise<Trial<M>> {
  const trial: Trial<M> = { name: "it", model, history: new LossHistory(), progress: null, step: 0, failure: null };
  for await (const progress of (model as Model).train({ steps })) {
    Object.assign(trial, { progress, step: progress.step });
    trial.history.add(progress.step, progress.losses);
  }
  return trial;
}
beforeAll(async () => {
  lstm = await trained(await engine().create(small), 40) as Trial;
  gap = await trained(await engine().create({ task: "classify", data: "gap", length: 8, examples: 100, hidden: 8 }), 5);
});

const asked = (name: MeasureName, more: Partial<Asked> = {}): Asked => ({ measure: name, text: "", distance: 10, layer: 0, unit: -1, gate: "f", ...more });
const of = async (name: MeasureName, more: Partial<Asked> = {}, trial: unknown = lstm) => measure(trial as Trial, asked(name, more), text, new AbortController().signal);
const number = async (...given: Parameters<typeof of>) => (await of(...given)).values[0]!;

describe("a measure", () => {
  it("of losses tells the held-out text's and the last steps'", async () => {
    const held = [...text].slice([...text].length - lstm.model.info.validationCharacters).join("");
    expect(await number("validation-loss")).toBe((await lstm.model.evaluate(held)).nats);
    const { mean, length } = lstm.history.curve();
    expect(await number("loss")).toBeCloseTo(mean.slice(length - 20, length).reduce((sum, value) => sum + value, 0) / 20, 10);
    const curve = await of("loss-curve");
    expect([curve.x!.length, curve.x!.at(-1), curve.values[0]]).toEqual([40, 40, mean[0]]);
    expect(await number("gradient-norm")).toBe(lstm.progress!.gradientNorm);
  });

  it("of the gradient's way back is a share of where it set out", async () => {
    const { h } = await lstm.model.flow({ text: read });
    const T = h.shape[0]!, last = (T - 1) * T;
    expect(T).toBe(11);
    const { x, values } = await of("gradient-curve");
    expect(x).toEqual(Array.from({ length: 11 }, (_, d) => d));
    expect(values).toEqual(Array.from({ length: 11 }, (_, d) => h.data[last + 10 - d]! / h.data[last + 10]!));
    expect(await number("gradient-ratio")).toBe(values[10]);
    expect(await number("gradient-ratio", { distance: 4, text: read })).toBe(values[4]);
  });

  it("of the memory is by all paths, or by the forget gates alone", async () => {
    const { derivativeNorm, forgetNorm } = await lstm.model.memory({ text: read });
    expect(await number("memory-ratio")).toBe(derivativeNorm[0]! / derivativeNorm[10]!);
    expect(await number("forget-product")).toBe(forgetNorm[0]! / forgetNorm[10]!);
    expect((await of("memory-curve")).values[0]).toBe(1);
    expect((await of("forget-curve")).values).toHaveLength(11);
  });

  it("of units and gates is theirs", async () => {
    const lens = lensText(asked("ablation"), text);
    expect([...lens].length).toBe(64);
    const { change } = await lstm.model.ablate({ text: lens });
    expect(await number("ablation")).toBe(Math.max(...change));
    expect(await number("ablation", { unit: 3 })).toBe(change[3]);
    const { data } = (await lstm.model.trace({ text: lens, names: ["o"] })).layers[0]!["o"]!;
    expect(await number("gate-mean", { gate: "o" })).toBeCloseTo(data.reduce((sum, value) => sum + value, 0) / data.length, 6);
    expect(await number("spectral-radius", { text: read })).toBe(Math.max(...(await lstm.model.jacobians({ text: read })).radii));
  });

  it("of examples is that of the held-out ones", async () => {
    const { accuracy, loss } = await gap.model.evaluate();
    expect(await number("accuracy", {}, gap)).toBe(accuracy);
    expect(await number("validation-loss", {}, gap)).toBe(loss);
  });

  it("of a run that diverged is infinite where training would have told it", async () => {
    const lost = { ...lstm, failure: { code: "diverged", message: "", field: null, details: {} } };
    expect([await number("diverged", {}, lost), await number("diverged")]).toEqual([1, 0]);
    for (const name of ["loss", "validation-loss", "gradient-norm"] as const) expect(await number(name, {}, lost)).toBe(Infinity);
  });
});
