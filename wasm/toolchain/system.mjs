/**
 * Commands and system packages: what every script of the project needs before anything of npm is installed.
 */
import { spawn } from "node:child_process";
import { accessSync, constants, readFileSync, readdirSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { parseOsRelease } from "./apt.mjs";

/** Progress goes to stderr: stdout belongs to results that other programs read. */
export const say = (/** @type {string} */ line) => void process.stderr.write(`• ${line}\n`);

/**
 * The command's path, or undefined.
 * @param {string} command
 * @param {string} [path] a PATH to search
 */
export function which(command, path = process.env.PATH ?? "") {
  const suffixes = process.platform === "win32" ? [".exe", ".bat", ".cmd", ""] : [""];
  for (const folder of path.split(delimiter).filter(Boolean)) {
    for (const suffix of suffixes) {
      const file = join(folder, command + suffix);
      try {
        accessSync(file, constants.X_OK);
        if (statSync(file).isFile()) return file;
      } catch {
        continue;
      }
    }
  }
  return undefined;
}

export const have = (/** @type {string} */ command) => which(command) !== undefined;

/**
 * Runs a command to its end and gives what it printed. A failure is an Error that shows the end of its output.
 * @param {string} command
 * @param {string[]} [args]
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, stream?: boolean, allowFailure?: boolean }} [options] `stream`
 *   shows the output while it comes, on stderr, instead of collecting it
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
export function run(command, args = [], options = {}) {
  const { cwd, env = {}, stream = false, allowFailure = false } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: stream ? ["inherit", 2, 2] : ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    let all = "";
    child.stdout?.setEncoding("utf8").on("data", (text) => ((stdout += text), (all += text)));
    child.stderr?.setEncoding("utf8").on("data", (text) => ((stderr += text), (all += text)));
    child.on("error", (error) => {
      const missing = which(command) === undefined;
      if (missing && allowFailure) resolve({ code: 127, stdout: "", stderr: error.message });
      else reject(missing ? new Error(`The command \`${command}\` is not installed.`) : error);
    });
    child.on("close", (code, signal) => {
      if (code === 0 || allowFailure) return resolve({ code: code ?? 1, stdout, stderr });
      const tail = all.trimEnd().split("\n").slice(-20).join("\n");
      const line = `\`${[command, ...args].join(" ")}\` failed (${signal ?? `exit ${code}`})`;
      reject(new Error(tail ? `${line}:\n${tail}` : line));
    });
  });
}

/** @returns {Record<string, string>} */
export function osRelease() {
  try {
    return parseOsRelease(readFileSync("/etc/os-release", "utf8"));
  } catch {
    return {};
  }
}

/** Whether packages come from apt here: Debian, Ubuntu and what derives from them. */
export const hasApt = () => have("apt-get") && have("dpkg-query");

/**
 * Which of these Debian packages are not installed.
 * @param {string[]} names
 */
export async function missingPackages(names) {
  const query = ["-W", "-f", "${Package} ${Status}\\n"];
  const { stdout } = await run("dpkg-query", [...query, ...names], { allowFailure: true });
  const present = new Set(
    stdout.split("\n").flatMap((line) => (line.includes(" installed") ? [line.split(" ")[0]] : [])),
  );
  return names.filter((name) => !present.has(name));
}

/**
 * Sees to it that Debian packages are installed: asks nothing when they are, installs them as root or through sudo,
 * and otherwise says in two lines what is missing and how to get it.
 * @param {string[]} names
 * @param {{ reason: string }} options why, as a clause: "the tests run in Chromium"
 */
export async function ensurePackages(names, { reason }) {
  if (!hasApt()) {
    throw new Error(
      `Needed because ${reason}: ${names.join(", ")} (names of Debian packages).\n` +
        "This system has no apt: install the same with its own package manager.",
    );
  }
  const missing = await missingPackages(names);
  if (missing.length === 0) return;
  const root = await rootPrefix();
  if (!root) {
    throw new Error(
      `Missing packages: ${missing.join(" ")} (${reason}).\n` +
        `Please run as root, then start again: apt-get install --no-install-recommends ${missing.join(" ")}`,
    );
  }
  say(`installing ${missing.join(", ")} (${reason}) …`);
  await install(missing, root);
}

/** How to become root without surprising anybody: undefined when there is no way. */
async function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  if (!have("sudo")) return undefined;
  const { code } = await run("sudo", ["-n", "true"], { allowFailure: true });
  if (code === 0) return ["sudo", "-n"];
  return process.stdin.isTTY ? ["sudo"] : undefined;
}

/**
 * @param {string[]} names
 * @param {string[]} root
 */
async function install(names, root) {
  const apt = (/** @type {string[]} */ ...args) => {
    const [command = "", ...rest] = [...root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", ...args];
    return run(command, rest);
  };
  // Another apt (unattended upgrades) may hold the lock for a moment.
  const options = ["-y", "-q", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"];
  if (!hasLists()) await apt("update", "-q");
  try {
    await apt("install", ...options, ...names);
  } catch {
    // Lists older than the mirror name files that are gone.
    await apt("update", "-q");
    await apt("install", ...options, ...names);
  }
}

function hasLists() {
  try {
    return readdirSync("/var/lib/apt/lists").some((name) => /_Packages(\.\w+)?$/.test(name));
  } catch {
    return false;
  }
}
