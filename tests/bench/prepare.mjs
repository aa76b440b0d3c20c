/** Builds what the benchmark measures: the package, the native program, the limit; installs the peers from npm. */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { buildAll, root, step } from "../../web/build.mjs";
import { ensureBuildTools } from "../../wasm/toolchain/toolchain.mjs";
import { run } from "../../wasm/toolchain/system.mjs";

const folder = join(root, "tests", "bench");

/** Target `bench` of a preset. What else is configured there stays; a new build folder gets no tests. */
async function compileBench(preset) {
  const fresh = !existsSync(join(root, "build", preset, "CMakeCache.txt"));
  const options = ["-DUNROLLED_BENCH=ON", ...(fresh ? ["-DUNROLLED_TESTS=OFF"] : [])];
  await step(`compiling ${preset} for the benchmark`, async () => {
    await run("cmake", ["--preset", preset, ...options], { cwd: root });
    await run("cmake", ["--build", "--preset", preset, "--target", "bench"], { cwd: root });
  });
}

/** Ours and the limit, in WebAssembly: all that runs in Node and in browsers. */
export async function prepareWasm() {
  await buildAll();
  await compileBench("wasm-release");
}

export async function prepareNative() {
  await ensureBuildTools();
  await compileBench("native-release");
}

/** The peers stand in a package of their own, so that nobody else has to install them. */
export async function preparePeers() {
  const installed = join(folder, "node_modules", ".package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(folder, "package-lock.json")).mtimeMs) return;
  await step("npm packages of the benchmark", () => run("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: folder }));
}

export const nativeProgram = join(root, "build", "native-release", "tests", "bench", "bench_native");
