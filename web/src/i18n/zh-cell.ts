import type { CellWords } from "./en-cell.js";
import { zhFormat as format } from "./format.js";

export const zhCell: CellWords = {
  title: "一个单元，一次只走一步运算",
  field: { hidden: "单元数", embedding: "输入数", passage: "文本", pace: "慢放", activation: "激活函数" },
  help: { hidden: "隐状态 h 的维数", embedding: "用几个数表示一个字符", passage: "模型要背下来的文字，也在这里读", pace: "每步运算停留的秒数", activation: "用于 RNN" },
  choice: {},
  passage: "正在读的字符", character: (t, shown) => `第 ${t + 1} 个字符：${shown}`, space: "空格",
  operation: "运算", operations: "按顺序排列的运算",
  back: "上一步", forward: "下一步", play: "慢放", stop: "停",
  place: (at, all, pass) => `${pass}，第 ${at} 步运算，共 ${all} 步`,
  pass: { forward: "前向", backward: "反向" },
  diagram: { forward: "值", backward: "梯度" },
  numbers: { forward: "前向的全部数值", backward: "反向的全部梯度" },
  states: "输入与状态", gate: (name) => `门 ${name}`, whole: "单元",
  given: "这个数是给定的。改一改，看看后面会怎么变。", edit: "数值", undo: (n) => (n === 1 ? "撤销改动" : `撤销全部 ${n} 处改动`),
  was: (before) => `原来是 ${before}`, follows: "因此而变的数都加了下划线。",
  opens: "点一个数，看看它是怎么算出来的。",
  empty: "按“训练”，让单元学一小段文字；或者按“测量”，看看训练之前的它。",
  unfit: (most) => `这个模型太大，没法把每个数都摆出来，或者有的门被固定住了。这里最多能看 ${most} 个隐藏单元、1 到 ${most} 个输入。`,
  noCode: "代码没有送到。请检查网络，然后刷新页面。",
  sentence: (at, name, arithmetic) => `${at}。${name} = ${arithmetic}`,
  outside: "dW 和 dx 在单元之外对所有时间步一次算好，所以这里没有亮起的行。",
  columns: { name: "数", row: "行", column: "单元", value: "值", before: "改动之前" },
  unit: (n) => `单元 ${format.whole(n)}`,
};
