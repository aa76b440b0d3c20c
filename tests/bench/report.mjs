/**
 * Makes from results.json the README's part on speed and its two pictures; prints the English one.
 *   node tests/bench/report.mjs [another results file: prints and draws into build/, leaves the README alone]
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { main, root } from "../../web/build.mjs";
import { drawCurve } from "./report/curve-chart.mjs";
import { inOrder, speedSection } from "./report/markdown.mjs";
import { drawSpeed } from "./report/speed-chart.mjs";
import { chinese, english } from "./report/words.mjs";
import { median } from "./statistics.mjs";
import { findSystem } from "./systems/systems.mjs";
import { insertBetween } from "./table.mjs";

const chartWorks = ["h128-b4", "h128-b32", "h256-b32"];
const chartSystems = ["chromium-fast", "chromium", "firefox", "webkit", "native", "torch-1", "tensorflow-wasm", "tensorflow-cpu"];

function speedGroups(training) {
  return inOrder(training, chartWorks).map(({ work, rounds }) => ({
    label: work.label,
    rows: chartSystems.filter((id) => rounds[id]).map((id) => {
      const { label, family } = findSystem(id);
      return { label, value: median(rounds[id]), ours: family === "ours" };
    }),
  }));
}

function pictures({ training, curve, machine }) {
  const note = `one LSTM layer, window 64, Adam · ${machine.cpu}`;
  const drawn = { speed: drawSpeed(speedGroups(training), { title: "Characters trained per second", note }) };
  if (curve) {
    const points = curve.map((point) => ({ ...point, nanoseconds: 1e9 / median(point.rounds) }));
    drawn.curve = drawCurve(points, { title: "Time per trained character, by size", note: `Node, one LSTM layer, B 32, window 64 · ${machine.cpu}` });
  }
  return drawn;
}

await main(async () => {
  const given = process.argv[2];
  const file = given ? resolve(given) : join(root, "tests/bench/results.json");
  if (!existsSync(file)) throw new Error(`There is no ${file}: \`npm run bench\` writes it.`);
  const results = JSON.parse(readFileSync(file, "utf8"));
  if (!results.training) throw new Error("The results have no training in them: run `npm run bench` without --only.");
  const folder = join(root, given ? "build/bench" : "web/screenshots");
  mkdirSync(folder, { recursive: true });
  for (const [name, svg] of Object.entries(pictures(results))) writeFileSync(join(folder, `${name}.svg`), svg);
  process.stdout.write(`${speedSection(results, english)}\n`);
  if (given) return;
  for (const [name, words] of [["README.md", english], ["README.zh.md", chinese]]) {
    const path = join(root, name);
    writeFileSync(path, insertBetween(readFileSync(path, "utf8"), "bench", speedSection(results, words)));
  }
});
