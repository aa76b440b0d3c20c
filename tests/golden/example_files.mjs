/**
 * Saved classifiers and encoder-decoders go to PyTorch and back: `node tests/golden/example_files.mjs`. Needs what
 * files.mjs needs. Says how far the mean losses on the held-out examples, a number made of all their logits, are apart;
 * more than 1e-5 fails.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createEngine } from "../../dist/unrolled.js";

const TOLERANCE = 1e-5;
const here = fileURLToPath(new URL(".", import.meta.url));
const common = { hidden: 12, embedding: 8, examples: 200 };
const cases = {
  "classify-lstm": { task: "classify", cell: "lstm" },
  "classify-gru-2-both-mean": { task: "classify", cell: "gru", layers: 2, bidirectional: true, readout: "mean" },
  "translate-lstm-2": { task: "translate", cell: "lstm", layers: 2 },
  "translate-gru-every": { task: "translate", cell: "gru", context: "every" },
  "translate-rnn-both": { task: "translate", cell: "rnn", bidirectional: true },
  "translate-lstm-both-dot": { task: "translate", cell: "lstm", bidirectional: true, attention: "dot" },
};

const engine = await createEngine();
const folder = mkdtempSync(join(tmpdir(), "unrolled-golden-"));
let worst = 0;
try {
  for (const [name, settings] of Object.entries(cases)) {
    const model = await engine.create({ ...common, ...settings });
    for await (const _ of model.train({ steps: 30 })) continue;
    const { loss } = await model.evaluate();
    writeFileSync(join(folder, `${name}.ours.safetensors`), await model.save());
    writeFileSync(join(folder, `${name}.ours.json`), JSON.stringify({ loss, examples: await model.examples({ count: 1000 }) }));
    model.close();
  }
  execFileSync("/usr/bin/python3", [join(here, "example_files.py"), folder], { stdio: "inherit", env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" } });
  for (const name of Object.keys(cases)) {
    const model = await engine.load(new Uint8Array(readFileSync(join(folder, `${name}.torch.safetensors`))));
    const difference = Math.abs((await model.evaluate()).loss - JSON.parse(readFileSync(join(folder, `${name}.torch.json`), "utf8")).loss);
    process.stdout.write(`${name.padEnd(32)} PyTorch -> engine  ${difference.toExponential(1)}\n`);
    // Written so that NaN fails.
    worst = difference <= worst ? worst : difference;
    model.close();
  }
  if (!(worst <= TOLERANCE)) throw new Error(`The losses differ by ${worst.toExponential(1)}; ${TOLERANCE} is allowed.`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  engine.close();
  rmSync(folder, { recursive: true });
}
