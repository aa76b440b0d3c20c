/**
 * The compiler on Debian: Emscripten of the next stable release, unpacked into the user's cache, on the LLVM of the
 * same version that this release has as a package. Binaryen alone needs that release's C library; it gets it from its
 * own folder through a wrapper, so that nothing of the system changes.
 *
 * Run as a script it fills the cache: `node debian.mjs emscripten|catch2`.
 */
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { cacheFolder, ensureFolder, fill } from "./cache.mjs";
import { openMirror } from "./mirror.mjs";
import { ensurePackages, run, say } from "./system.mjs";

const SUITE = "trixie";
const LLVM = "/usr/lib/llvm-19/bin";
/** The number after the dash is ours: raise it when what is put into the folder changes. */
const EMSCRIPTEN = "toolchain-3.1.69-1";
const CATCH2 = "catch2-3.7.1-1";

/** Variants of the system libraries that nothing here links (dynamic linking), half of the size. */
const UNUSED = ["test", "cache/sysroot/lib/wasm32-emscripten/pic", "cache/sysroot/lib/wasm32-emscripten/lto-pic"];

const SELF = fileURLToPath(import.meta.url);

/** Emscripten's folder and what must be in the environment of its commands. */
export async function ensureEmscripten() {
  const folder = cacheFolder(EMSCRIPTEN);
  await ensurePackages(["clang-19", "lld-19", "llvm-19", "python3"], { reason: "the engine is C++ for WebAssembly" });
  await ensureFolder(folder, [SELF, "emscripten"]);
  return { root: rootOf(folder), env: environmentOf(folder) };
}

/** The folder of Catch2's sources: the tests also run as WebAssembly, for which no package has a library. */
export async function ensureCatch2() {
  const folder = cacheFolder(CATCH2);
  await ensureFolder(folder, [SELF, "catch2"]);
  return folder;
}

const rootOf = (/** @type {string} */ folder) => join(folder, "usr", "share", "emscripten");

/** The system's Python, whichever a version manager has put in front of it. */
const environmentOf = (/** @type {string} */ folder) => ({
  EM_CONFIG: join(rootOf(folder), ".emscripten"),
  PYTHON: "/usr/bin/python3",
});

/**
 * @param {string} folder
 * @param {string} downloads
 */
async function fillEmscripten(folder, downloads) {
  say("fetching Emscripten 3.1.69 from this machine's Debian mirror (240 MB, once) …");
  const mirror = await openMirror(downloads, SUITE);
  const place = async (/** @type {string} */ name, /** @type {string} */ into) => {
    for (const file of await mirror.package(name)) await unpack(file, into);
  };
  for (const name of ["binaryen", "node-acorn"]) await place(name, folder);
  const libraries = join(folder, "libraries");
  for (const name of ["libc6", "libstdc++6", "libgcc-s1"]) await place(name, libraries);
  await mirror.package("emscripten");
  say("unpacking it (0.9 GB, some seconds) …");
  await place("emscripten", folder);
  wrapBinaryen(folder, libraries);
  configure(folder);
  await check(folder);
}

/**
 * @param {string} file
 * @param {string} into
 */
async function unpack(file, into) {
  mkdirSync(into, { recursive: true });
  const exclude = UNUSED.map((path) => `--exclude=./usr/share/emscripten/${path}`);
  const script = 'package=$1; shift; dpkg-deb --fsys-tarfile "$package" | tar -x "$@"';
  await run("sh", ["-c", script, "unpack", file, "-C", into, "--no-same-owner", ...exclude]);
}

/**
 * @param {string} folder
 * @param {string} libraries
 */
function wrapBinaryen(folder, libraries) {
  const [triplet = ""] = readdirSync(join(libraries, "usr", "lib")).filter((name) => name.endsWith("-linux-gnu"));
  const own = join(libraries, "usr", "lib", triplet);
  const loader = readdirSync(own).find((name) => name.startsWith("ld-linux"));
  if (!loader) throw new Error(`No dynamic loader in ${own}.`);
  const path = [own, join(folder, "usr", "lib", triplet)].join(":");
  const bin = join(folder, "binaryen", "bin");
  mkdirSync(bin, { recursive: true });
  for (const tool of readdirSync(join(folder, "usr", "bin")).filter((name) => name.startsWith("wasm"))) {
    const command = [join(own, loader), "--library-path", path, join(folder, "usr", "bin", tool)];
    writeFileSync(join(bin, tool), `#!/bin/sh\nexec ${command.map((word) => `'${word}'`).join(" ")} "$@"\n`);
    chmodSync(join(bin, tool), 0o755);
  }
}

/** @param {string} folder */
function configure(folder) {
  const root = rootOf(folder);
  const settings = [
    // Looked up at each run: a version manager may remove the Node that fetched the toolchain.
    `NODE_JS = __import__("shutil").which("node") or "node"`,
    `LLVM_ROOT = ${JSON.stringify(LLVM)}`,
    `BINARYEN_ROOT = ${JSON.stringify(join(folder, "binaryen"))}`,
    `CACHE = ${JSON.stringify(join(root, "cache"))}`,
    "FROZEN_CACHE = True",
  ];
  writeFileSync(join(root, ".emscripten"), `${settings.join("\n")}\n`);
  // Only acorn: all of Debian's modules would make `--emit-tsd` pick up foreign type packages.
  mkdirSync(join(root, "node_modules"), { recursive: true });
  symlinkSync(join(folder, "usr", "share", "nodejs", "acorn"), join(root, "node_modules", "acorn"));
}

/** Compiles and runs a small program, so that a broken toolchain is found here and not in the first build. */
async function check(/** @type {string} */ folder) {
  const source = join(folder, "check.cpp");
  const output = join(folder, "check.mjs");
  const main = `int main(int n, char**) { return std::string(n, 'a') == "a" ? 0 : 1; }`;
  writeFileSync(source, `#include <string>\n${main}\n`);
  await run(join(rootOf(folder), "em++"), ["-O2", source, "-o", output], { env: environmentOf(folder) });
  await run(process.execPath, [output]);
}

/**
 * @param {string} folder
 * @param {string} downloads
 */
async function fillCatch2(folder, downloads) {
  say("fetching the sources of Catch2 (1 MB, once) …");
  const files = await (await openMirror(downloads, SUITE)).source("catch2");
  const archive = files.find((file) => basename(file).includes(".orig.tar"));
  if (!archive) throw new Error(`No sources among ${files.join(", ")}.`);
  await run("tar", ["-x", "-f", archive, "-C", folder, "--strip-components=1", "--no-same-owner"]);
}

if (argv[1] === SELF) {
  const [name, work] = argv[2] === "catch2" ? [CATCH2, fillCatch2] : [EMSCRIPTEN, fillEmscripten];
  await fill(cacheFolder(name), work).catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
