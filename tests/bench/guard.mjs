/**
 * `npm run bench:guard`: has the training step become slower? Measures it in Node as a share of what the machine can
 * multiply at that very moment, so that a slower or a shared machine does not matter. `--update` writes the baseline.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { main } from "../../web/build.mjs";
import { say } from "../../wasm/toolchain/system.mjs";
import { makeHosts } from "./hosts/hosts.mjs";
import { measureWork } from "./measure/training.mjs";
import { prepareWasm } from "./prepare.mjs";
import { trainingRows } from "./statistics.mjs";
import { limits, startAll, systems } from "./systems/systems.mjs";
import { percent } from "./table.mjs";
import { guardWorks } from "./works.mjs";

const baselineFile = new URL("baseline.json", import.meta.url);
const settings = { rounds: 9, seconds: 0.5, warmUp: 1.5 };
const allowed = { warn: -0.1, fail: -0.25 };
/** Machines are shared: what seems slow is measured so many times more, and the best counts. */
const secondThoughts = 2;
const node = ({ id }) => id === "node";

async function measureAll(hosts) {
  const own = await startAll(systems.filter(node), hosts, say);
  const bounds = await startAll(limits.filter(node), hosts, say);
  const shares = {};
  for (const work of guardWorks) {
    const result = await measureWork(work, { ...settings, systems: own, limits: bounds });
    shares[work.id] = trainingRows(result, systems)[0].ofLimit;
  }
  return shares;
}

/** The changes against the baseline; the worst decides. */
function judge(shares, baseline) {
  const changes = guardWorks.map(({ id, label }) => ({ label, share: shares[id], change: shares[id] / baseline[id] - 1 }));
  return { changes, worst: Math.min(...changes.map(({ change }) => change)) };
}

const better = (one, other) => Object.fromEntries(Object.entries(one).map(([id, share]) => [id, Math.max(share, other[id])]));

async function compare(hosts, shares) {
  const baseline = JSON.parse(readFileSync(baselineFile, "utf8"));
  let verdict = judge(shares, baseline);
  for (let again = 0; again < secondThoughts && verdict.worst <= allowed.fail; again++) {
    say("much slower than the baseline; measuring once more …");
    shares = better(shares, await measureAll(hosts));
    verdict = judge(shares, baseline);
  }
  const lines = verdict.changes.map(({ label, share, change }) => `${label}: ${percent(share)} of the limit (${change < 0 ? "−" : "+"}${percent(Math.abs(change))})`);
  process.stdout.write(`${lines.join("; ")}\n`);
  if (verdict.worst <= allowed.fail) throw new Error("Training has become slower by a quarter or more. If that is meant, say why and run `npm run bench:guard -- --update`.");
  if (verdict.worst <= allowed.warn) process.stdout.write("Warning: training has become slower by a tenth or more.\n");
}

await main(async () => {
  await prepareWasm();
  const hosts = makeHosts();
  try {
    const shares = await measureAll(hosts);
    if (!process.argv.includes("--update")) return await compare(hosts, shares);
    const rounded = Object.fromEntries(Object.entries(shares).map(([id, share]) => [id, Number(share.toFixed(3))]));
    writeFileSync(baselineFile, `${JSON.stringify(rounded, null, 2)}\n`);
    process.stdout.write(`baseline: ${JSON.stringify(rounded)}\n`);
  } finally {
    await hosts.close();
  }
});
