/**
 * The promise "the same seed gives the same bytes on every machine". The golden hashes change only with the engine's
 * arithmetic; `UPDATE_GOLDEN=1 npx vitest run --project exactness` writes those of Node.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launch, type BrowserName } from "../support/browsers.js";
import { serve, type StaticServer } from "../support/server.js";
import { fingerprint, given, STEPS, text, type Configuration, type Fingerprint } from "./setting.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const goldenFile = join(root, "tests/exactness/golden.json");
const golden: Record<Configuration, Fingerprint> = JSON.parse(readFileSync(goldenFile, "utf8"));
const table: Record<string, string>[] = [];
let folder: string;
let server: StaticServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "unrolled-exactness-"));
  writeFileSync(join(folder, "text.txt"), text);
  server = await serve(join(root, "dist"));
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
  const short = (hash: string) => hash.slice(0, 16);
  const lines = table.map(({ environment, configuration, ...hashes }) =>
    [environment!.padEnd(28), configuration!.padEnd(9), ...Object.entries(hashes).map(([name, hash]) => `${name} ${short(hash)}`)].join("  "));
  process.stdout.write(`\nSHA-256 after training, first 16 digits:\n${lines.join("\n")}\n\n`);
});

function compare(environment: string, configuration: Configuration, { workers, ...found }: Partial<Fingerprint> & { workers?: number }, wanted = 1): void {
  expect(workers ?? 1, "workers that took part").toBe(wanted);
  table.push({ environment, configuration, ...found });
  const names = Object.keys(found) as (keyof Fingerprint)[];
  expect(found).toEqual(Object.fromEntries(names.map((name) => [name, golden[configuration][name]])));
}

describe("Node, through the public API", () => {
  it.each(Object.keys(given) as Configuration[])("trains %s to the golden bits", async (name) => {
    const found = await fingerprint(pathToFileURL(join(root, "dist/unrolled.js")).href, ...given[name]);
    if (process.env.UPDATE_GOLDEN) {
      const { losses, weights, writing } = found;
      golden[name] = { losses, weights, writing };
      writeFileSync(goldenFile, `${JSON.stringify(golden, null, 2)}\n`);
    }
    compare(`Node ${process.versions.node}`, name, found);
  });
});

const executables = {
  "native x86": { file: "build/native-release/tests/engine/fingerprint", run: (file: string) => [file] },
  "wasm, without the API": { file: "build/wasm-release/tests/engine/fingerprint.js", run: (file: string) => [process.execPath, file] },
};

describe.each(Object.entries(executables))("%s", (name, { file, run }) => {
  const path = join(root, file);
  // Skipped only where the C++ tests have never been built; `npm test` builds them before this.
  it.skipIf(!existsSync(join(root, dirname(dirname(file)))))("trains the LSTM to the golden bits", async () => {
    const [command, ...args] = run(path);
    const { stdout } = await promisify(execFile)(command!, [...args, join(folder, "text.txt")], { encoding: "buffer", maxBuffer: 1e8 });
    const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
    compare(name, "lstm", { losses: sha256(stdout.subarray(0, 4 * STEPS)), weights: sha256(stdout.subarray(4 * STEPS)) });
  });
});

const inBrowsers: [BrowserName, Configuration[]][] = [
  ["chromium", ["lstm", "gru", "rnn", "translate", "tag"]], ["firefox", ["lstm", "gru", "translate", "tag"]], ["webkit", ["lstm", "gru", "translate", "tag"]],
];

describe.each(inBrowsers)("%s, through the public API", (name, trained) => {
  it("trains to the golden bits, with one worker and with two", async () => {
    const browser = await launch(name);
    try {
      // Any document of the host will do: one that runs nothing of its own.
      const page = await browser.open(`${server.url}/favicon.svg`);
      for (const configuration of trained) {
        const found = await page.evaluate(fingerprint, `${server.url}/unrolled.js`, ...given[configuration]);
        compare(`${name} ${browser.version}`, configuration, found);
      }
      const shared = await page.evaluate(fingerprint, `${server.url}/unrolled.js`, ...given.lstm, 2);
      compare(`${name}, 2 workers`, "lstm", shared, 2);
    } finally {
      await browser.close();
    }
  });
});
