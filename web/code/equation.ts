/** An equation as MathML, which every browser sets by itself: no fonts, no style sheet, nothing at run time. */
import katex from "katex";
import { quantityOf } from "./colours.js";

/** Its letters wear the colours of what they stand for; a d before a name is a gradient's. */
export function mathml(tex: string, section: string): string {
  const html = katex.renderToString(tex, { output: "mathml", throwOnError: true, strict: "error" });
  const [, inner] = /<semantics>([\s\S]*)<annotation/.exec(html) ?? [];
  if (!inner) throw new Error(`KaTeX gave no MathML for ${tex}.`);
  const coloured = inner.replaceAll("<mo>+</mo><mo>=</mo>", "<mo>+=</mo>").replace(/<mi>(\w)<\/mi>/g, (whole, letter: string) => {
    const quantity = letter === "d" ? "gradient" : quantityOf(letter, section);
    return quantity ? `<mi class="q-${quantity}">${letter}</mi>` : whole;
  });
  return `<math>${coloured}</math>`;
}
