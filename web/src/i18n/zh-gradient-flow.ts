import type { GradientFlowWords } from "./en-gradient-flow.js";
import { zhFormat as format } from "./format.js";

export const zhGradientFlow: GradientFlowWords = {
  title: "梯度能往回流多远",
  field: {
    cells: "循环单元", gap: "最长间隔", keys: "钥匙种数", "optimizer.rate": "学习率", clip: "梯度裁剪阈值", spectralRadius: "谱半径 λ",
    "truncation.steps": "截断步数 τ",
  },
  help: {
    gap: "钥匙与它再次出现之间有几个点", keys: "要记住的是这么多种里的哪一种", spectralRadius: "训练前每个 U 的谱半径",
    activation: "RNN 的激活函数", "truncation.steps": "梯度不越过每第 τ 步，0 表示不截断", clip: "范数的上限，0 表示不裁剪", forgetBias: "LSTM 的，大于 0 时一开始记得更牢",
    recurrent: "每个 U 的初始值怎样抽取",
  },
  choice: { rnn: "RNN" },
  flow: "最后一个损失对先前各状态的梯度", recall: "钥匙再次出现时的损失", norms: "整个梯度的范数", portrait: "两个单元的 RNN 连读点号时的状态",
  flowAxis: "|∂L/∂h|", nats: "奈特", stepsBack: "往回的步数", trained: "训练步数", fixed: "不动点", paths: "轨迹",
  predicted: (radius) => `λᵏ，λ = ${radius}`, chance: "瞎猜", threshold: "裁剪阈值", reach: "训练只看到这里",
  columns: { distance: "往回的步数", path: "轨迹", after: "步数", radius: "最大的 |λ|", step: "训练步", predicted: "‖∂L/∂h_T‖ λᵏ", memory: (name) => `${name} 的 c`, recall: (name) => `${name}，奈特`, norm: (name) => `${name}，范数`, clipped: (name) => `${name}，裁剪后` },
  readFlow: (distance, values) => `往回 ${format.whole(distance)} 步：${values}`,
  readStep: (step, values) => `第 ${format.whole(step)} 步：${values}`,
  readPoint: (x, y, radius, attracts) => `不动点（${x}，${y}），|λ| = ${radius}：${attracts ? "吸引" : "不吸引"}`,
  stands: (stable, unstable) => `两个单元的 RNN 有 ${stable} 个吸引的不动点、${unstable} 个不吸引的不动点。`,
  empty: "按“测量”，看未经训练的网络里梯度能往回走多远；或者按“训练”，看它们学着跨过间隔记住一把钥匙时，梯度怎样变化。",
  reached: (distance, parts) => `往回 ${format.whole(distance)} 步，最后一个损失的梯度只相当于末尾处的 ${parts.join("、")}。`,
  share: (name, share) => `${share}（${name}）`,
  learned: (names) => `${format.list(names)} 学会了把钥匙带回来。`,
  guessing: (names) => `${format.list(names)} 仍在瞎猜再次出现的是哪把钥匙。`,
};
