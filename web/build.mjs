/**
 * From a fresh clone to a built `dist/`: npm packages, compiler, engine, page. Every step looks first whether it has
 * anything to do. Plain JavaScript without packages, because it runs before they are there.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBuildTools, ensureToolchain } from "../wasm/toolchain/toolchain.mjs";
import { run, say } from "../wasm/toolchain/system.mjs";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Says what is being done, and how long it took when that was long. */
export async function step(what, work) {
  say(`${what} …`);
  const began = Date.now();
  const result = await work();
  const seconds = (Date.now() - began) / 1000;
  if (seconds >= 1) say(`${what}: done in ${seconds.toFixed(0)} s`);
  return result;
}

export function checkNode() {
  if (Number(process.versions.node.split(".")[0]) >= 20) return;
  throw new Error(`Node ${process.versions.node} is too old: Unrolled needs Node 20 or newer.\nGet it from your system's packages or from nodejs.org, then start again.`);
}

export async function installPackages() {
  const lock = join(root, "package-lock.json");
  const installed = join(root, "node_modules", ".package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  await step("npm packages", () => run("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: root }));
}

/** Configures a CMake preset if that is still to be done, and builds. */
export async function cmake(preset, { target, tests }) {
  // CMake would fetch the same, but in silence.
  await (preset.startsWith("wasm") ? ensureToolchain() : ensureBuildTools());
  const cache = join(root, "build", preset, "CMakeCache.txt");
  const wanted = `UNROLLED_TESTS:BOOL=${tests ? "ON" : "OFF"}`;
  // Tests that are configured already do no harm to a build without them.
  const ready = existsSync(cache) && (!tests || readFileSync(cache, "utf8").includes(wanted));
  if (!ready) await step(`configuring ${preset}`, () => run("cmake", ["--preset", preset, `-D${wanted}`], { cwd: root }));
  const targets = target ? ["--target", target] : [];
  await step(`compiling ${preset}`, () => run("cmake", ["--build", "--preset", preset, ...targets], { cwd: root }));
}

export const buildEngine = () => cmake("wasm-release", { target: "binaries", tests: false });

/** `dist/`: the site, and the npm package beside it. */
export async function buildPage() {
  const bin = (name) => join(root, "node_modules", ".bin", name);
  await step("building the page", () => run(bin("vite"), ["build", "--logLevel", "warn"], { cwd: root }));
  await run(bin("tsc"), ["-p", "tsconfig.types.json"], { cwd: root });
}

export async function buildAll() {
  checkNode();
  await installPackages();
  await buildEngine();
  await buildPage();
}

/** Runs a script's main function; an error is its sentence, not its stack. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`\n${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}
