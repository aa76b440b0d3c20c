/**
 * Files of a newer Debian release, taken from the mirror that this machine already uses, without touching the system:
 * apt works in a private folder with a private list of sources, and verifies signatures and hashes as always.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { debianMirrors, parseSources, parseSourcesList, privateSources } from "./apt.mjs";
import { osRelease, run } from "./system.mjs";

const APT = "/etc/apt";

function machineSources() {
  const parts = join(APT, "sources.list.d");
  const files = [join(APT, "sources.list")];
  if (existsSync(parts)) files.push(...readdirSync(parts).map((name) => join(parts, name)));
  return files.filter(existsSync).flatMap((file) => {
    if (file.endsWith(".sources")) return parseSources(readFileSync(file, "utf8"));
    return file.endsWith(".list") ? parseSourcesList(readFileSync(file, "utf8")) : [];
  });
}

/**
 * @param {string} folder where apt keeps its private state and where the files end up
 * @param {string} suite the release to take them from
 */
export async function openMirror(folder, suite) {
  const state = join(folder, "apt");
  mkdirSync(join(state, "lists", "partial"), { recursive: true });
  mkdirSync(join(state, "archives", "partial"), { recursive: true });
  const list = join(state, "sources.list");
  const options = {
    "Dir::Etc::sourcelist": list,
    "Dir::Etc::sourceparts": "/dev/null",
    "Dir::State::lists": join(state, "lists"),
    "Dir::Cache": state,
    "Acquire::Languages": "none",
    "Acquire::Retries": "3",
    "Acquire::AllowInsecureRepositories": "false",
    "APT::Get::AllowUnauthenticated": "false",
  };
  const settings = Object.entries(options).flatMap(([key, value]) => ["-o", `${key}=${value}`]);
  const apt = (/** @type {string[]} */ args, cwd = state) => run("apt-get", [...settings, ...args], { cwd });
  await update(list, suite, () => apt(["update", "-q", "--error-on=any"]));
  return {
    package: (/** @type {string} */ name) => whole(folder, name, (cwd) => apt(["download", `${name}/${suite}`], cwd)),
    source: (/** @type {string} */ name) =>
      whole(folder, `${name}-source`, (cwd) => apt(["source", "--download-only", `${name}/${suite}`], cwd)),
  };
}

/**
 * @param {string} list
 * @param {string} suite
 * @param {() => Promise<unknown>} refresh
 */
async function update(list, suite, refresh) {
  const mirrors = debianMirrors(machineSources(), osRelease().VERSION_CODENAME ?? "");
  let reason = "/etc/apt names no Debian mirror.";
  for (const mirror of mirrors) {
    writeFileSync(list, privateSources(mirror, suite));
    try {
      return await refresh();
    } catch (error) {
      reason = /** @type {Error} */ (error).message;
    }
  }
  throw new Error(`No Debian mirror of this machine gave the lists of "${suite}": ${reason}`);
}

/**
 * Downloads into a folder that gets its name only when all of it is there and verified.
 * @param {string} folder
 * @param {string} name
 * @param {(cwd: string) => Promise<unknown>} download
 * @returns {Promise<string[]>} the files
 */
async function whole(folder, name, download) {
  const target = join(folder, name);
  if (!existsSync(target)) {
    const partial = `${target}.partial`;
    mkdirSync(partial, { recursive: true });
    await download(partial);
    renameSync(partial, target);
  }
  return readdirSync(target).map((file) => join(target, file));
}
