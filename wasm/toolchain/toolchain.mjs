/**
 * Finds the compiler and the libraries of the engine, and fetches what this machine can give.
 *
 *   node wasm/toolchain/toolchain.mjs             says what is used
 *   node wasm/toolchain/toolchain.mjs --cmake     the compiler, as CMake code (see wasm.cmake)
 *   node wasm/toolchain/toolchain.mjs --eigen     a library, as CMake code (see dependencies.cmake)
 *   node wasm/toolchain/toolchain.mjs --catch2    likewise
 */
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { argv, env as environment, stdout } from "node:process";
import { fileURLToPath } from "node:url";
import { atLeast } from "./apt.mjs";
import { ensureCatch2, ensureEmscripten } from "./debian.mjs";
import { ensurePackages, hasApt, have, osRelease, run, which } from "./system.mjs";

/** The first with `--emit-tsd` and Embind as the bindings use them. */
const MINIMUM = "3.1.61";
const PROJECT = fileURLToPath(new URL("../../", import.meta.url));
const SELF = fileURLToPath(import.meta.url);

/**
 * @typedef {object} Toolchain
 * @property {string} emcc the C++ driver is `em++` beside it
 * @property {string} emcmake
 * @property {string} version
 * @property {string} root Emscripten's own folder
 * @property {Record<string, string>} env to be set for whatever runs the compiler
 * @property {string} eigen folder of Eigen's headers
 * @property {string | undefined} catch2 folder of Catch2's sources, where they can be had
 */

/**
 * Everything that a build needs; in less than a second when it is there.
 * @returns {Promise<Toolchain>}
 */
export async function ensureToolchain() {
  await ensureBuildTools();
  const compiler = await ensureCompiler();
  const path = [join(PROJECT, "node_modules", ".bin"), compiler.root, environment.PATH ?? ""].join(delimiter);
  return {
    emcc: join(compiler.root, "emcc"),
    emcmake: join(compiler.root, "emcmake"),
    version: compiler.version,
    root: compiler.root,
    env: { ...compiler.env, PATH: path },
    eigen: await ensureEigen(),
    catch2: await findCatch2(),
  };
}

/** CMake, Ninja and a native C++ compiler, for those presets that test the engine outside of the browser. */
export async function ensureBuildTools() {
  const tools = { cmake: "cmake", ninja: "ninja-build", "c++": "g++" };
  const missing = Object.entries(tools).filter(([command]) => !have(command));
  if (missing.length > 0) {
    await ensurePackages(missing.map(([, name]) => name), { reason: "the engine is built with CMake and Ninja" });
  }
}

/** @returns {Promise<{ root: string, version: string, env: Record<string, string> }>} */
async function ensureCompiler() {
  const found = await findEmscripten();
  if (found) return { ...found, env: {} };
  if (hasApt() && osRelease().ID === "debian" && ["x64", "arm64"].includes(process.arch)) {
    const own = await ensureEmscripten();
    return { ...own, version: versionOf(own.root) ?? "unknown" };
  }
  if (hasApt() && atLeast(await packagedVersion(), MINIMUM)) {
    await ensurePackages(["emscripten"], { reason: "the engine is C++ for WebAssembly" });
    const installed = await findEmscripten();
    if (installed) return { ...installed, env: {} };
  }
  throw new Error(
    `The engine needs Emscripten ${MINIMUM} or newer (\`emcc\`), which this system does not offer.\n` +
      "Get the Emscripten SDK (`./emsdk install latest`, `./emsdk activate latest`) and set EMSDK to its folder.",
  );
}

/** An Emscripten that is already there and new enough. */
async function findEmscripten() {
  const candidates = [which("emcc"), environment.EMSDK && join(environment.EMSDK, "upstream", "emscripten", "emcc")];
  for (const emcc of candidates) {
    if (!emcc || !existsSync(emcc)) continue;
    const root = versionOf(dirname(realpathSync(emcc))) ? dirname(realpathSync(emcc)) : await askForRoot(emcc);
    const version = versionOf(root);
    if (version && atLeast(version, MINIMUM)) return { root, version };
  }
  return undefined;
}

/** Where `emcc` is a wrapper script, only Emscripten itself knows its folder. */
async function askForRoot(/** @type {string} */ emcc) {
  const { stdout: root } = await run(join(dirname(emcc), "em-config"), ["EMSCRIPTEN_ROOT"], { allowFailure: true });
  return root.trim();
}

/** Read from the file and not from `emcc --version`, which takes a second. */
function versionOf(/** @type {string} */ root) {
  const file = join(root, "emscripten-version.txt");
  return existsSync(file) ? /\d+(\.\d+)+/.exec(readFileSync(file, "utf8"))?.[0] : undefined;
}

async function packagedVersion() {
  const { stdout: policy } = await run("apt-cache", ["policy", "emscripten"], { allowFailure: true });
  return /Candidate: (\d\S*)/.exec(policy)?.[1] ?? "0";
}

async function ensureEigen() {
  const prefixes = [environment.CMAKE_PREFIX_PATH ?? "", "/usr/local", "/usr", "/opt/homebrew", "/opt/local"];
  const folders = prefixes.flatMap((list) => list.split(delimiter)).map((prefix) => join(prefix, "include", "eigen3"));
  const folder = folders.find((each) => existsSync(join(each, "Eigen", "Core")));
  if (folder) return folder;
  await ensurePackages(["libeigen3-dev"], { reason: "the engine uses Eigen" });
  return "/usr/include/eigen3";
}

/** Sources that somebody names go first; elsewhere than on Debian, CMake looks for an installed Catch2. */
async function findCatch2() {
  if (environment.UNROLLED_CATCH2_SOURCE) return environment.UNROLLED_CATCH2_SOURCE;
  return hasApt() && osRelease().ID === "debian" ? ensureCatch2() : undefined;
}

const cmakeSet = (/** @type {[string, string][]} */ values) =>
  values.map(([name, value]) => `set(${name} [==[${value.replaceAll("\\", "/")}]==])\n`).join("");

async function compilerForCMake() {
  const { root, env } = await ensureCompiler();
  const settings = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return cmakeSet([
    ["UNROLLED_EMSCRIPTEN", root],
    ["UNROLLED_EMSCRIPTEN_ENV", settings.join(";")],
    ["UNROLLED_NODE_BIN", join(PROJECT, "node_modules", ".bin")],
  ]);
}

async function summary() {
  const { emcc, version, env, eigen, catch2 } = await ensureToolchain();
  const lines = Object.entries({ emcc: `${emcc} (${version})`, eigen, catch2: catch2 ?? "looked for by CMake" });
  const settings = Object.entries(env).filter(([name]) => name !== "PATH");
  return [...lines, ...settings].map(([name, value]) => `${name.padEnd(10)} ${value}\n`).join("");
}

if (argv[1] && realpathSync(argv[1]) === SELF) {
  const forms = {
    "--cmake": compilerForCMake,
    "--eigen": async () => cmakeSet([["UNROLLED_EIGEN", await ensureEigen()]]),
    "--catch2": async () => cmakeSet([["UNROLLED_CATCH2", (await findCatch2()) ?? ""]]),
  };
  try {
    const form = Object.entries(forms).find(([name]) => name === argv[2])?.[1] ?? summary;
    stdout.write(await form());
  } catch (error) {
    process.stderr.write(`${/** @type {Error} */ (error).message}\n`);
    process.exitCode = 1;
  }
}
