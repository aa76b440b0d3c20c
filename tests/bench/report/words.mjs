/** The report's sentences, in both languages of the README. */
import { count, percent, times } from "../table.mjs";

const systemsChinese = { thread: "线程", threads: "线程", native: "原生", fast: "快速模式" };
const chineseLabel = (label) => label.replace(/\b(threads?|native|fast)\b/g, (word) => systemsChinese[word]).replaceAll(", ", "，").replace(/ \(SSE\)/, "（SSE）").replace(/(\d) 线程/, "$1 个线程");

export const english = {
  space: " ",
  speedPicture: "Bars: characters trained per second by work and system",
  curvePicture: "Curve: time per character by number of parameters",
  head: "characters trained per second",
  system: (label) => label,
  work: (label) => label,
  basis: ({ rounds, cpu, cores, date }) =>
    `Medians of ${rounds} rounds in which all take turns on one machine (${cpu}, ${cores} cores, ${date}): LSTM, window 64, 64 characters unless V says otherwise, cross-entropy, clipping, Adam.`,
  standing: ({ label, toTensorflow, toTorch, ofLimit }) =>
    `At ${label}, Chromium trains ${times(toTensorflow)} as fast as TensorFlow.js with its WebAssembly backend and ${times(toTorch)} as fast as PyTorch on one thread, and reaches ${percent(ofLimit)} of what the machine can multiply there.`,
  large: ({ label, toTorch }) => `At ${label} it is ${times(toTorch)} PyTorch's speed.`,
  lanes: (ratio) =>
    `A browser multiplies four numbers at once; PyTorch takes what the processor has. Against a PyTorch held to four as well, the ratio is ${times(ratio)}.`,
  fast: (ratio) => `With \`numerics: "fast"\` it trains ${times(ratio)} as fast as without.`,
  workers: ({ label, ratio }) => `Two workers train ${times(ratio)} as fast as one at ${label}.`,
  writing: ({ greedy, sampled }) => `At H 128 it writes ${count(sampled)} characters a second, ${count(greedy)} without chance.`,
  start: ({ cold, warm }) => `From the import to the first training step: ${count(cold)} ms in a new Chromium, ${count(warm)} ms the second time.`,
  again: "`npm run bench` measures it all again.",
};

const factor = (value) => times(value).replace("×", "倍");

export const chinese = {
  space: "",
  speedPicture: "条形图：各任务与系统每秒训练的字符数",
  curvePicture: "曲线：每个字符的耗时随参数量的变化",
  head: "每秒训练的字符数",
  system: chineseLabel,
  work: (label) => label.replaceAll(", ", "，").replace("English", "英文"),
  basis: ({ rounds, cpu, cores, date }) =>
    `同一台机器（${cpu}，${cores} 核，${date}）上各系统轮流运行 ${rounds} 轮的中位数：LSTM，窗口 64，除注明 V 之外均为 64 个字符，交叉熵，梯度裁剪，Adam。`,
  standing: ({ label, toTensorflow, toTorch, ofLimit }) =>
    `在 ${label.replaceAll(", ", "，")} 时，Chromium 的训练速度是 TensorFlow.js（WebAssembly 后端）的 ${factor(toTensorflow)}，是单线程 PyTorch 的 ${factor(toTorch)}，达到该环境乘法上限的 ${percent(ofLimit)}。`,
  large: ({ label, toTorch }) => `在 ${label.replaceAll(", ", "，")} 时是 PyTorch 的 ${factor(toTorch)}。`,
  lanes: (ratio) => `浏览器一次只能乘四个数，PyTorch 则用处理器的全部宽度；若同样限制为四个，我们的速度是它的 ${factor(ratio)}。`,
  fast: (ratio) => `使用 \`numerics: "fast"\` 时，训练速度是默认模式的 ${factor(ratio)}。`,
  workers: ({ label, ratio }) => `在 ${label.replaceAll(", ", "，")} 时，两个 worker 的训练速度是一个的 ${factor(ratio)}。`,
  writing: ({ greedy, sampled }) => `H 128 时每秒写出 ${count(sampled)} 个字符，贪心解码时 ${count(greedy)} 个。`,
  start: ({ cold, warm }) => `从导入到第一步训练：全新的 Chromium 里 ${count(cold)} 毫秒，第二次 ${count(warm)} 毫秒。`,
  again: "`npm run bench` 可以重新测量这一切。",
};
