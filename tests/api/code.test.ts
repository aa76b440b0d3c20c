/** The NumPy that the lessons show computes what the engine computes: forward, backward, and clipping. */
import { describe, expect, it } from "vitest";
import golden from "../golden/code.json" with { type: "json" };
import { train } from "./support/models.js";
import { sharedEngine } from "./support/unrolled.js";

type Table = Record<string, number[]>;

const engine = sharedEngine();
const { text, vocabulary, hidden: H, clip } = golden;
const V = vocabulary.length + 1;
const gatesOf = { rnn: 1, lstm: 4, gru: 3 };
const cells = ["rnn", "lstm", "gru"] as const;

/** The formula of tests/golden/generate_code.py. */
function numbers(count: number, seed: number): number[] {
  let x = BigInt(seed);
  return Array.from({ length: count }, () => {
    x = (1103515245n * x + 12345n) % 2147483648n;
    return (Number(x) / 2 ** 30 - 1) * 0.5;
  });
}

const transposed = (values: number[], rows: number, columns: number) =>
  Array.from({ length: rows * columns }, (_, at) => values[(at % rows) * columns + Math.floor(at / rows)]!);

/** A file as PyTorch's users write it, with the weights of the generator. */
function file(cell: (typeof cells)[number]): Uint8Array {
  const wide = gatesOf[cell] * H;
  const second = cell === "gru" ? [...new Array<number>(2 * H).fill(0), ...numbers(H, 14)] : new Array<number>(wide).fill(0);
  const tensors: [string, number[], number[]][] = [
    [`${cell}.weight_ih_l0`, [wide, V], transposed(numbers(V * wide, 11), V, wide)],
    [`${cell}.weight_hh_l0`, [wide, H], transposed(numbers(H * wide, 12), H, wide)],
    [`${cell}.bias_ih_l0`, [wide], numbers(wide, 13)],
    [`${cell}.bias_hh_l0`, [wide], second],
    ["linear.weight", [V, H], transposed(numbers(H * V, 21), H, V)],
    ["linear.bias", [V], numbers(V, 22)],
  ];
  const settings = JSON.stringify({ task: "language-model", cell, hidden: H, batch: 1, window: text.length - 1, validation: 0, clip });
  const header: Record<string, unknown> = { __metadata__: { settings, vocabulary: vocabulary.join("") } };
  let at = 0;
  for (const [name, shape, values] of tensors) header[name] = { dtype: "F32", shape, data_offsets: [at, (at += 4 * values.length)] };
  const head = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + head.length + at);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(head.length), true);
  bytes.set(head, 8);
  bytes.set(new Uint8Array(Float32Array.from(tensors.flatMap(([, , values]) => values)).buffer), 8 + head.length);
  return bytes;
}

/** Single precision against double. */
function near(ours: ArrayLike<number>, theirs: readonly number[], what: string): void {
  expect(ours.length, what).toBe(theirs.length);
  const scale = Math.max(...theirs.map(Math.abs));
  theirs.forEach((value, at) => expect(Math.abs(ours[at]! - value), `${what}[${at}]: ${ours[at]} beside ${value}`).toBeLessThan(2e-6 * Math.max(scale, Math.abs(value))));
}

describe.each(cells)("lessons/code/%s.py", (cell) => {
  const told = golden.cells[cell];

  it("reads as the engine reads, and its gradients go back as the engine's do", async () => {
    const model = await engine().load(file(cell));
    const { losses, layers, gradients } = await model.trace({ text, gradients: true });
    near(losses, told.losses, "loss");
    expect(Object.keys(layers[0]!).sort()).toEqual(Object.keys(told.values).sort());
    for (const [name, values] of Object.entries(told.values as Table)) near(layers[0]![name]!.data, values, name);
    for (const [name, values] of Object.entries(told.gradients as Table)) near(gradients![0]![name]!.data, values, `d${name}`);
    model.close();
  });

  it("sums the gradients of its parameters and clips them as a step of training does", async () => {
    const model = await engine().load(file(cell), { text });
    const { last } = await train(model, 1);
    near([last.gradientNorm], [told.norm], "norm");
    const { parameters } = await model.gradientNorms();
    expect(parameters.map(({ name }) => name)).toEqual(Object.keys(told.norms));
    for (const { name, before, after } of parameters) near([before, after], (told.norms as Table)[name]!, name);
    model.close();
  });
});
