import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserNames, launch, type TestBrowser } from "./browsers.js";
import { serve, type StaticServer } from "./server.js";

// double(x): both operands and the sum are i32x4 vectors, so only a SIMD engine compiles it.
const simdModule = [
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x06, 0x01, 0x60, 0x01, 0x7f, 0x01, 0x7f,
  0x03, 0x02, 0x01, 0x00, 0x07, 0x0a, 0x01, 0x06, 0x64, 0x6f, 0x75, 0x62, 0x6c, 0x65, 0x00, 0x00,
  0x0a, 0x12, 0x01, 0x10, 0x00, 0x20, 0x00, 0xfd, 0x11, 0x20, 0x00, 0xfd, 0x11, 0xfd, 0xae, 0x01,
  0xfd, 0x1b, 0x03, 0x0b,
];

const site = {
  "index.html": "<!doctype html><title>smoke</title>",
  "double.wasm": new Uint8Array(simdModule),
  "double.js": `export async function double(value) {
    const { instance } = await WebAssembly.instantiateStreaming(fetch('/double.wasm'));
    return instance.exports.double(value);
  }`,
  "worker.js": `import { double } from './double.js';
    onmessage = async ({ data }) => postMessage(await double(data));`,
  "client.js": `export function doubleInWorker(value) {
    return new Promise((resolve, reject) => {
      const worker = new Worker('/worker.js', { type: 'module' });
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage(value);
    });
  }`,
};

let folder: string;
let server: StaticServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "unrolled-smoke-"));
  for (const [name, content] of Object.entries(site)) writeFileSync(join(folder, name), content);
  server = await serve(folder);
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

describe.each(browserNames)("%s", (name) => {
  let browser: TestBrowser;

  beforeAll(async () => {
    browser = await launch(name);
  }, 60_000);

  afterAll(() => browser?.close());

  it("runs SIMD in a module worker and hashes", { timeout: 30_000 }, async () => {
    const page = await browser.open(server.url);
    const answer = await page.evaluate(
      async (client: string, value: number) => {
        const { doubleInWorker } = await import(client);
        const bytes = new TextEncoder().encode("abc");
        const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
        const hex = (byte: number): string => byte.toString(16).padStart(2, "0");
        return { doubled: await doubleInWorker(value), sha256: [...digest].map(hex).join("") };
      },
      "/client.js",
      21,
    );
    expect(answer).toEqual({
      doubled: 42,
      sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    });
    await page.close();
  });

  it("passes on what a page throws", { timeout: 30_000 }, async () => {
    const page = await browser.open(server.url);
    const failing = page.evaluate(() => Promise.reject(new RangeError("too deep")));
    await expect(failing).rejects.toThrow("RangeError: too deep");
  });
});
