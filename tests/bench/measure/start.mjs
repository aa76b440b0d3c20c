/** What a visitor waits for and downloads: first training step in a new Chromium, memory, bytes. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { startBrowser } from "../hosts/browser.mjs";
import { root } from "../../../web/build.mjs";
import { findSystem, startAll } from "../systems/systems.mjs";
import { findWork, withText } from "../works.mjs";

/** Runs in the page: from before the import to the first progress, then once more with everything at hand. */
async function firstSteps(packageUrl) {
  const once = async () => {
    const began = performance.now();
    const { createEngine } = await import(packageUrl);
    const engine = await createEngine();
    const model = await engine.create({ task: "language-model" });
    let taken;
    for await (const _ of model.train({ steps: 1 })) taken ??= performance.now() - began;
    engine.close();
    return taken;
  };
  return { cold: await once(), warm: await once() };
}

/** Milliseconds, with a new profile each time. */
export async function measureStart(hosts, times) {
  const server = await hosts.served();
  const values = { cold: [], warm: [] };
  for (let k = 0; k < times; k++) {
    const browser = await startBrowser("chromium", server);
    const found = await browser.evaluate(firstSteps, `${server.url}/dist/unrolled.js`).finally(browser.close);
    for (const name of ["cold", "warm"]) values[name].push(found[name]);
  }
  return values;
}

/** Bytes of WebAssembly memory after some steps at H 256, B 32; in a new engine, because memory never shrinks. */
export async function measureMemory(hosts, say) {
  const [{ call, handle }] = await startAll([findSystem("node")], hosts, say);
  await call("open", withText(findWork("h256-b32")), 0.1);
  const { bytes } = await call("memory");
  await handle.end();
  return bytes;
}

/** Bytes over the wire, compressed as hosts do it. */
export function measureSizes() {
  const assets = readdirSync(join(root, "dist", "assets"));
  const zipped = (path) => gzipSync(readFileSync(join(root, "dist", path)), { level: 9 }).length;
  const parts = { "unrolled.js": "unrolled.js" };
  for (const name of assets) {
    const short = /^(worker|engine\w*)-.*(\.js|\.wasm)$/.exec(name);
    if (short) parts[`${short[1]}${short[2]}`] = `assets/${name}`;
  }
  return Object.fromEntries(Object.entries(parts).map(([name, path]) => [name, zipped(path)]));
}
