/** What the lesson says of vanishing gradients, measured on the exhibit's own models and text. */
import { describe, expect, it } from "vitest";
import { Draft } from "../../web/src/state/draft.js";
import { flowFields, flowPlan, portraitModel, readFlow, type FlowCurve } from "../../web/src/state/gradient-flow.js";
import { readPortrait } from "../../web/src/state/portrait.js";
import type { LanguageModelSettings } from "../../web/src/engine/api.js";
import { createEngine } from "./support/unrolled.js";

/** The exhibit's preset as it comes: gap 60, ρ = 0.9, seed 1. */
const { values } = new Draft(flowFields);

async function curves(steps: number): Promise<Record<string, FlowCurve>> {
  const engine = await createEngine();
  const plan = flowPlan(values);
  const read: Record<string, FlowCurve> = {};
  for (const [name, settings] of Object.entries(plan.models)) {
    const model = await engine.create(settings as LanguageModelSettings);
    let step = 0;
    if (steps > 0) for await (const progress of model.train({ steps })) step = progress.step;
    read[name] = await readFlow({ name, model, step, history: null!, progress: null, failure: null }, values, undefined, new AbortController().signal);
    model.close();
  }
  engine.close();
  return read;
}

const ordersApart = ({ rnn, lstm }: Record<string, FlowCurve>) => Math.log10(lstm!.gradient[60]! / rnn!.gradient[60]!);

describe("60 steps back, at equal seed,", () => {
  it("the tanh RNN's gradient is three orders of magnitude below the LSTM's before training", async () => {
    const orders = ordersApart(await curves(0));
    process.stdout.write(`LSTM above tanh RNN at distance 60, untrained: ${orders.toFixed(1)} orders of magnitude\n`);
    expect(orders).toBeGreaterThan(3);
  });

  it("and still is when the LSTM and the GRU have learned to remember across the gap, and the RNN has not", async () => {
    const all = await curves(values.steps);
    process.stdout.write(`After ${values.steps} steps: ${ordersApart(all).toFixed(1)} orders; recall ${Object.values(all).map(({ name, recall }) => `${name} ${recall[0]!.toFixed(2)}`).join(", ")} nats, guessing ${Math.log(values.keys).toFixed(2)}\n`);
    expect(ordersApart(all)).toBeGreaterThan(3);
    const guessing = Math.log(values.keys);
    expect([all["rnn"]!.recall[0]! > 0.9 * guessing, all["gru"]!.recall[0]! < 0.5 * guessing, all["lstm"]!.recall[0]! < 0.5 * guessing]).toEqual([true, true, true]);
  });
});

describe("the portrait of a two-unit RNN", () => {
  /** The portrait, and h' = φ(W x + b + U h) worked out anew from the saved weights. */
  async function portrait(changes: Partial<typeof values>, phi: (value: number) => number) {
    const engine = await createEngine();
    const model = await engine.create(portraitModel({ ...values, ...changes }));
    const [shown, w] = [await readPortrait(engine, model, "."), await model.weights()];
    const dot = model.info.vocabulary.indexOf("."), V = model.info.vocabulary.length;
    const row = (k: number, x: number, y: number) => phi(w["rnn.weight_ih_l0"]!.data[k * V + dot]! + w["rnn.bias_ih_l0"]!.data[k]! + w["rnn.bias_hh_l0"]!.data[k]!
      + w["rnn.weight_hh_l0"]!.data[2 * k]! * x + w["rnn.weight_hh_l0"]!.data[2 * k + 1]! * y);
    engine.close();
    return { ...shown, next: (x: number, y: number) => [row(0, x, y), row(1, x, y)] as const };
  }

  it("goes as the equation says, and stands still where nothing changes", async () => {
    const { paths, fixed, next } = await portrait({}, Math.tanh);
    expect([paths.length, fixed.length]).toEqual([25, 1]);
    for (const { x, y } of paths) for (let k = 1; k < x.length; k++) {
      const [nx, ny] = next(x[k - 1]!, y[k - 1]!);
      expect([x[k]! - nx, y[k]! - ny].every((difference) => Math.abs(difference) < 1e-5)).toBe(true);
    }
    const [{ x, y, radius }] = fixed as [(typeof fixed)[number]];
    const [nx, ny] = next(x, y);
    expect(Math.hypot(nx - x, ny - y)).toBeLessThan(1e-4);
    expect(radius).toBeLessThan(0.9);
    // What attracts has drawn all paths to it.
    for (const path of paths) expect(Math.hypot(path.x.at(-1)! - x, path.y.at(-1)! - y)).toBeLessThan(0.1);
  });

  it("explodes where an identity has ρ above 1, and says by how much", async () => {
    const { paths, fixed } = await portrait({ activation: "identity", spectralRadius: 1.5 }, (value) => value);
    expect(fixed).toHaveLength(1);
    expect(fixed[0]!.radius).toBeCloseTo(1.5, 1);
    expect(paths.filter(({ x, y }) => Math.max(Math.abs(x.at(-1)!), Math.abs(y.at(-1)!)) > 100).length).toBeGreaterThan(20);
  });
});
