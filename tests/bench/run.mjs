/**
 * `npm run bench`: measures ours, its peers and the machine's limit in turns, prints tables, writes results.json.
 *   --quick                      short and coarse, to see that everything works
 *   --only training,curve        some parts of: training generation start workers curve
 *   --systems node,chromium-fast some environments or systems
 *   --works h128-b32             some works
 *   --output FILE                instead of tests/bench/results.json; quick or partial results go to build/
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import { join, relative } from "node:path";
import { main, root } from "../../web/build.mjs";
import { say } from "../../wasm/toolchain/system.mjs";
import { ensureBrowsers } from "../support/packages.mjs";
import { makeHosts } from "./hosts/hosts.mjs";
import { measureCurve } from "./measure/curve.mjs";
import { measureGeneration } from "./measure/generation.mjs";
import { measureMemory, measureSizes, measureStart } from "./measure/start.mjs";
import { measureWork } from "./measure/training.mjs";
import { measureWorkers } from "./measure/workers.mjs";
import { readOptions } from "./options.mjs";
import { prepareNative, preparePeers, prepareWasm } from "./prepare.mjs";
import { printers } from "./print.mjs";
import { limits, startAll, systems } from "./systems/systems.mjs";

const writers = ["node", "chromium", "tensorflow-wasm", "torch-1"];

/** Where the results go, and those that they join: a measurement of only some parts keeps the others. */
function resultsFile({ quick, partial, output }) {
  const path = output ?? join(root, quick || partial ? "build/bench-results.json" : "tests/bench/results.json");
  return { path, before: existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {} };
}

async function prepare(wanted, options) {
  const uses = (name) => wanted.some(({ environment }) => environment === name);
  await prepareWasm();
  if (options.measures("start") || ["chromium", "firefox", "webkit"].some(uses)) await ensureBrowsers();
  if (uses("native")) await prepareNative();
  if (uses("tensorflow")) await preparePeers();
}

const machine = (versions, started) => ({
  cpu: os.cpus()[0]?.model ?? "unknown",
  cores: os.cpus().length,
  system: `${os.type()} ${os.release()}`,
  versions: { ...versions, ...Object.fromEntries(started.filter(({ version }) => version).map(({ environment, version }) => [environment, version])) },
  date: new Date().toISOString().slice(0, 10),
});

function show(part, result) {
  process.stdout.write(`\n${printers[part](result)}\n`);
  return result;
}

async function measureTraining(started, hosts, options) {
  const bounding = await startAll(limits.filter(({ id }) => started.some(({ limit }) => limit === id)), hosts, say);
  const results = [];
  for (const work of options.works) {
    say(`training ${work.label} …`);
    results.push(show("training", await measureWork(work, { ...options, systems: started, limits: bounding })));
  }
  return results;
}

const measureStarting = async (hosts, options) =>
  ({ ...(await measureStart(hosts, options.starts)), memory: await measureMemory(hosts, options.say), sizes: measureSizes() });

async function measure(started, hosts, given) {
  const options = { ...given, say };
  const results = {};
  const run = async (part, work) => {
    if (!options.measures(part)) return;
    say(`${part} …`);
    results[part] = await work();
    if (part !== "training") show(part, results[part]);
  };
  await run("training", () => measureTraining(started, hosts, options));
  await run("generation", () => measureGeneration(started.filter(({ id }) => writers.includes(id)), options));
  await run("workers", () => measureWorkers(["node", "chromium"].filter((name) => started.some(({ id }) => id === name)), hosts, options));
  await run("curve", () => measureCurve(hosts, options));
  await run("start", () => measureStarting(hosts, options));
  return results;
}

await main(async () => {
  const options = readOptions(process.argv.slice(2));
  const wanted = systems.filter(options.wants);
  await prepare(wanted, options);
  const hosts = makeHosts();
  try {
    const started = await startAll(wanted, hosts, say);
    const results = await measure(started, hosts, options);
    const { rounds, seconds, quick } = options;
    const { path, before } = resultsFile(options);
    const file = { ...before, machine: machine(await hosts.versions(), started), options: { rounds, seconds, quick }, ...results };
    writeFileSync(path, `${JSON.stringify(file)}\n`);
    say(`written: ${relative(root, path)}`);
  } finally {
    await hosts.close();
  }
});
