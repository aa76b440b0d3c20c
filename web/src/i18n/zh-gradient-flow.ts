import type { GradientFlowWords } from "./en-gradient-flow.js";
import { zhFormat as format } from "./format.js";

export const zhGradientFlow: GradientFlowWords = {
  title: "梯度能往回流多远",
  field: { cells: "循环单元", gap: "要跨越的间隔", keys: "钥匙字符数", text: "要读的文本", "optimizer.rate": "学习率", "truncation.steps": "截断步数 τ" },
  help: {
    gap: "钥匙字符与它再次出现之间有几个点", spectralRadius: "训练前 U 的 ρ",
    activation: "用于 RNN", "truncation.steps": "0 表示贯穿整行", clip: "0 表示不裁剪",
  },
  choice: {},
  flow: "‖∂L_T/∂h_t‖ 随时间步 t 与 T 的距离的变化", recall: "钥匙字符再次出现时的损失（奈特）",
  steps: "往回的步数", trained: "训练步数", predicted: (radius) => `λᵏ，λ = ${radius}`, chance: "瞎猜",
  column: { distance: "往回的步数", predicted: "‖∂L_T/∂h_T‖ λᵏ" },
  readFlow: (distance, values) => `往回 ${format.whole(distance)} 步：${values}`,
  empty: "按“测量”：三个未经训练的网络各读一行，再看最后一次预测的梯度怎样往回流。",
  shrinks: (name, factor, distance) => `${name} 往回 ${format.whole(distance)} 步后是原来的 ${factor}`,
};
