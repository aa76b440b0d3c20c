/** One step of one cell, on numbers of the caller's own: the arithmetic of the models themselves. */
import { describe, expect, it } from "vitest";
import { expectError, small, train } from "./support/models.js";
import { sharedEngine, type CellOptions, type CellStep, type LanguageModelSettings, type Model, type Tensor } from "./support/unrolled.js";

const engine = sharedEngine();
const read = "The keeper counts waves";
type Tensors = Record<string, Tensor>;

const row = ({ shape, data }: Tensor, t: number): Float32Array => data.slice(t * shape[1]!, (t + 1) * shape[1]!);
const gates = { lstm: ["i", "f", "g", "o"], gru: ["r", "z", "n"], rnn: [] } as const;

/** What layer 0 reads at step t. */
function input(model: Model, weights: Tensors, t: number): Float32Array {
  const id = model.info.vocabulary.indexOf([...read][t]!);
  const table = weights["embedding.weight"];
  return table ? row(table, id) : Float32Array.from(model.info.vocabulary, (_, k) => Number(k === id));
}

function weightsOf(weights: Tensors, cell: string, layer: number): CellOptions["weights"] {
  const of = (name: string) => weights[`${cell}.${name}_l${layer}`]!;
  return { weight_ih: of("weight_ih"), weight_hh: of("weight_hh"), bias_ih: of("bias_ih"), bias_hh: of("bias_hh") };
}

const models: Record<string, LanguageModelSettings> = {
  "an LSTM": { ...small, hidden: 5 },
  "an LSTM of two layers": { ...small, hidden: 6, layers: 2, embedding: 3 },
  "an LSTM with a held gate": { ...small, hidden: 4, hold: { f: 1 } },
  "a GRU of two layers": { ...small, cell: "gru", hidden: 5, layers: 2 },
  "an RNN with relu": { ...small, cell: "rnn", activation: "relu", hidden: 7, embedding: 2, optimizer: { rate: 1e-3 } },
};

describe.each(Object.entries(models))("the cell of %s, given the model's weights", (_, settings) => {
  it("repeats a trace step by step, forward and back through time, to the last bit", async () => {
    const model = await engine().create(settings);
    await train(model, 20);
    const weights = await model.weights();
    const { cell, activation, hold, layers } = model.info.settings;
    const trace = await model.trace({ text: read, gradients: true });
    const steps = read.length - 1;
    for (let layer = 0; layer < layers; layer++) {
      const [forward, back] = [trace.layers[layer]!, trace.gradients![layer]!];
      const step = (t: number, more: object): Promise<CellStep> => engine().cell({
        cell, activation, hold, weights: weightsOf(weights, cell, layer),
        x: layer === 0 ? input(model, weights, t) : row(trace.layers[layer - 1]!.h!, t),
        ...(t > 0 && { h: row(forward.h!, t - 1) }), ...(t > 0 && cell === "lstm" && { c: row(forward.c!, t - 1) }),
        ...more,
      });
      let dc: Float32Array | null = null;
      for (let t = steps - 1; t >= 0; t--) {
        const { values, gradients } = await step(t, { dh: row(back.h!, t), ...(dc && { dc }) });
        for (const name of Object.keys(forward)) expect(values[name]!.data, `${name} at ${t}`).toEqual(row(forward[name]!, t));
        for (const name of gates[cell]) expect(gradients![name]!.data, `∂L/∂${name} at ${t}`).toEqual(row(back[name]!, t));
        if (cell !== "lstm") continue;
        expect(gradients!.c_t!.data).toEqual(row(back.c!, t));
        dc = gradients!.c!.data;
      }
    }
    model.close();
  });
});

const lstm = {
  cell: "lstm",
  weights: {
    weight_ih: [[0.1, -0.2], [0.3, 0.4], [-0.5, 0.6], [0.7, -0.8]], weight_hh: [[0.2], [-0.1], [0.4], [0.3]],
    bias_ih: [0.1, 0.2, 0.3, 0.4], bias_hh: [0, 0.5, 0, 0],
  },
  x: [[1, 2], [-1, 0.5], [0, 0]], h: [[0.1], [0.2], [0.3]], c: [[1], [-1], [0.5]],
} as const satisfies CellOptions;

describe("cell", () => {
  it("has the equations of the LSTM, for every state of a batch", async () => {
    const { values: v, gradients } = await engine().cell(lstm);
    expect(gradients).toBeNull();
    const { weight_ih, weight_hh, bias_ih, bias_hh } = lstm.weights;
    const sigma = (a: number) => 1 / (1 + Math.exp(-a));
    lstm.x.forEach((x, b) => {
      ["i", "f", "g", "o"].forEach((gate, g) => {
        const wx = bias_ih[g]! + bias_hh[g]! + weight_ih[g]![0]! * x[0]! + weight_ih[g]![1]! * x[1]!;
        const a = wx + weight_hh[g]![0]! * lstm.h[b]![0]!;
        expect(v[`wx_${gate}`]!.data[b]).toBeCloseTo(wx, 6);
        expect(v[`a_${gate}`]!.data[b]).toBeCloseTo(a, 6);
        expect(v[gate]!.data[b]).toBeCloseTo(gate === "g" ? Math.tanh(a) : sigma(a), 6);
      });
      const c = v.f!.data[b]! * lstm.c[b]![0]! + v.i!.data[b]! * v.g!.data[b]!;
      expect(v.c!.data[b]).toBeCloseTo(c, 6);
      expect(v.tanh_c!.data[b]).toBeCloseTo(Math.tanh(c), 6);
      expect(v.h!.data[b]).toBeCloseTo(v.o!.data[b]! * v.tanh_c!.data[b]!, 6);
    });
  });

  it("has gradients that are the slopes of what it gives", async () => {
    const dh = [[1], [-2], [0.5]];
    const loss = async (options: CellOptions) => {
      const { h } = (await engine().cell(options)).values;
      return h!.data.reduce((sum, value, b) => sum + value * dh[b]![0]!, 0);
    };
    const { gradients: g } = await engine().cell({ ...lstm, dh });
    const slope = async (change: (by: number) => CellOptions) => ((await loss(change(0.01))) - (await loss(change(-0.01)))) / 0.02;
    const weight = await slope((by) => ({ ...lstm, weights: { ...lstm.weights, weight_ih: lstm.weights.weight_ih.map((r, k) => (k === 1 ? [r[0], r[1] + by] : r)) } }));
    expect(g!.weight_ih!.data[3]).toBeCloseTo(weight, 4);
    expect(g!.x!.data[4]).toBeCloseTo(await slope((by) => ({ ...lstm, x: [lstm.x[0], lstm.x[1], [by, 0]] })), 4);
    expect(g!.c!.data[1]).toBeCloseTo(await slope((by) => ({ ...lstm, c: [lstm.c[0], [-1 + by], lstm.c[2]] })), 4);
    expect(g!.bias_hh!.data[2]).toBeCloseTo(await slope((by) => ({ ...lstm, weights: { ...lstm.weights, bias_hh: [0, 0.5, by, 0] } })), 4);
    expect([g!.weight_ih!, g!.weight_hh!, g!.bias_ih!, g!.x!].map(({ shape }) => shape)).toEqual([[4, 2], [4, 1], [4], [3, 2]]);
  });

  it("takes a GRU's second bias of the candidate within what r gates", async () => {
    const weights = { weight_ih: [[1], [1], [1]], weight_hh: [[0.5], [0.5], [0.5]], bias_ih: [0, 0, 0.25], bias_hh: [0.1, 0.2, 3] };
    const { values, gradients } = await engine().cell({ cell: "gru", weights, x: [2], h: [4], dh: [1] });
    expect(values.m!.data[0]).toBe(5);
    expect(values.wx_n!.data[0]).toBe(2.25);
    expect(values.a_n!.data[0]).toBeCloseTo(2.25 + values.r!.data[0]! * 5, 6);
    expect(values.a_r!.data[0]).toBeCloseTo(4.1, 6);
    expect(gradients!.bias_hh!.data[2]).toBeCloseTo(gradients!.bias_ih!.data[2]! * values.r!.data[0]!, 6);
  });

  it("begins from zeros, and reads a list as one row and tensors as they are", async () => {
    const weights = { weight_ih: [[1, 2]], weight_hh: { shape: [1, 1], data: new Float32Array([3]) } };
    const options = { cell: "rnn", activation: "identity", weights, x: [5, 7] } as const;
    const { values } = await engine().cell(options);
    expect([...values.h!.data]).toEqual([19]);
    expect(await engine().cell({ ...options, x: [[5, 7]], h: [0] })).toEqual({ values, gradients: null });
    expect(await engine().cell({ ...options, x: { shape: [1, 2], data: new Float32Array([5, 7]) } })).toEqual({ values, gradients: null });
  });

  it("steps thousands of states at once", async () => {
    const x = Array.from({ length: 4096 }, () => [0, 0]);
    const h = Array.from(x, (_, b) => [b / 4096]);
    const { values } = await engine().cell({ ...lstm, x, h, c: h });
    expect(values.h!.shape).toEqual([4096, 1]);
    const alone = await engine().cell({ ...lstm, x: [0, 0], h: h[4000]!, c: h[4000]! });
    expect(values.c!.data[4000]).toBe(alone.values.c!.data[0]);
  });

  it("says of every wrong shape which field it is", async () => {
    const { weights } = lstm;
    const wrong = async (change: object, field: string, said: RegExp) => {
      expect((await expectError(engine().cell({ ...lstm, ...change } as never), "invalid-field", field)).message).toMatch(said);
    };
    await wrong({ weights: undefined }, "weights", /empty/);
    await wrong({ weights: [] }, "weights", /weight_ih, weight_hh/);
    await wrong({ weights: { ...weights, bias: [1] } }, "weights.bias", /no setting/);
    await wrong({ weights: { ...weights, weight_ih: undefined } }, "weights.weight_ih", /empty/);
    await wrong({ weights: { ...weights, weight_hh: [[1], [1], [1]] } }, "weights.weight_hh", /4 × 1 numbers.*3 × 1/);
    await wrong({ weights: { ...weights, weight_ih: [[1, 2]] } }, "weights.weight_ih", /4 × any numbers.*1 × 2/);
    await wrong({ weights: { ...weights, bias_ih: [1, 2] } }, "weights.bias_ih", /1 × 4 numbers.*1 × 2/);
    await wrong({ weights: { ...weights, weight_hh: [new Array(65).fill(0)] } }, "weights.weight_hh", /between 1 and 64.*65 columns/);
    await wrong({ x: undefined }, "x", /empty/);
    await wrong({ x: [] }, "x", /rows of numbers/);
    await wrong({ x: "1 2" }, "x", /rows of numbers/);
    await wrong({ x: [[1, 2], [3]] }, "x", /rows of 2 numbers each.*row 1/);
    await wrong({ x: [[1, 2, 3]] }, "x", /1 × 2 numbers.*1 × 3/);
    await wrong({ x: { shape: [3, 2], data: [1] } }, "x", /fits its data/);
    await wrong({ x: { shape: [0, 2], data: [] } }, "x", /between 1 and 4096/);
    await wrong({ x: new Array(4097).fill([1, 2]) }, "x", /between 1 and 4096.*4097 rows/);
    await wrong({ h: [[1], [2]] }, "h", /3 × 1 numbers.*2 × 1/);
    await wrong({ c: [[1, 2], [1, 2], [1, 2]] }, "c", /3 × 1 numbers.*3 × 2/);
    await wrong({ dh: [1] }, "dh", /3 × 1 numbers.*1 × 1/);
    await wrong({ dc: 5 }, "dc", /rows of numbers/);
    for (const value of [Number.NaN, null, "1", undefined]) await wrong({ x: [[1, 2], [1, value], [1, 2]] }, "x", /must be a number/);
    for (const value of [Infinity, -1e7]) await wrong({ h: [[1], [value], [2]] }, "h", /between -1000000 and 1000000/);
    await wrong({ cell: "gru" }, "c", /left out where cell is gru/);
    await wrong({ cell: "rnn", c: undefined, dc: [1] }, "dc", /left out where cell is rnn/);
    await wrong({ hold: { r: 1 } }, "hold.r", /the cell “gru”/);
  });
});

describe("weights", () => {
  it("are what a file has, of every kind of model", async () => {
    const text = await engine().create({ ...small, embedding: 3, layers: 2 });
    const pairs = await engine().create({ task: "translate", examples: 20, hidden: 4, embedding: 2, bidirectional: true, attention: "additive" });
    for (const model of [text, pairs]) {
      const file = await model.save();
      const length = Number(new DataView(file.buffer).getBigUint64(0, true));
      const { __metadata__: _, ...header } = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length))) as Record<string, { shape: number[]; data_offsets: [number, number] }>;
      const weights = await model.weights();
      expect(Object.keys(weights)).toEqual(Object.keys(header));
      for (const [name, { shape, data_offsets: [begin, end] }] of Object.entries(header)) {
        expect(weights[name]!.shape).toEqual(shape);
        expect(weights[name]!.data).toEqual(new Float32Array(file.slice(8 + length + begin, 8 + length + end).buffer));
      }
      model.close();
    }
    await expectError(text.weights(), "closed");
  });
});
