/** 所有演示共用的文案。 */
import type { ExhibitWords } from "./en-exhibit.js";
import { zhFormat as format } from "./format.js";

const steps = (n: number) => `${format.whole(n)} 步`;

export const zhExhibit: ExhibitWords = {
  train: "训练", pause: "暂停", resume: "继续", more: (n) => `再训练 ${steps(n)}`, reset: "重置", look: "测量", retry: "再试一次", locked: "已由课程设定",
  phase: {
    idle: "还没有运行。",
    preparing: "正在由种子生成模型……",
    ready: "这是训练之前的测量结果。",
    training: (step, goal) => `正在训练：第 ${format.whole(step)} 步，共 ${format.whole(goal)} 步。`,
    resting: "等待中：回到视野里就接着训练。",
    paused: (step) => `停在第 ${format.whole(step)} 步，什么都没丢。`,
    finished: (step) => `完成，共 ${steps(step)}。`,
    failed: "停下了。你的设置都还在。",
  },
  trainerMoved: "这一页上的另一个演示开始训练，这里先暂停了，可以随时继续。",
  table: "同样的数据，列成表", tableCut: (shown, all) => `这里是 ${format.whole(all)} 行中的前 ${format.whole(shown)} 行，CSV 文件里有全部。`,
  save: "保存或复制", copy: "复制图片", png: "PNG", svg: "SVG", csv: "CSV（数据）", copied: "已复制。",
  notCopied: "这个浏览器不允许在这里复制图片，请改用“PNG”保存。",
  read: "用方向键读数", settings: "设置",
  unknownField: (name, known) => `这个演示没有“${name}”这项设置，可用的有：${known.join("、")}。`,
  badField: (sentence, fallback) => `${sentence}已改用默认值 ${fallback}。`,
  noPreset: (name) => `没有名为“${name}”的预设。请检查名称；现在用的是默认设置。`,
  badData: (path, wanted) => `data 里的数据画不出来：${path} 应当是${wanted}。`,
  wanted: {
    number: "有限的数", numbers: "由有限的数组成的列表", matrix: "由等长的数列组成的列表", text: "字符串", list: "列表", object: "对象",
  },
};
