/** `npm test`: everything, from a fresh clone to a verdict. `npm test -- engine api` runs only those parts. */
import { join } from "node:path";
import { spawn } from "node:child_process";
import { buildPage, checkNode, cmake, installPackages, main, root, step } from "../web/build.mjs";
import { run } from "../wasm/toolchain/system.mjs";

const counts = { passed: 0, failed: 0 };

/** Streams a command's output and gives it back, whether or not the command fails. */
function watch(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, NO_COLOR: "1" } });
    let output = "";
    child.stdout.on("data", (data) => ((output += data), process.stdout.write(data)));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

async function engine(preset) {
  await cmake(preset, { tests: true });
  const { code, output } = await watch("ctest", ["--preset", preset, "--progress", "-j2"]);
  const [, failed = "0", total = "0"] = /(\d+) tests? failed out of (\d+)/.exec(output) ?? [];
  counts.failed += Number(failed) || (code === 0 ? 0 : 1);
  counts.passed += Number(total) - Number(failed);
}

async function vitest(...projects) {
  const bin = join(root, "node_modules", ".bin", "vitest");
  const { code, output } = await watch(bin, ["run", ...projects.flatMap((name) => ["--project", name])]);
  const line = /^\s*Tests\s+(.*)$/m.exec(output)?.[1] ?? "";
  const count = (word) => Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0);
  counts.passed += count("passed");
  counts.failed += count("failed") || (code === 0 ? 0 : 1);
}

async function browsers() {
  const { ensureBrowsers } = await import("./support/packages.mjs");
  await ensureBrowsers();
}

async function kramdown() {
  const { ensureKramdown } = await import("./support/packages.mjs");
  await ensureKramdown();
}

const parts = {
  types: () => step("checking types", () => run(join(root, "node_modules", ".bin", "tsc"), ["--noEmit", "-p", "."], { cwd: root })),
  unit: () => vitest("unit", "architecture"),
  "native-release": () => engine("native-release"),
  "native-debug": () => engine("native-debug"),
  wasm: () => engine("wasm-release"),
  api: () => vitest("api"),
  lessons: async () => (await kramdown(), vitest("lessons")),
  exactness: async () => (await browsers(), vitest("exactness")),
  browser: async () => (await browsers(), vitest("browser")),
};

await main(async () => {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !(name in parts));
  if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(", ")}. Parts: ${Object.keys(parts).join(", ")}.`);
  const began = Date.now();
  checkNode();
  await installPackages();
  await cmake("wasm-release", { target: "binaries", tests: true });
  await buildPage();
  for (const [name, part] of Object.entries(parts)) {
    if (asked.length === 0 || asked.includes(name)) await step(`tests: ${name}`, part);
  }
  process.stdout.write(`\nFinished in ${((Date.now() - began) / 60_000).toFixed(1)} minutes.\n${counts.passed} passed, ${counts.failed} failed\n`);
  if (counts.failed > 0) process.exitCode = 1;
});
