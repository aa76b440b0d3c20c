import { describe, expect, it } from "vitest";
import { contrast, linearRgb, palettes, type Quantity } from "../../../web/src/draw/colour.js";

const quantities: Quantity[] = ["i", "f", "g", "o", "c", "h", "x", "y", "gradient"];

/** Deuteranopia and protanopia after Viénot, Brettel & Mollon 1999, in linear RGB. */
const blind: Record<string, (rgb: [number, number, number]) => number[]> = {
  none: (rgb) => rgb,
  deuteranopia: ([r, g, b]) => [0.29275 * r + 0.70725 * g, 0.29275 * r + 0.70725 * g, -0.02234 * r + 0.02234 * g + b],
  protanopia: ([r, g, b]) => [0.11238 * r + 0.88762 * g, 0.11238 * r + 0.88762 * g, 0.00401 * r - 0.00401 * g + b],
};
const distance = (a: number[], b: number[]) => Math.hypot(...a.map((value, k) => Math.cbrt(Math.max(0, value)) - Math.cbrt(Math.max(0, b[k]!))));

describe.each(Object.entries(palettes))("the %s palette", (_, palette) => {
  it("can be read on paper and sheet", () => {
    for (const ground of [palette.paper, palette.sheet]) {
      for (const name of ["ink", "muted", "accent", "warning", "train", "validation"] as const) expect(contrast(palette[name], ground), name).toBeGreaterThanOrEqual(4.5);
      for (const name of [...quantities, "outline"] as const) expect(contrast(palette[name], ground), name).toBeGreaterThanOrEqual(3);
    }
    expect(contrast(palette.onAccent, palette.accent)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(Object.entries(blind))("keeps quantities apart (colour blindness: %s)", (_, see) => {
    for (const a of quantities) {
      for (const b of quantities) {
        if (a >= b) continue;
        expect(distance(see(linearRgb(palette[a])), see(linearRgb(palette[b]))), `${a} and ${b}`).toBeGreaterThan(0.06);
      }
    }
    expect(distance(see(linearRgb(palette.train)), see(linearRgb(palette.validation)))).toBeGreaterThan(0.2);
  });
});
