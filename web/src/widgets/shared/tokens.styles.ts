/** The colours and faces of `draw/` as custom properties, for widgets (`:host`) and for pages (`:root`). */
import { css, unsafeCSS, type CSSResult } from "lit";
import { palettes, type Palette } from "../../draw/colour.js";
import { math, sans, serif, serifChinese } from "../../draw/font.js";

const both = (name: keyof Palette) => `light-dark(${palettes.light[name]}, ${palettes.dark[name]})`;

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const colours = unsafeCSS((Object.keys(palettes.light) as (keyof Palette)[]).map((name) => `--${kebab(name)}: ${both(name)};`).join(" "));

export function tokens(selector: ":host" | ":root"): CSSResult {
  const chinese = selector === ":host" ? ":host(:lang(zh))" : ":root:lang(zh)";
  return css`
    ${unsafeCSS(selector)} {
      color-scheme: light dark;
      ${colours}
      --sans: ${unsafeCSS(sans)};
      --serif: ${unsafeCSS(serif)};
      --math: ${unsafeCSS(math)};
      --small: 0.8125rem;
      --gap: 1.25rem;
      --serif-chinese: ${unsafeCSS(serifChinese)};
      --radius: 3px;
    }
    ${unsafeCSS(chinese)} { --serif: var(--serif-chinese); }
    @media print { ${unsafeCSS(selector)} { color-scheme: light !important; } }
  `;
}
