/** What the lesson says of vanishing gradients, measured on the exhibit's own models and text. */
import { describe, expect, it } from "vitest";
import { Draft } from "../../web/src/state/draft.js";
import { flowFields, flowPlan, readFlow, type FlowCurve } from "../../web/src/state/gradient-flow.js";
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
