/** What is trained: shapes, and texts that give every system the same vocabulary. */
import { readFileSync } from "node:fs";

const window = 64;

/** Integers from 0 to below `n`: a linear congruential generator, so that the text is the same everywhere. */
function drawer(seed) {
  let state = seed >>> 0;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

/** The alphabet once, so that each character occurs; then random characters. */
export function randomText(alphabet, length, seed = 1) {
  const draw = drawer(seed);
  const rest = Array.from({ length: Math.max(0, length - alphabet.length) }, () => alphabet[draw(alphabet.length)]);
  return [...alphabet, ...rest].join("");
}

const range = (from, count) => Array.from({ length: count }, (_, k) => String.fromCodePoint(from + k));
/** One less than the vocabulary: id 0 is `<unk>`. */
const alphabets = {
  64: [...range(0x61, 26), ...range(0x41, 26), ...range(0x30, 10), "."],
  4096: range(0x4e00, 4095),
};

function work(hidden, batch, { layers = 1, vocabulary = 64, id = `h${hidden}-b${batch}`, ...more } = {}) {
  const shape = layers === 1 ? `H ${hidden}` : `${layers} × H ${hidden}`;
  const label = `${shape}, B ${batch}${vocabulary === 64 ? "" : `, V ${vocabulary}`}`;
  return { id, label, hidden, batch, layers, vocabulary, window, ...more };
}

export const works = [
  work(64, 16),
  work(128, 1),
  work(128, 4),
  work(128, 32),
  work(256, 32),
  work(512, 32),
  work(128, 32, { layers: 2, id: "l2-h128-b32" }),
  work(256, 32, { vocabulary: 4096, id: "v4096-h256-b32" }),
  realText(work(128, 32, { id: "english-h128-b32" })),
];

export const workersWork = work(256, 64);
export const curveWorks = [64, 96, 128, 192, 256, 384, 512].map((hidden) => work(hidden, 32));
export const findWork = (id) => works.find((one) => one.id === id);
export const guardWorks = [work(256, 32), { ...work(128, 8), window: 32, id: "h128-b8-t32", label: "H 128, B 8, T 32" }];

function realText(shape) {
  const text = readFileSync(new URL("../../lessons/corpora/english.txt", import.meta.url), "utf8");
  const vocabulary = new Set(text).size + 1;
  return { ...shape, vocabulary, label: `${shape.label}, English`, text };
}

/** The work with its text: at least eight windows for every stream. */
export function withText(shape) {
  const { text, vocabulary, batch, window } = shape;
  const length = Math.max(20_000, (batch + 1) * (window * 8 + 1));
  return { ...shape, text: text ?? randomText(alphabets[vocabulary], length) };
}

/** Trainable numbers, and those of them that a matrix product of ours touches: a one-hot input only picks rows. */
export function countParameters({ hidden: H, layers: L, vocabulary: V }) {
  const picked = 4 * H * V;
  const all = picked + 4 * H * (H + 1) + (L - 1) * 4 * H * (2 * H + 1) + V * (H + 1);
  return { all, multiplied: all - picked };
}
