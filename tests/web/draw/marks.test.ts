import { describe, expect, it } from "vitest";
import { palettes } from "../../../web/src/draw/colour.js";
import { heatInks, heatmap, levelOf } from "../../../web/src/draw/heatmap.js";
import { logDomain, niceDomain, plot } from "../../../web/src/draw/plot.js";
import { linearScale, logScale } from "../../../web/src/draw/scale.js";
import { mixed, svgContent, svgFile } from "../../../web/src/draw/svg.js";

const size = { width: 400, height: 240 };
const series = { name: "a", label: "A & <B>", ink: "i" as const, x: [0, 1, 2, 3], y: [1, 0.1, Number.NaN, 0.001] };
const picture = () => plot({ x: { label: "k", domain: [0, 3] }, y: { label: "", scale: "log", domain: logDomain(1e-9, 1, series.y) }, series: [series], cursor: 1 }, size);

describe("scales", () => {
  it("lead back from a pixel to its number", () => {
    expect(linearScale([2, 6], [100, 20], 3).invert(60)).toBeCloseTo(4);
    expect(logScale([1e-4, 1], [0, 200], 4).invert(50)).toBeCloseTo(1e-3);
  });
});

describe("a plot", () => {
  it("puts every number where its axes say, and leaves a gap where there is none", () => {
    const { marks, frame } = picture();
    const line = marks.find((mark) => mark.kind === "line" && mark.name === "a");
    const points = line?.kind === "line" ? line.points : [];
    expect(points.map((point) => point && [frame!.x.invert(point[0]), frame!.y.invert(point[1])].map((value) => Number(value.toPrecision(6)))))
      .toEqual([[0, 1], [1, 0.1], null, [3, 0.001]]);
  });

  it("marks the cursor on the line, and names the line at its end", () => {
    const { marks } = picture();
    expect(marks.filter(({ kind }) => kind === "dot")).toHaveLength(1);
    expect(marks.some((mark) => mark.kind === "text" && mark.text === "A & <B>" && mark.ink === "i")).toBe(true);
  });

  it("moves names apart and keeps them on the sheet", () => {
    const many = ["p", "q", "r"].map((name) => ({ ...series, name, label: name, y: [1, 1, 1, 1e-9] }));
    const { marks } = plot({ x: { label: "", domain: [0, 3] }, y: { label: "", scale: "log", domain: [1e-9, 1] }, series: many }, size);
    const places = marks.flatMap((mark) => (mark.kind === "text" && ["p", "q", "r"].includes(mark.text) ? [mark.at[1]] : []));
    expect(places[1]! - places[0]!).toBeGreaterThanOrEqual(14);
    expect(places[2]! - places[1]!).toBeGreaterThanOrEqual(14);
    expect(Math.max(...places)).toBeLessThan(size.height);
  });

  it("chooses domains that all numbers fit into", () => {
    expect(niceDomain([0.2, 3.7], [-1.2])).toEqual([-1.5, 4]);
    expect(logDomain(1e-6, 1e6, [3e-9, 20])).toEqual([1e-6, 100]);
  });
});

describe("a heatmap", () => {
  const values = [0, 0.5, 1, 1, 1, 0];

  it("gives each number its level, with two inks around zero", () => {
    expect(values.map((value) => levelOf(value, [0, 1], false))).toEqual([0, 8, 16, 16, 16, 0]);
    expect([-2, 0, 2, Number.NaN].map((value) => levelOf(value, [-2, 2], true))).toEqual([0, 17, 33, -1]);
    expect(heatInks(["f", "i"])).toHaveLength(34);
  });

  it("is one path a colour, and runs of one colour are one rectangle", () => {
    const drawn = svgContent(heatmap({ name: "m", values, rows: 2, columns: 3, domain: [0, 1], inks: ["h"] }, size), "light");
    const paths = [...drawn.matchAll(/<path d="([^"]*)" fill="[^"]*" data-level="(\d+)"/g)].map(([, d, level]) => [level, d!.split("M").length - 1]);
    expect(paths).toEqual([["0", 2], ["8", 1], ["16", 2]]);
  });

  it("draws 64 × 256 cells of noise in few elements", () => {
    const many = Float32Array.from({ length: 64 * 256 }, (_, k) => Math.sin(k));
    const drawn = svgContent(heatmap({ name: "m", values: many, rows: 64, columns: 256, domain: [-1, 1], inks: ["f", "i"] }, size), "dark");
    expect(drawn.match(/</g)!.length).toBeLessThan(80);
    expect(drawn.length).toBeLessThan(700_000);
  });
});

describe("the SVG", () => {
  it("escapes what is written, and takes the theme's colours", () => {
    const drawn = svgContent(picture(), "dark");
    expect(drawn).toContain("A &amp; &lt;B&gt;");
    expect(drawn).toContain(palettes.dark.i);
    expect(drawn).not.toMatch(/style=|<script/);
  });

  it("is a file of its own with paper and headings", () => {
    const file = svgFile([{ picture: picture(), heading: "One" }, { picture: picture(), heading: "Two" }], "light");
    expect(file).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="432" height="576"/);
    expect(file).toMatch(/One[\s\S]*Two/);
    expect(file).toContain(palettes.light.paper);
  });

  it("mixes a colour with the paper, from none of it to all", () => {
    expect([mixed(palettes.light, "i", 0), mixed(palettes.light, "i", 1)]).toEqual([palettes.light.paper, palettes.light.i]);
  });
});
