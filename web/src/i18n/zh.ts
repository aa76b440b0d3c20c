/** 中文文案，术语与《动手学深度学习》一致。 */
import type { Unit, Words } from "./en.js";
import { zhFormat } from "./format.js";
import { zhExhibit } from "./zh-exhibit.js";
import { zhErrorSentence, zhFieldProblem, zhNoticeSentence } from "./zh-errors.js";

const format = zhFormat;
const whole = format.whole;

const single: Record<Unit, string> = { characters: "字符", words: "词" };

const heldHelp = "-1 表示照常计算，0 到 1 表示固定";

const field: Record<string, string> = {
  cell: "循环单元", activation: "激活函数", hidden: "隐藏单元数", layers: "层数", embedding: "嵌入维数",
  forgetBias: "遗忘门偏置", tokens: "词元", vocabulary: "词表大小上限", minFrequency: "最低词频", validation: "验证集比例", batch: "批量大小", window: "时间步数",
  "optimizer.name": "优化器", "optimizer.rate": "学习率", "optimizer.momentum": "动量", "optimizer.decay": "权重衰减", clip: "按范数裁剪", clipValue: "按值裁剪",
  "schedule.name": "学习率调度", "schedule.warmup": "预热步数", "schedule.every": "每隔多少步下降", "schedule.factor": "每次下降的倍率",
  "schedule.steps": "多少步后降到零", dropout: "暂退法", state: "窗口之间的隐状态", "truncation.name": "梯度截断", "truncation.steps": "τ（步）",
  "feeding.name": "训练时读什么", "feeding.k": "调度的 k", "feeding.c": "c，每步下降", "feeding.floor": "ε 的下限", "feeding.per": "多久抛一次硬币", "feeding.own": "自己的词元",
  "hold.i": "输入门 i", "hold.f": "遗忘门 f", "hold.g": "候选记忆元 g", "hold.o": "输出门 o", "hold.r": "重置门 r", "hold.z": "更新门 z",
  recurrent: "循环权重", spectralRadius: "谱半径", seed: "随机种子",
  steps: "训练步数", workers: "工作线程数", numerics: "数值方式", "sample.length": "长度", "sample.temperature": "温度", prompt: "前缀", text: "文本",
};

export const zh: Words = {
  code: "zh",
  htmlLang: "zh-Hans",
  format,
  exhibit: zhExhibit,
  field,
  help: {
    hidden: "H，每层隐状态的维数",
    embedding: "填 0 时，以独热向量输入",
    tokens: "按词时，词连同它前面的空格；汉字仍一字一元",
    forgetBias: "大于 0 时，一开始记得更牢",
    vocabulary: "更少见的合并成一个 <unk> 来学",
    minFrequency: "文本中出现得更少的，也算 <unk>",
    validation: "从文本末尾留出的比例，0 到 0.5",
    batch: "同时并排阅读的文本流",
    window: "T，梯度往回流多远",
    clip: "梯度范数的上限，0 表示不裁剪",
    clipValue: "梯度每个分量的上限，0 表示不裁剪",
    "optimizer.decay": "λ，权重自行缩小的快慢",
    "schedule.warmup": "学习率在这些步里匀速升起",
    dropout: "一层的输出传到下一层时，被丢弃的比例",
    "truncation.steps": "固定截断：每 τ 步；随机截断：平均 τ 步",
    "feeding.name": "ε 是读真实词元的概率",
    "feeding.k": "i 是步数：ε = k、k − c·i、k^i 或 k/(k + e^(i/k))",
    "feeding.floor": "ε 不会更小",
    "hold.i": heldHelp, "hold.f": heldHelp, "hold.g": heldHelp, "hold.o": heldHelp, "hold.r": heldHelp, "hold.z": heldHelp,
    recurrent: "每个门各自的初始值",
    spectralRadius: "初始时的 λ，0 表示保持抽到的值",
    seed: "种子相同，整个过程逐位相同",
    steps: "每步更新一次全部权重",
    "sample.temperature": "0 表示总取最可能的",
    numerics: "“快速”约快一成，但末位数字可能因机器而异",
  },
  workersHelp: (cores) => `这台设备有 ${whole(cores)} 个核心；结果逐位不变`,
  choice: {
    lstm: "LSTM", gru: "GRU", rnn: "RNN（Elman）", tanh: "tanh", relu: "ReLU", identity: "恒等", sigmoid: "sigmoid", adam: "Adam", adamw: "AdamW", rmsprop: "RMSProp", sgd: "SGD",
    constant: "恒定", step: "阶梯下降", cosine: "余弦", uniform: "均匀分布", orthogonal: "正交矩阵",
    reproducible: "可重现", fast: "快速",
    carried: "接着用", zero: "每次清零", window: "贯穿整个窗口", steps: "固定截断", random: "随机截断",
    truth: "总读真实词元", linear: "计划采样，ε 线性下降", exponential: "计划采样，ε 指数下降", "inverse-sigmoid": "计划采样，ε 反 sigmoid 下降",
    characters: "字符", words: "词", token: "每个词元", sequence: "每个窗口", sampled: "按分布抽取", best: "最可能的",
  },

  studio: {
    label: "就在这里训练的语言模型",
    settings: "模型", moreSettings: "更多设置", feedingSettings: "读什么，梯度流多远", gateSettings: "固定门的值", locked: "已由课程设定",
    train: "训练", resume: "继续", pause: "暂停", step: "走一步", reset: "重置", save: "保存模型", open: "打开模型",
    trainMore: (steps) => `再训练 ${whole(steps)} 步`,
    applySettings: "按新设置重新开始",
    stale: (names) => `已改动：${names.join("、")}。这需要一个新模型；现在的曲线会留作淡淡的虚线。`,
    staleText: "文本",
    fixFirst: (n) => `有 ${n} 项设置的值还不能用，已在下面标出。改好之后再按“训练”。`,
    retry: "再试一次",
    retryRate: (rate) => `用学习率 ${format.short(rate)} 重新开始`,
    resumeFrom: (step) => `从第 ${whole(step)} 步继续`,
    smaller: (hidden) => `用 ${hidden} 个隐藏单元重新开始`,
    clearPrompt: "清空前缀", bundled: "改用自带文本",
    dismiss: "知道了", notices: "说明",
  },

  status: {
    idle: (text, model, unit) => `准备就绪。${model}将学着猜${text}的下一个${single[unit]}。`,
    idleModel: (cell, hidden, layers) => `一个 ${cell}（${layers > 1 ? `${layers} 层，每层 ` : ""}${whole(hidden)} 个隐藏单元）`,
    fetching: "正在取计算引擎……",
    building: "正在由种子生成一个全新的模型……",
    training: (epoch, perplexity, unit) =>
      `正在学习。文本已读 ${epoch < 1 ? format.share(epoch) : `${epoch.toFixed(1)} 遍`}，${perplexity === "1" ? `每次几乎都知道下一个${single[unit]}是什么` : `每次大约在 ${perplexity} 个${single[unit]}之间犹豫`}。`,
    firstSteps: "正在学习，刚迈出头几步。",
    paused: (step) => `停在第 ${whole(step)} 步。什么都没丢：可以继续，可以只走一步，也可以改点什么。`,
    finished: (step, nats, unit) => `完成 ${whole(step)} 步，损失为每${single[unit]} ${nats} 奈特。还可以接着训练。`,
    failed: (step) => (step > 0 ? `停在第 ${whole(step)} 步。曲线、文本和样本都还在。` : "没有开始。你填的内容都还在。"),
    loaded: "已打开保存的模型，现在就可以让它写。",
    reset: "回到了起点。种子相同，过程也会相同。",
  },

  numbers: {
    loss: "损失", nats: "奈特", perplexity: "困惑度", bits: "比特", validation: "验证集", speed: (unit) => `${single[unit]}/秒`,
    step: "步", stepBefore: "第 ", stepAfter: (goal) => ` 步，共 ${whole(goal)} 步`, leftBefore: "还需 ", leftAfter: "", none: "–",
    workers: (n, gain) =>
      gain === null ? `${whole(n)} 个工作线程` : n > 1 ? `${whole(n)} 个工作线程，速度是单个的 ${gain} 倍` : "1 个工作线程：这里多开并不会更快",
    numerics: { fast: "快速数值", reproducible: "可重现数值：这个浏览器没有 relaxed SIMD" },
    lossHelp: (unit) => `每${single[unit]}，最近一步的平均`, perplexityHelp: (unit) => `相当于在这么多个同样可能的${single[unit]}中选择`,
    bitsHelp: (unit) => `每${single[unit]}`, validationHelp: "奈特，在从不训练的文本上", progress: "进度",
  },

  chart: {
    title: "损失", describe: (unit) => `每${single[unit]}损失（奈特）随训练步数的变化`,
    axisLog: "对数步轴", axisLinear: "均匀步轴", axis: "步数轴",
    nats: "奈特", step: "步", perplexity: "困惑度", train: "训练", validation: "验证", before: "上一次",
    uniform: (size, unit) => `在 ${whole(size)} 个${single[unit]}中平均瞎猜`,
    empty: "损失曲线会一步一步画在这里。",
    table: "同样的数据，列成表",
    tableNote: (every) => (every > 1 ? `每行是 ${every} 步的平均。` : "每行一步。"),
    at: (step, loss, perplexity) => `第 ${whole(step)} 步：${loss} 奈特，困惑度 ${perplexity}`,
    summary: (steps, first, now) => `${whole(steps)} 步之间，损失从 ${first} 变为 ${now} 奈特。`,
  },

  samples: {
    title: "它写的", reading: "它将要读的", promptEmpty: "无，从空白开始",
    write: "现在写一段", untrained: "训练之前", step: (step) => `第 ${whole(step)} 步`,
    perplexity: (value) => `困惑度 ${value}`,
    list: "样本，新的在前", empty: "训练时，样本会出现在这里。", settings: "怎么写",
  },

  text: {
    title: "它学的文本", english: "A Word from Every Hut（英文）", chinese: "《三门渡》（中文）", own: "你自己的文本",
    shortName: { english: "这篇英文故事", chinese: "《三门渡》", own: "你的文本" },
    choose: "文本", area: "文本。可以直接输入、粘贴，或把文件拖进来。", open: "打开文件", drop: "松手，就学这个文件",
    privacy: "它只留在这台设备上。",
    characters: (n) => `${whole(n)} 个字符`,
    preview: (shown, all) => `这里只显示 ${whole(all)} 个字符中的前 ${whole(shown)} 个，学习时用全部。`,
    clear: "清空", placeholder: "粘贴什么都行：小说、日记、歌词、代码。有几千个字符就可以开始。",
    loading: "正在取文本……",
    fileRead: (name, encoding) => `${name}，按 ${encoding} 读入。`,
    guessed: (name, encoding) => `${name} 不是 UTF-8，已按 ${encoding} 读入。如果文字不对，请另存为 UTF-8 再打开。`,
    binary: (name, kind) => `${name} ${kind ? `是 ${kind} 文件` : "不是文本文件"}，里面没有纯文本。原来的文本没有动。请先另存为纯文本（.txt）。`,
    tooLarge: (size, limit) => `内容有 ${size}，这里最多能学 ${limit}。原来的文本没有动。`,
    emptyFile: (name) => `${name} 是空的。原来的文本没有动。`,
    unreadable: (name) => `${name} 读不出来。原来的文本没有动。`,
    missing: "自带文本没有下载下来。请检查网络再试，或粘贴你自己的文本。",
  },

  url: {
    damaged: (parts) => `网址中有一部分无法使用，已改用默认值：${parts.join("、")}。`,
    version: "这个网址来自本页的另一个版本，能看懂的部分已经采用。",
  },

  fieldProblem: zhFieldProblem,
  errorSentence: (error) => zhErrorSentence(error, format, field),
  noticeSentence: (notice) => zhNoticeSentence(notice, format),
};
