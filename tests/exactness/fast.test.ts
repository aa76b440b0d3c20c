/** The fast build: chosen where the browser has relaxed SIMD, and then within 1e-5 of the reproducible one. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launch, type BrowserName } from "../support/browsers.js";
import { serve, type StaticServer } from "../support/server.js";
import { configurations, text } from "./setting.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const STEPS = 20;
let server: StaticServer;
beforeAll(async () => {
  server = await serve(join(root, "dist"));
});
afterAll(() => server.close());

interface Run { numerics: string; losses: number[]; weights: number[] }

/** Runs in Node and, sent there as its source, in each browser. */
async function runs(packageUrl: string, settings: object, text: string, steps: number): Promise<Run[]> {
  const { createEngine } = await import(/* @vite-ignore */ packageUrl);
  const found: Run[] = [];
  for (const numerics of ["reproducible", "fast"]) {
    const engine = await createEngine({ numerics });
    const model = await engine.create({ ...settings, text });
    const losses: number[] = [];
    for await (const progress of model.train({ steps })) losses.push(...progress.losses);
    const file: Uint8Array<ArrayBuffer> = await model.save();
    const header = 8 + Number(new DataView(file.buffer).getBigUint64(0, true));
    found.push({ numerics: engine.numerics, losses, weights: [...new Float32Array(file.slice(header).buffer)] });
    engine.close();
  }
  return found;
}

const norm = (values: number[]) => Math.hypot(...values);
const difference = (a: number[], b: number[]) => norm(a.map((value, k) => value - b[k]!)) / norm(b);

function expectClose([reproducible, fast]: Run[]): void {
  expect(reproducible!.numerics).toBe("reproducible");
  expect(fast!.numerics).toBe("fast");
  expect(fast!.losses).toHaveLength(STEPS);
  fast!.losses.forEach((loss, k) => expect(Math.abs(loss / reproducible!.losses[k]! - 1)).toBeLessThan(1e-5));
  expect(difference(fast!.weights, reproducible!.weights)).toBeLessThan(1e-5);
  // Another binary really ran: on processors that multiply and add in one instruction it rounds otherwise.
  expect(fast!.weights).not.toEqual(reproducible!.weights);
}

describe.each(["chromium", "firefox"] satisfies BrowserName[])("%s", (name) => {
  it.each(Object.keys(configurations) as (keyof typeof configurations)[])("trains %s within 1e-5 of the reproducible numbers", async (configuration) => {
    const browser = await launch(name);
    try {
      const page = await browser.open(`${server.url}/favicon.svg`);
      expectClose(await page.evaluate(runs, `${server.url}/unrolled.js`, configurations[configuration], text, STEPS));
    } finally {
      await browser.close();
    }
  });
});

describe("WebKit", () => {
  it("has no relaxed SIMD: it says so and trains to the reproducible bits", async () => {
    const browser = await launch("webkit");
    try {
      const page = await browser.open(`${server.url}/favicon.svg`);
      const [asked, got] = await page.evaluate(runs, `${server.url}/unrolled.js`, configurations.lstm, text, STEPS);
      expect(got).toEqual(asked);
    } finally {
      await browser.close();
    }
  });
});

describe("Node", () => {
  const script = `(${runs})(...JSON.parse(process.argv[1])).then((found) => console.log(JSON.stringify(found)))`;
  const inNode = async (...flags: string[]): Promise<Run[]> => {
    const given = JSON.stringify([pathToFileURL(join(root, "dist/unrolled.js")).href, configurations.lstm, text, STEPS]);
    const source = `const __vite_ssr_dynamic_import__ = (url) => import(url);${script}`;
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, "-e", source, given], { maxBuffer: 1e8 });
    return JSON.parse(stdout);
  };

  it("with relaxed SIMD trains within 1e-5 of the reproducible numbers", async () => {
    expectClose(await inNode("--experimental-wasm-relaxed-simd"));
  });

  it("without it says so and trains to the reproducible bits", async () => {
    const [asked, got] = await inNode();
    expect(got).toEqual(asked);
  });
});
