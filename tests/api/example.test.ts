import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

it("runs the example of the documentation as its own Node process, which ends by itself", async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ["tests/api/example.mjs"], { cwd: root });
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual({
    step: 20,
    progress: ["best", "charactersPerSecond", "epoch", "gain", "gradientNorm", "loss", "losses", "step", "teacherProbability", "validationLoss", "validationStep", "workers"],
    evaluation: ["bits", "characters", "nats", "perplexity", "unknown"],
    sample: 200,
    hypotheses: 5,
    names: ["i", "f", "g", "o", "c", "h"],
    sameSample: true,
  });
});
