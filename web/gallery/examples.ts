/** The live example of each element, which is also what its snippet says. An element that is not here stands as it is. */
import type { Language } from "../src/i18n/index.js";

type Said = Record<Language, string>;

export interface Example {
  attributes?: Record<string, string | Said>;
  /** What stands between the tags, line by line. */
  children?: Said;
}

const remains = { rnn: { cell: "rnn", hidden: 16, activation: "identity", recurrent: "orthogonal", spectralRadius: 0.9 } };

export const examples: Record<string, Example> = {
  "unrolled-studio": { attributes: { preset: { zh: "cell=lstm hidden=64 text=chinese", en: "cell=lstm hidden=64 text=english" } } },
  "unrolled-code": { attributes: { cell: "lstm", selected: "f" } },
  "unrolled-gradient-flow": { attributes: { preset: "spectralRadius=0.9 cells=rnn,lstm" } },
  "unrolled-cell": { attributes: { preset: "cell=lstm hidden=2" } },
  "unrolled-gates": { attributes: { preset: { zh: "learn=marks-zh", en: "learn=marks-en" } } },
  "unrolled-quiz": {
    attributes: { kind: "number", preset: `runs=${JSON.stringify(remains)} measure=gradient-ratio distance=60 steps=0 from=1e-6 to=1 scale=log` },
    children: {
      en: `<p>Every step back multiplies the gradient by 0.9. How much of it is left after sixty steps?</p>
<details><summary>What happened</summary><p>The network measured <span data-run="rnn">…</span>: 0.9 sixty times over. Almost nothing is left, although each step takes so little.</p></details>`,
      zh: `<p>梯度每往回走一步都乘以 0.9。走六十步，还剩多少？</p>
<details><summary>发生了什么</summary><p>网络实测是 <span data-run="rnn">…</span>，也就是六十个 0.9 连乘。每一步只损失一点点，最后却几乎什么都不剩。</p></details>`,
    },
  },
};

/** Either kind of quotation mark, whichever the value does not need itself. */
const quoted = (value: string) => (value.includes('"') ? `'${value}'` : `"${value}"`);

/** The element as its author would write it. */
export function markupOf(tag: string, language: Language): string {
  const { attributes = {}, children } = examples[tag] ?? {};
  const all = Object.entries({ lang: language, ...attributes }).map(([name, value]) => ` ${name}=${quoted(typeof value === "string" ? value : value[language])}`);
  const inner = children ? `\n${children[language].replace(/^/gm, "  ")}\n` : "";
  return `<${tag}${all.join("")}>${inner}</${tag}>`;
}
