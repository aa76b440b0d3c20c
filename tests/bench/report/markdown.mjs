/** The README's part on speed, from results and words. */
import { median, medianRatio, trainingRows } from "../statistics.mjs";
import { systems } from "../systems/systems.mjs";
import { count, markdownTable } from "../table.mjs";

export const tableWorks = ["h128-b4", "h128-b32", "h256-b32", "h512-b32", "l2-h128-b32", "v4096-h256-b32"];

export const inOrder = (training, ids) => ids.flatMap((id) => training.find(({ work }) => work.id === id) ?? []);

function speedTable(training, words) {
  const results = inOrder(training, tableWorks);
  const shown = systems.filter(({ id }) => results.some(({ rounds }) => rounds[id]));
  const rows = shown.map(({ id, label }) => [words.system(label), ...results.map(({ rounds }) => (rounds[id] ? count(median(rounds[id])) : "–"))]);
  return markdownTable([words.head, ...results.map(({ work }) => words.work(work.label))], rows);
}

function sentences({ training, generation, workers, start, machine, options }, words) {
  const found = [words.basis({ ...machine, rounds: options.rounds })];
  for (const result of inOrder(training, ["h128-b32"])) {
    const row = trainingRows(result, systems).find(({ id }) => id === "chromium");
    if (row?.toTensorflow && row.toTorch && row.ofLimit) found.push(words.standing({ ...row, label: result.work.label }));
    for (const large of inOrder(training, ["h256-b32", "h512-b32"])) {
      const { toTorch } = trainingRows(large, systems).find(({ id }) => id === "chromium") ?? {};
      if (toTorch) found.push(words.large({ label: large.work.label, toTorch }));
    }
    if (row?.toTorchSse) found.push(words.lanes(row.toTorchSse));
    const fast = medianRatio(result.rounds["chromium-fast"], result.rounds.chromium);
    if (fast) found.push(words.fast(fast));
  }
  const shared = medianRatio(workers?.rounds["chromium-2"], workers?.rounds["chromium-1"]);
  if (shared) found.push(words.workers({ label: workers.work.label, ratio: shared }));
  const wrote = (name) => median(generation?.[name]?.chromium ?? []);
  if (wrote("sampled")) found.push(words.writing({ greedy: wrote("greedy"), sampled: wrote("sampled") }));
  if (start) found.push(words.start({ cold: median(start.cold), warm: median(start.warm) }));
  return [...found, words.again];
}

export function speedSection(results, words) {
  const picture = (name, description) => `![${description}](web/screenshots/${name}.svg)`;
  const parts = [picture("speed", words.speedPicture), speedTable(results.training, words), sentences(results, words).join(words.space)];
  if (results.curve) parts.push(picture("curve", words.curvePicture));
  return `\n${parts.join("\n\n")}\n`;
}
