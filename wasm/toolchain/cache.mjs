/**
 * Folders of the user's cache: outside of the checkout, so that all clones share them, and named by version, so that
 * an older clone keeps its own. A folder is whole exactly when its stamp is written; the kernel's file lock keeps two
 * clones apart and goes away with its process.
 */
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { run, say } from "./system.mjs";

const STAMP = "complete";
const BUSY = 99;

/** @param {string} name */
export function cacheFolder(name) {
  return join(resolve(process.env.XDG_CACHE_HOME || join(homeFolder(), ".cache")), "unrolled", name);
}

function homeFolder() {
  try {
    return homedir();
  } catch {
    // A container may run under a user id that has no account.
    throw new Error("This user has no home folder: set XDG_CACHE_HOME to a folder for the compiler.");
  }
}

/** The stamp holds the path, because the files inside name it: a folder that was moved is not whole. */
export function isComplete(/** @type {string} */ folder) {
  const stamp = join(folder, STAMP);
  return existsSync(stamp) && readFileSync(stamp, "utf8").trim() === folder;
}

/**
 * Fills a folder once, whoever asks, in a process of its own under a lock.
 * @param {string} folder
 * @param {string[]} filler a script and its arguments, which calls `fill`
 */
export async function ensureFolder(folder, filler) {
  if (isComplete(folder)) return;
  prepare(dirname(folder));
  const locked = (/** @type {string[]} */ ...options) =>
    run("flock", [...options, "-E", String(BUSY), `${folder}.lock`, process.execPath, ...filler], {
      stream: true,
      allowFailure: true,
    });
  let { code } = await locked("-n");
  if (code === BUSY) {
    say("another checkout is fetching the same; waiting for it …");
    ({ code } = await locked());
  }
  if (code !== 0 || !isComplete(folder)) throw new Error(`Could not fill ${folder}; the lines above say why.`);
}

/** @param {string} parent */
function prepare(parent) {
  try {
    mkdirSync(parent, { recursive: true });
    accessSync(parent, constants.W_OK);
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw new Error(`Cannot write to the cache (${message}): set XDG_CACHE_HOME to a folder of yours.`);
  }
}

/**
 * The filler's side: `work` gets the folder and, beside it, one for downloads that survives an interruption.
 * @param {string} folder
 * @param {(folder: string, downloads: string) => Promise<void>} work
 */
export async function fill(folder, work) {
  if (isComplete(folder)) return;
  const downloads = `${folder}.partial`;
  mkdirSync(downloads, { recursive: true });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await work(folder, downloads);
  writeFileSync(join(folder, STAMP), `${folder}\n`);
  rmSync(downloads, { recursive: true, force: true });
}
