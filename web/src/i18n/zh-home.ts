/** 展品之外各页面的文字。 */
import type { enHome } from "./en-home.js";

export const zhHome: typeof enHome = {
  page: {
    title: "Unrolled：看循环神经网络学写文章",
    studioTitle: "工作室 · Unrolled",
    description: "就在这个标签页里，用你自己的处理器和文本，训练一个字符级 LSTM。",
    skip: "跳到展品",
    home: "首页", studio: "工作室", navigation: "页面",
    otherLanguage: "English", otherLanguageLabel: "Switch to English",
    theme: { auto: "外观：自动", light: "外观：浅色", dark: "外观：深色" },
    footer: "开源，Apache-2.0 许可。没有 cookie，没有跟踪，不向任何其他主机请求任何东西。",
    noscript: "训练就在页面里进行，请启用 JavaScript。",
    studioIntro: "模型的每一项设置，和你自己的文本。每次只改一处，前后对比：上一次的曲线会留作淡淡的虚线。",
  },
  home: {
    // 零宽空格是唯一可以换行的地方。
    headline: "看循环神经网络\u200b学写文章",
    lead: "按下“训练”，一个 LSTM 就在这个标签页里逐字阅读一篇故事，几秒之后，开始学着它的口吻写。",
    happensTitle: "按下之后发生了什么",
    happens: (batch, window) => [
      ["先猜。", `它同时在文本的 ${batch} 个位置阅读。每处读入一个字符，更新隐状态，再给认识的每个字符一个“接下来是它”的概率。`],
      ["对答案。", "损失衡量它对真正出现的那个字符有多意外：所给概率的倒数取自然对数，单位是奈特（nat）。图中的点线是平均瞎猜的水平。"],
      ["往回看。", `网络沿 ${window} 个时间步展开，意外沿着展开的网络往回流，这就是通过时间反向传播。流到最后，每一个权重都得到自己的梯度。`],
      ["改一点。", `Adam 把所有权重各挪动一点点，然后轮到下面的 ${batch} × ${window} 个字符。每段样本，都是那一步的权重写出来的。`],
    ],
    promisesTitle: "可以放心的事",
    promises: [
      ["什么都不会离开这台设备。", "你的文本只有这个页面在读，背后没有服务器。"],
      ["种子相同，结果逐位相同。", "按“重置”再按“训练”，新曲线会与旧曲线完全重合。"],
      ["每个数都是真的。", "没有一处是录好再放的。你看到的，就是此刻训练所用的数组。"],
    ],
    ownTitle: "换成你自己的文本",
    own: "把任何文字粘贴或拖进展品下方的框里：一部小说、一段聊天记录、一本诗集，什么文字都行。几千个字符就能看出风格，十万个字符能学会词语和句子。UTF-8、UTF-16、GB18030 和 Latin-1 编码的文件都能识别。",
    toStudio: "打开工作室，改动模型本身",
    toStudioNote: "单元、大小、层数、优化器、梯度裁剪、种子……",
  },
};
