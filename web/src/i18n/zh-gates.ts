import type { GatesWords } from "./en-gates.js";
import { zhFormat as format } from "./format.js";

export const zhGates: GatesWords = {
  title: "读一段文字时，门在做什么",
  field: {
    learn: "学什么", own: "你自己的文本", passage: "读什么", quantity: "按什么着色", follow: "找跟随它的单元", view: "显示", "hold.i": "输入门 i", "hold.f": "遗忘门 f", "hold.g": "候选记忆元 g", "hold.o": "输出门 o",
  },
  help: {
    own: "至少 500 个字符，几千个更好；只留在这台设备上", passage: "最多 257 个字符，都要在所学文本里出现过；空着就读一段没有训练过的",
    "hold.i": "0：什么都不写入；1：去掉输入门", "hold.f": "0：全部忘掉；1：去掉遗忘门，什么都不忘", "hold.g": "每次写入同样的值", "hold.o": "0：h 什么都不说；1：去掉输出门",
    forgetBias: "训练前加上，通常为 0",
  },
  choice: {
    "marks-en": "带引号和括号的英文短行", "marks-zh": "同样的中文短行", story: "英文故事", own: "我自己的文本",
    c: "记忆元 c", h: "隐状态 h", i: "输入门 i", f: "遗忘门 f", g: "候选记忆元 g", o: "输出门 o",
    quote: "引号", bracket: "括号", line: "行内位置", word: "词内位置", free: "自由", plain: "原样", changed: "改动后",
  },
  follows: { quote: "“是否在引号里”", bracket: "“是否在括号里”", line: "“行内位置”", word: "“词内位置”" },
  heat: (quantity) => `${quantity}：纵向是单元，横向是字符`,
  passage: (quantity, unit, thing) => `${unit} 号单元，${quantity}；下划线：${thing}`,
  unit: (unit) => `${unit} 号单元：六个量，底色是要跟随的东西`,
  means: "全部单元的平均", followers: "跟得紧，也用得上", saturation: "几乎关死，几乎全开",
  decay: "全部单元：∏ f 与实际记住的", unitDecay: (unit) => `${unit} 号单元：∏ f 与实际记住的`, losses: "训练损失",
  at: "字符", steps: "步", distance: "往回的步数", product: "∏ f", measured: "实测", skip: "x + F(x)", absR: "|r|", nats: "奈特", shut: "低于 0.1", opened: "高于 0.9", trained: "训练步数",
  note: "残差网络的残差连接 x + F(x) 每过一层，梯度都乘以 1，就是那条平的点线。LSTM 的记忆元沿时间做的事差不多，只是多了一个阀门：∂c_t/∂c_{t−1} ≈ f_t，走许多步就是 ∏ f，即虚线。实线是沿所有路径往回走、实际测得的 ∂c_T/∂c_t；它与虚线不同，因为 c 还会通过 h 影响下一步的各个门。把 o 固定为 0，这条路就断了，两条线重合。",
  columns: { product: "∏ f", derivative: "∂c_T/∂c", unit: "单元", r: "r", change: "去掉它后的变化（奈特）", shut: (gate) => `${gate} < 0.1`, open: (gate) => `${gate} > 0.9`, distance: "往回的步数", step: "训练步", character: "字符", mean: (name) => `${name} 的平均`, unitOf: (name, unit) => `${unit} 号单元的 ${name}`, norm: (name) => `‖${name}‖` },
  readCell: (unit, character, quantity, value) => `读完“${character}”后，${unit} 号单元的 ${quantity} = ${value}`,
  readUnit: (unit, r, change) => `${unit} 号单元：r = ${r}；去掉它，损失变化 ${change} 奈特`,
  readSaturation: (unit, parts) => `${unit} 号单元：${parts}`,
  saturationOf: (gate, shut, open) => `${gate} 关死 ${shut}，全开 ${open}`,
  readDecay: (distance, product, measured) => `往回 ${format.whole(distance)} 步：∏ f 为 ${product}，实测 ${measured}`,
  readLoss: (step, values) => `第 ${format.whole(step)} 步：${values}`,
  lineFeed: "换行", space: "空格",
  empty: "按“测量”，看未经训练的 LSTM 读这段文字时各个门的样子；或者按“训练”，看单元怎样开始跟随某样东西。",
  tooShort: (has, least) => `你自己的文本目前有 ${format.whole(has)} 个字符，到 ${format.whole(least)} 个就可以学了。`,
  absent: (thing) => `这段文字里${thing}没有变化，换一段有变化的来读吧。`,
  follower: (unit, quantity, thing, r, best) => `${unit} 号单元的 ${quantity} 与${thing}的相关系数 r = ${r}${unit === best ? "，是所有单元里跟得最紧的。" : `；跟得最紧的是 ${best} 号单元。`}`,
  knocked: (unit, change, rank, all) => `去掉 ${unit} 号单元，这段文字上的损失变化 ${change} 奈特，在 ${all} 个单元里${rank === 1 ? "影响最大" : `排第 ${rank}`}。`,
  kept: (distance, product, measured) => `隔 ${format.whole(distance)} 步，单靠遗忘门会留下 ${product} 的记忆；算上所有路径则是 ${measured}。`,
  losing: (parts) => `从同一个种子出发，训练损失现在是 ${parts.join("、")}。`,
  lossOf: (value, name) => `${value} 奈特（${name}）`,
};
