import { describe, expect, it } from "vitest";
import { drawCurve } from "./curve-chart.mjs";
import { speedSection } from "./markdown.mjs";
import { drawSpeed } from "./speed-chart.mjs";
import { logScale, niceRange, powersOfTen, short } from "./svg.mjs";
import { chinese, english } from "./words.mjs";

/** Whether every element that begins also ends, in order, and nothing is left unescaped or not a number. */
function wellFormed(svg: string): boolean {
  const open: string[] = [];
  for (const [, end, name, , self] of svg.matchAll(/<(\/?)([a-z]+)((?:\s[\w:-]+="[^"<]*")*)\s*(\/?)>/g)) {
    if (end) {
      if (open.pop() !== name) return false;
    } else if (!self) open.push(name!);
  }
  const leftOver = svg.replace(/<style>[\s\S]*<\/style>/, "").replace(/<\/?[a-z]+(?:\s[\w:-]+="[^"<]*")*\s*\/?>/g, "");
  return open.length === 0 && !/[<>]|&(?!\w+;)/.test(leftOver) && !/NaN|undefined|Infinity/.test(svg);
}

const words = { title: "Speed <&> \"size\"", note: "one & all" };

describe("pictures", () => {
  it("draw a bar for each row, longer for more, ours in the accent colour", () => {
    const rows = [{ label: "Ours <1>", value: 60_000, ours: true }, { label: "Peer", value: 600, ours: false }];
    const svg = drawSpeed([{ label: "H 128", rows }], words);
    expect(wellFormed(svg)).toBe(true);
    const widths = [...svg.matchAll(/<rect class="(ours|peer)"[^>]* width="([\d.]+)"/g)].map(([, kind, width]) => [kind, Number(width)] as const);
    expect(widths.map(([kind]) => kind)).toEqual(["ours", "peer"]);
    expect(widths[0]![1]).toBeGreaterThan(widths[1]![1]);
    expect(svg).toContain("60,000");
  });

  it("draw a point for each size", () => {
    const points = [64, 128, 256].map((hidden) => ({ hidden, parameters: 4 * hidden * hidden, nanoseconds: hidden * hidden }));
    const svg = drawCurve(points, words);
    expect(wellFormed(svg)).toBe(true);
    expect(svg.match(/<circle/g)).toHaveLength(3);
    expect(svg).toContain("0.25 ns for each parameter");
  });

  it("use scales with round ends", () => {
    expect(niceRange([848, 61_181])).toEqual([500, 100_000]);
    expect(niceRange([1000, 20_000])).toEqual([1000, 20_000]);
    expect(powersOfTen([500, 100_000])).toEqual([1000, 10_000, 100_000]);
    expect(logScale([1, 100], [0, 200])(10)).toBeCloseTo(100);
    expect([short(500), short(20_000), short(2e6)]).toEqual(["500", "20 k", "2 M"]);
  });
});

describe("the README's part", () => {
  const work = { id: "h128-b32", label: "H 128, B 32", hidden: 128, layers: 1, vocabulary: 64 };
  const rounds = { chromium: [60_000, 62_000, 64_000], "tensorflow-wasm": [2000, 2000, 2000], "torch-1": [31_000, 31_000, 31_000] };
  const results = {
    machine: { cpu: "a processor", cores: 2, date: "2026-01-02" },
    options: { rounds: 3 },
    training: [{ work, rounds, limits: { chromium: [40, 40, 40] } }],
    start: { cold: [170, 180, 160], warm: [90, 90, 90] },
  };

  it("has a row for each system and tells ratios, in both languages", () => {
    const text = speedSection(results, english);
    expect(text).toContain("| Unrolled, Chromium | 62,000 |");
    expect(text).toContain("31 × as fast as TensorFlow.js");
    expect(text).toContain("170 ms");
    expect(text).not.toContain("curve.svg");
    expect(speedSection(results, chinese)).toContain("| PyTorch，1 个线程 | 31,000 |");
  });

  it("leaves out what was not measured", () => {
    const { start, ...less } = results;
    const text = speedSection({ ...less, training: [{ work, rounds: { chromium: [1, 2, 3] }, limits: {} }] }, english);
    expect(text).not.toMatch(/TensorFlow|null|NaN|undefined/);
    expect(start).toBeDefined();
  });
});
