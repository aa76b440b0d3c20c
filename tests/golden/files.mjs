/**
 * Saved models go to PyTorch and back: `node tests/golden/files.mjs`. Needs dist/ (`npm start` or `npm test` builds it)
 * and, on Debian, python3-torch and python3-numpy. Says how far the logits are apart; more than 1e-5 fails.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const TOLERANCE = 1e-5;
const here = fileURLToPath(new URL(".", import.meta.url));
const text = "The keeper counts the waves, and the waves count him.\n".repeat(40);
const read = "count the keeper, the waves him.";

const cases = ["lstm", "gru", "rnn"].flatMap((cell) => [1, 2].flatMap((layers) => [0, 5].map((embedding) =>
  ({ cell, layers, embedding, activation: cell === "rnn" && layers === 2 ? "relu" : "tanh" }))));
const nameOf = ({ cell, layers, embedding }) => `${cell}-${layers}-${embedding ? "embedding" : "one-hot"}`;

async function logits(model, text) {
  const { layers } = await model.trace({ text, names: ["logits"] });
  return Array.from(layers[0].logits.data);
}

async function saveOurs(engine, folder) {
  for (const [k, one] of cases.entries()) {
    const model = await engine.create({ task: "language-model", text, hidden: 12, window: 16, seed: k + 1, ...one });
    for await (const _ of model.train({ steps: 30 }));
    const path = join(folder, `${nameOf(one)}.ours`);
    // What training on needs must not be in PyTorch's way.
    writeFileSync(`${path}.safetensors`, await model.save({ training: k % 2 === 1 }));
    writeFileSync(`${path}.json`, JSON.stringify({ text: read, logits: await logits(model, read) }));
    model.close();
  }
}

/** The largest difference. */
async function loadTheirs(engine, folder) {
  let worst = 0;
  for (const one of cases) {
    const path = join(folder, `${nameOf(one)}.torch`);
    const told = JSON.parse(readFileSync(`${path}.json`, "utf8"));
    const model = await engine.load(new Uint8Array(readFileSync(`${path}.safetensors`)));
    const ours = await logits(model, told.text);
    if (ours.length !== told.logits.length) throw new Error(`${nameOf(one)}: ${ours.length} logits instead of ${told.logits.length}`);
    const difference = Math.max(...ours.map((z, k) => Math.abs(z - told.logits[k])));
    process.stdout.write(`${nameOf(one).padEnd(24)} PyTorch -> engine  ${difference.toExponential(1)}\n`);
    // Written so that NaN fails.
    worst = difference <= worst ? worst : difference;
    model.close();
  }
  return worst;
}

const { createEngine } = await import("../../dist/unrolled.js");
const engine = await createEngine();
const folder = mkdtempSync(join(tmpdir(), "unrolled-golden-"));
try {
  await saveOurs(engine, folder);
  execFileSync("/usr/bin/python3", [join(here, "files.py"), "check", folder], { stdio: "inherit", env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" } });
  const worst = await loadTheirs(engine, folder);
  if (!(worst <= TOLERANCE)) throw new Error(`The logits differ by ${worst.toExponential(1)}; ${TOLERANCE} is allowed.`);
  process.stdout.write(`${cases.length} models there, ${cases.length} back: within ${TOLERANCE}\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  engine.close();
  rmSync(folder, { recursive: true });
}
