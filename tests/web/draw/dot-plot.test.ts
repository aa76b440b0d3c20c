import { expect, it } from "vitest";
import { dotPlot } from "../../../web/src/draw/dot-plot.js";

it("labels no more powers of ten than there is room for", () => {
  const rows = [{ name: "run", label: "measured", value: 1e-14, text: "10", ink: "train" as const }];
  const places = (width: number) => dotPlot({ rows, domain: [1e-14, 1], scale: "log", tick: String, label: "" }, { width, height: 100 })
    .marks.flatMap((mark) => (mark.kind === "text" && mark.anchor === "middle" ? [mark.at[0]] : []));
  expect(places(700)).toHaveLength(15);
  const narrow = places(320);
  expect(narrow.length).toBeGreaterThan(3);
  narrow.slice(1).forEach((at, k) => expect(at - narrow[k]!).toBeGreaterThanOrEqual(32));
});
