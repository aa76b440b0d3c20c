/**
 * `npm run fuzz [-- seconds]`: mutates saved files with libFuzzer, under AddressSanitizer and UBSan, and opens them.
 * `npm run fuzz -- seeds` writes the committed seeds anew.
 */
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { devNull } from "node:os";
import { join } from "node:path";
import { cmake, main, root } from "../../web/build.mjs";
import { run, say } from "../../wasm/toolchain/system.mjs";

const SECONDS = 60;
const build = join(root, "build", "native-fuzz");
const program = (name) => join(build, "tests", "fuzz", name);
const seeds = join(root, "tests", "fuzz", "corpus");

async function checkClang() {
  const source = join(root, "tests", "fuzz", "file_fuzzer.cpp");
  const includes = ["wasm/engine", "tests"].flatMap((folder) => ["-I", join(root, folder)]);
  const compiled = await run("clang++", ["-std=c++20", "-fsyntax-only", ...includes, source], { allowFailure: true });
  if (compiled.code === 127) throw new Error("Fuzzing needs clang, which is not installed. On Debian or Ubuntu: apt-get install clang");
  const { stdout } = await run("clang++", ["-print-file-name=libclang_rt.fuzzer-x86_64.a"]);
  const linked = await run("clang++", ["-fsanitize=fuzzer", "-shared", "-x", "c++", devNull, "-o", devNull], { allowFailure: true });
  if (linked.code === 0) return;
  const [, version = "VERSION"] = /clang version (\d+)/.exec((await run("clang++", ["--version"])).stdout) ?? [];
  throw new Error(`This clang has no libFuzzer (${stdout.trim()} is missing). On Debian or Ubuntu: apt-get install libclang-rt-${version}-dev`);
}

function fuzz(seconds) {
  const [found, findings] = ["corpus", "findings"].map((name) => join(build, name));
  for (const folder of [found, findings]) mkdirSync(folder, { recursive: true });
  const options = {
    dict: join(root, "tests", "fuzz", "safetensors.dict"), artifact_prefix: join(findings, "/"), max_total_time: seconds,
    max_len: 16384, timeout: 10, rss_limit_mb: 2048, malloc_limit_mb: 64, print_final_stats: 1,
  };
  const args = [found, seeds, ...Object.entries(options).map(([name, value]) => `-${name}=${value}`)];
  say(`fuzzing for ${seconds} s`);
  return new Promise((resolve, reject) => {
    const child = spawn(program("file_fuzzer"), args, { cwd: build, stdio: "inherit" });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) return resolve(say("nothing found"));
      reject(new Error(`A finding: ${readdirSync(findings).map((name) => join(findings, name)).join(", ")}\nMend it, and add the file to tests/fuzz/corpus under a name that says what it shows.`));
    });
  });
}

await main(async () => {
  const [asked = String(SECONDS)] = process.argv.slice(2);
  if (asked !== "seeds" && !(Number(asked) > 0)) throw new Error(`“${asked}” is no number of seconds: npm run fuzz -- 600, or npm run fuzz -- seeds.`);
  await checkClang();
  await cmake("native-fuzz", { tests: false });
  if (asked === "seeds") await run(program("write_seeds"), [seeds]);
  else await fuzz(Math.ceil(Number(asked)));
});
