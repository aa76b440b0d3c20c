/** The tables that a run prints. */
import { median, medianRatio, trainingRows } from "./statistics.mjs";
import { count, fixed, percent, plainTable, times } from "./table.mjs";
import { findSystem, limits, systems } from "./systems/systems.mjs";
import { countParameters } from "./works.mjs";

const label = (id) => findSystem(id)?.label ?? id;

function training(result) {
  const head = ["", "characters/s", "GFLOP/s", "multiplied", "of limit", "to TF.js", "to PyTorch"];
  const rows = trainingRows(result, systems).map((row) => [
    row.label, count(row.charactersPerSecond), fixed(1)(row.gigaflops), fixed(1)(row.multiplied),
    percent(row.ofLimit), times(row.toTensorflow), times(row.toTorch),
  ]);
  const bounds = limits.filter(({ id }) => result.limits[id]).map(({ id, label }) => [label, "", "", fixed(1)(median(result.limits[id])), "", "", ""]);
  return `${result.work.label}  (${count(countParameters(result.work).all)} parameters)\n${plainTable(head, [...rows, ...bounds])}`;
}

function generation({ greedy, sampled, beam }) {
  const rows = Object.keys(greedy).map((id) =>
    [label(id), count(median(greedy[id])), count(median(sampled[id])), count(beam[id] ? median(beam[id]) : null)]);
  return `Writing, H 128\n${plainTable(["", "greedy, characters/s", "sampled, characters/s", "beam 5, hypotheses/s"], rows)}`;
}

function start({ cold, warm, sizes, memory }) {
  const rows = [
    ["Chromium, import to first training step, new profile", `${count(median(cold))} ms`],
    ["a second engine in that page", `${count(median(warm))} ms`],
    ["WebAssembly memory, H 256, B 32", `${fixed(1)(memory / 1e6)} MB`],
    ...Object.entries(sizes).map(([name, bytes]) => [`${name}, gzip`, `${fixed(1)(bytes / 1000)} kB`]),
  ];
  return `Start\n${plainTable(["", ""], rows)}`;
}

/** For "node-2": "Unrolled, Node, workers: 2". */
function oursLabel(id) {
  const [environment, workers] = id.split("-");
  return `${label(environment)}, workers: ${workers}`;
}

function workers({ work, rounds, used }) {
  const rows = Object.keys(rounds).map((id) =>
    [oursLabel(id), count(median(rounds[id])), times(medianRatio(rounds[id], rounds[id.replace(/\d+$/, "1")])), String(used[id])]);
  return `Workers, ${work.label}\n${plainTable(["", "characters/s", "to one", "of them at work"], rows)}`;
}

function curve(points) {
  const rows = points.map(({ hidden, parameters, rounds }) => {
    const speed = median(rounds);
    return [`H ${hidden}`, count(parameters), count(speed), count(1e9 / speed), fixed(3)(1e9 / speed / parameters)];
  });
  return `Cost by size, Node, B 32\n${plainTable(["", "parameters", "characters/s", "ns/character", "ns/parameter"], rows)}`;
}

export const printers = { training, generation, start, workers, curve };
