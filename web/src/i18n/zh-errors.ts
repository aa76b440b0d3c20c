/** 每一种错误、提示和字段问题的中文句子，只由代码和细节写成。 */
import type { Format } from "./format.js";
import type { ErrorLike, NoticeLike, ProblemLike } from "./types.js";

const listed = (value: unknown, most = 12): string => {
  const all = Array.isArray(value) ? value.map(String) : [];
  const shown = all.slice(0, most).map((character) => `“${character}”`).join("");
  return all.length > most ? `${shown}等 ${all.length} 个` : shown;
};

export function zhFieldProblem(label: string, p: ProblemLike): string {
  const bound = (value: number | undefined) => (value !== undefined && Number.isInteger(value) ? String(value) : `${value ?? ""}`);
  switch (p.reason) {
    case "missing": return `${label}还空着，请填一个值。`;
    case "not-a-number": return `${label}应当是一个数。`;
    case "decimal-comma": return `小数点请用“.”：写成 ${p.suggestion}，而不是 ${p.value}。`;
    case "not-an-integer": return `${label}应当是整数。`;
    case "out-of-range": return `${label}应当在 ${bound(p.min)} 与 ${bound(p.max)} 之间。`;
    case "not-a-choice": return `${label}只能是 ${(p.choices ?? []).join("、")} 之一。`;
    case "wrong-kind": return `${label}的类型不对。`;
    case "beside": return `配合现在的选择，${label}应当在 ${bound(p.min)} 与 ${bound(p.max)} 之间。`;
    case "no-such-gate": return `这种循环单元没有这个门：${label}请保持 -1。`;
    case "no-snapshot": return `没有第 ${p.value} 步的快照。`;
    case "too-many-sequences": return `${label}取 ${p.value} 时要试的序列超过一百万条，请取 ${bound(p.max)} 或更小，或者改用束搜索。`;
    case "too-long": return `${label}有 ${p.value} 个字符，这里最多 ${bound(p.max)} 个。`;
    case "unused": return `${label}对这个任务没有意义，请不要填。`;
    case "unknown-field": return `没有“${label}”这项设置，请删去或检查拼写。`;
    default: return `${label}的值无法使用。`;
  }
}

/** 张量的位置：第几层、哪个量、哪个时间步。 */
function place(d: Record<string, unknown>): string {
  if (d["tensor"] === undefined || d["tensor"] === null) return "";
  const layer = typeof d["layer"] === "number" ? `第 ${d["layer"]} 层的 ` : " ";
  const time = typeof d["time"] === "number" ? `（时间步 ${d["time"]}）` : "";
  return `最先出问题的是${layer}${String(d["tensor"])}${time}。`;
}

const number = (value: unknown): number => (typeof value === "number" ? value : 0);

/** 读不了的一行或一格。 */
function zhDataSentence(d: Record<string, unknown>): string {
  const line = `第 ${String(d["line"])} 行`, value = `“${String(d["value"])}”`, column = `“${String(d["column"])}”列`;
  switch (d["problem"]) {
    case "no-tab": return `${line}${value}里没有制表符：每行写两格，用制表符隔开。`;
    case "empty-cell": return `${line}有一格是空的：请填上，或删去这一行。`;
    case "not-utf8": return `${line}不是 UTF-8 编码：请把文件另存为 UTF-8。`;
    case "no-lines": return "没有可学的内容：每行写一个例子。";
    case "no-column": return `没有${column}。可以选这些列：${String(d["value"])}，也可以写列号（从 1 数起）。`;
    case "no-cell": return `${line}没有${column}这一格：请补上，或删去这一行。`;
    case "decimal-comma": return `${line}的${column}：小数点请用“.”，不要写成${value}。`;
    case "not-a-number": return `${line}的${column}：${value}不是数。请改正、删去这一行，或换一列。`;
    case "unequal": return `${line}${value}的标签数与字符数不同：先写文本，再写制表符，然后每个字符写一个标签。`;
    case "no-class": return `模型没有${value}这个类别：请用它学过的类别，或新建一个模型。`;
    case "too-short": return `只有 ${String(d["value"])} 个点，至少需要 ${String(d["needed"])} 个：请多给一些，或用更小的窗口、更少的滞后重新建模。`;
    case "generated-only": return "这个任务自己生成例子，请不要给文本。";
    default: return "表里没有数：请给一列数。";
  }
}

export function zhErrorSentence(error: ErrorLike, format: Format, labels: Record<string, string>): string {
  const d = error.details ?? {};
  switch (error.code) {
    case "invalid-field": return zhFieldProblem(labels[error.field ?? ""] ?? error.field ?? "设置", d as unknown as ProblemLike);
    case "text-too-short": return `文本太短：只有 ${format.whole(number(d["characters"]))} 个${d["tokens"] === "words" ? "词" : "字符"}，至少需要 ${format.whole(number(d["needed"]) || 2)} 个。`;
    case "text-too-long": return `文本太大：${format.megabytes(number(d["bytes"]))}，最多 ${format.megabytes(number(d["limit"]))}。`;
    case "unknown-characters":
      if (d["words"] !== undefined) return `模型从没见过这些词：${listed((d["words"] as string[]).map((word) => word.trim() || word))}。请删去它们，或用包含它们的文本重新训练。`;
      return `模型从没见过这些字符：${listed(d["characters"])}。请删去它们，或用包含它们的文本重新训练。`;
    case "diverged": {
      const restored = typeof d["restored"] === "number" ? `已回到第 ${format.whole(d["restored"])} 步的权重。` : "已回到最后一组正常的权重。";
      return `训练在第 ${format.whole(number(d["step"]))} 步发散，数值成了无穷大或 NaN。${place(d)}${restored}试试更小的学习率，或更强的梯度裁剪。`;
    }
    case "bad-file": return "这不是本页保存的模型文件，或者文件已损坏。";
    case "busy": return "训练正在进行，请先暂停。";
    case "bad-data": return zhDataSentence(d);
    case "nothing-held-out":
      if (d["examples"] !== undefined) return "没有留出用来检验的例子：请把验证比例设为大于 0，并多给一些例子。";
      return "没有留出验证部分：请把验证比例设为大于 0，或另给一段文本来衡量。";
    case "no-text": return "这个模型打开时没有附带文本。要接着训练，请先给它一段文本。";
    case "unknown-preset": {
      const known = d["known"] as string[];
      return `没有“${String(d["asked"])}”这个预设${known.length > 0 ? `。现有的是：${known.join("、")}` : "，请检查名称"}。`;
    }
    case "preset-missing": return `预设“${String(d["asked"])}”没有取到。网络恢复后请重新加载页面。`;
    case "aborted": return "已经停下。";
    case "closed": return "这个模型已经关闭，请重新开始。";
    case "no-simd": return "这个浏览器不支持 WebAssembly SIMD。请换用较新的 Chrome、Edge、Firefox 或 Safari（16.4 以上）。";
    case "engine-missing":
      if (error.field === "text") return "自带文本没有下载下来。请检查网络再试，或粘贴你自己的文本。";
      return "计算引擎的文件没有下载下来。请检查网络，再试一次。";
    case "engine-damaged": return "计算引擎的文件不完整。请刷新页面，或稍后再试。";
    case "out-of-memory": return "内存不够。请减小隐藏单元数、批量大小或时间步数，再试一次。";
    case "worker-lost": return `计算线程意外终止。模型已恢复到第 ${format.whole(number(d["step"]))} 步，可以从那里继续。`;
    default: return `出错了：${error.message}`;
  }
}

export function zhNoticeSentence(notice: NoticeLike, format: Format): string {
  const d = notice.details;
  const whole = (name: string) => format.whole(d[name] ?? 0);
  switch (notice.code) {
    case "bom-removed": return "去掉了开头的字节顺序标记（BOM）。";
    case "line-ends": return `${whole("count")} 处换行（CR 或 CRLF）统一成了换行符 LF。`;
    case "normalized": return "带附加符号的字母已合成为单个字符（Unicode NFC）。";
    case "lone-surrogates": return `${whole("count")} 个残缺的半字符替换成了 �。`;
    case "nul-removed": return `去掉了 ${whole("count")} 个 NUL 字符。`;
    case "batch-reduced": return `文本不够长，批量大小从 ${whole("asked")} 减为 ${whole("batch")}。`;
    case "few-examples": return `训练例子只有 ${whole("batch")} 个，批量大小从 ${whole("asked")} 减为 ${whole("batch")}。`;
    case "rare-characters":
      return `词表保留了 ${whole("kept")} 个字符；其余 ${whole("rare")} 个少见字符合并为一个 <unk>，占文本的 ${format.share(d["share"] ?? 0)}。`;
    case "rare-words":
      return `词表保留了 ${whole("kept")} 个词和符号；其余 ${whole("rare")} 处少见的词合并为一个 <unk>，占文本的 ${format.share(d["share"] ?? 0)}。`;
    case "no-validation": return "文本太短，没有留出验证部分，因此没有验证损失。";
    default: return notice.message;
  }
}
