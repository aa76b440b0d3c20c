/** 课程页面的文案；课文本身在 `lessons/` 里。 */
import type { enLessons } from "./en-lessons.js";

export const zhLessons: typeof enLessons = {
  lessons: {
    title: "课程",
    skip: "跳到正文",
    lead: "每一课只问一个问题：先猜，再看真的网络在页面里算出答案。一课大约 15 到 25 分钟，会用链式法则就够了。",
    description: "循环神经网络课程，课中每个展品都在你的浏览器里真实计算。",
    contents: "本课内容",
    linkTo: (section) => `“${section}”一节的链接`,
    turning: "其他课程", previous: "上一课", next: "下一课", all: "全部课程",
    read: "已读",
    progress: (read, all) => (read === all ? "全部读完。" : `已读 ${all} 节中的 ${read} 节。`),
    forget: "清除阅读记录",
    needsScript: "这里有一个展品，它在浏览器里计算，需要启用 JavaScript。",
    choose: "中文课程",
  },
};
