import type { Route } from "playwright-core";
import { describe, expect, it } from "vitest";
import { tiny, until, visits, type State, type Visit } from "./support.js";

const open = visits();

const engine = "**/engine-*.wasm";
const hash = `${tiny}&steps=12`;

/** The file as the server has it. */
async function original(route: Route): Promise<Buffer> {
  return (await route.fetch()).body();
}

interface Kept {
  workers: Worker[];
  /** What runs regularly: among it, whatever watches over the worker. */
  ticks: (() => void)[];
}

/** Runs in the page, before it: keeps every worker that it starts, and its clocks. */
function keepWorkers(): void {
  const kept: Kept = { workers: [], ticks: [] };
  Object.assign(window, kept);
  window.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      kept.workers.push(this);
    }
  };
  const start = window.setInterval.bind(window);
  Object.assign(window, { setInterval: (handler: () => void, ...rest: number[]) => (kept.ticks.push(handler), start(handler, ...rest)) });
}

async function nothingLost(visit: Visit): Promise<void> {
  const state = await visit.state();
  expect(state.text.length).toBeGreaterThan(10_000);
  expect(await visit.at("field-hidden").inputValue()).toBe("16");
}

describe("an engine that does not arrive", () => {
  for (const [what, answer, code, sentence] of [
    ["missing", (route: Route) => route.fulfill({ status: 404, body: "not here" }), "engine-missing", /engine\.wasm\) could not be fetched/],
    ["cut in half", async (route: Route) => {
      const body = await original(route);
      await route.fulfill({ contentType: "application/wasm", body: body.subarray(0, body.length >> 1) });
    }, "engine-damaged", /engine\.wasm\) arrived damaged or incomplete/],
    ["replaced by a page about an error", (route: Route) => route.fulfill({ contentType: "text/html", body: "<h1>Sorry</h1>" }), "engine-damaged", /damaged or incomplete/],
  ] as const) {
    it(`because its file is ${what} is explained, and trying again works once it is there`, async () => {
      const visit = await open.studio({ hash, expected: /404|Failed to load/, before: (page) => page.context().route(engine, answer) });
      await visit.train();
      await visit.until("it has failed", ({ phase }) => phase === "failed");
      expect(await visit.shows("error", sentence)).not.toBe("");
      expect((await visit.state()).problem).toBe(code);
      await visit.shows("status", /Not started\. What you entered is kept\./);
      await nothingLost(visit);
      await visit.context.unroute(engine);
      await visit.at("remedy-button").click();
      expect((await visit.until("it trains", ({ phase }) => phase === "finished")).losses).toHaveLength(12);
      expect(await visit.at("error").count()).toBe(0);
    });
  }

  it("under the right content type works all the same", async () => {
    const visit = await open.studio({ hash, before: (page) => page.context().route(engine, async (route) =>
      route.fulfill({ contentType: "application/octet-stream", body: await original(route) })) });
    expect((await visit.trainToEnd()).losses).toHaveLength(12);
  });

  it("because the browser has no SIMD is explained, with browsers that have", async () => {
    const visit = await open.studio({ hash, before: (page) => page.context().route("**/worker-*.js", async (route) =>
      route.fulfill({ contentType: "text/javascript", body: `WebAssembly.validate = () => false;\n${(await original(route)).toString()}` })) });
    await visit.train();
    await visit.until("it has failed", ({ phase }) => phase === "failed");
    await visit.shows("error", /no WebAssembly SIMD.+Chrome.+Firefox.+Safari/);
    await nothingLost(visit);
  });

  it("because its worker's script is missing is explained", async () => {
    const visit = await open.studio({ hash, expected: /404|Failed to load/, before: (page) =>
      page.context().route("**/worker-*.js", (route) => route.fulfill({ status: 404, body: "" })) });
    await visit.train();
    await visit.until("it has failed", ({ phase }) => phase === "failed");
    await visit.at("error").waitFor();
    await nothingLost(visit);
    await visit.context.unroute("**/worker-*.js");
    await visit.at("remedy-button").click();
    await visit.until("it trains", ({ phase }) => phase === "finished");
  });

  it("because the module itself is missing is explained, and trying again works", async () => {
    const visit = await open.studio({ hash, expected: /404|Failed to load/, before: (page) =>
      page.context().route("**/unrolled.js", (route) => route.fulfill({ status: 404, body: "" })) });
    await visit.train();
    await visit.until("it has failed", ({ phase }) => phase === "failed");
    await visit.at("error").first().waitFor();
    expect(await visit.at("field-hidden").inputValue()).toBe("16");
  });
});

describe("a worker that dies", () => {
  const training = async (): Promise<{ visit: Visit; before: State }> => {
    const slow = "hidden=128&batch=8&window=64&steps=1000000&seed=3";
    const visit = await open.studio({ hash: slow, before: (page) => page.addInitScript(keepWorkers) });
    await visit.train();
    const before = await visit.until("it trains and has written", ({ step, samples }) => step > 40 && samples.length > 0);
    return { visit, before };
  };
  const survives = async ({ visit, before }: { visit: Visit; before: State }) => {
    await until("it is noticed", () => visit.state(), ({ phase }) => phase === "failed");
    await visit.shows("error", /The worker that trains was lost; the model is back at step [\d,]+/);
    const failed = await visit.state();
    expect(failed.problem).toBe("worker-lost");
    expect(failed.samples.slice(-before.samples.length)).toEqual(before.samples);
    expect(failed.losses.length).toBeGreaterThan(40);
    expect(failed.text).toBe(before.text);
    expect(await visit.at("remedy-button").innerText()).toMatch(/^Go on from step [\d,]+$/);
    await visit.at("remedy-button").click();
    const resumed = await visit.until("it trains again", ({ phase }) => phase === "training");
    const onward = await visit.until("and goes beyond where it was", ({ step }) => step > Math.max(resumed.step, failed.step) + 3);
    // The same seed: what had to be trained again is the same as it was.
    expect(onward.losses.slice(0, 40)).toEqual(before.losses.slice(0, 40));
    expect(await visit.at("error").count()).toBe(0);
    await visit.pause();
  };

  it("by an error says so, and training goes on from the last snapshot", async () => {
    const run = await training();
    await run.visit.page.evaluate(() => {
      const worker = (window as unknown as Kept).workers[0]!;
      worker.terminate();
      worker.dispatchEvent(new ErrorEvent("error", { message: "out of memory" }));
    });
    await survives(run);
  });

  it("without a word is noticed, and training goes on from the last snapshot", async () => {
    const run = await training();
    await run.visit.page.evaluate(() => {
      const { workers, ticks } = window as unknown as Kept;
      workers[0]!.terminate();
      // The time that passes until patience ends, without waiting for it.
      for (let k = 0; k < 20; k++) ticks.forEach((tick) => tick());
    });
    await survives(run);
  });
});

describe("the built files", () => {
  it("are the ones that these tests mean", async () => {
    const visit = await open.studio({ hash });
    await visit.trainToEnd();
    const asked = await until("all was asked for", async () => visit.requests.join("\n"), (urls) => urls.includes(".wasm"));
    expect(asked).toMatch(/\/engine-[^/]+\.wasm/);
    expect(asked).toMatch(/\/worker-[^/]+\.js/);
  });
});
