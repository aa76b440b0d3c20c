/**
 * Measures the built page in Chromium and prints figures; asserts nothing.
 *   node tests/bench/page.mjs [minutes of training, default 1]
 * First step after the click, how many real words it writes after 30 s in either language, main-thread tasks while
 * training, time from Pause to standstill, memory by the minute.
 */
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import sirv from "sirv";

const minutes = Number(process.argv[2] ?? 1);
const dist = process.env.UNROLLED_DIST ?? fileURLToPath(new URL("../../dist", import.meta.url));
const server = createServer(sirv(dist, { dev: true })).listen(0);
await once(server, "listening");
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--js-flags=--expose-gc"],
});
const print = (name, value) => console.log(`${name.padEnd(44)} ${value}`);

const corpus = (name) => readFileSync(fileURLToPath(new URL(`../../lessons/corpora/${name}.txt`, import.meta.url)), "utf8");
/** English: words of the sample that stand in the story. Chinese has no spaces: pairs of neighbours that stand in it. */
const units = {
  english: (text) => text.toLowerCase().match(/[a-z']+/g) ?? [],
  chinese: (text) => [...text].slice(1).map((character, k) => [...text][k] + character),
};

/** One click on home, and what is written by the time 30 s have passed. */
async function writing(language, locale) {
  const visitor = await (await browser.newContext({ locale })).newPage();
  await visitor.goto(`http://localhost:${server.address().port}/`);
  await visitor.getByTestId("train-button").click();
  await visitor.waitForTimeout(30_000);
  const newest = visitor.getByTestId("sample").first();
  const text = await newest.locator("bdi").last().textContent();
  const known = new Set(units[language](corpus(language)));
  const written = units[language](text);
  const real = written.filter((unit) => known.has(unit)).length;
  print(`${language} after 30 s: units of the story`, `${real} of ${written.length} (${((100 * real) / written.length).toFixed(0)} %)`);
  console.log(text.trim().replace(/^/gm, "    "));
  await visitor.context().close();
}

await writing("english", "en-US");
await writing("chinese", "zh-CN");
const page = await (await browser.newContext({ locale: "en-US" })).newPage();

/** Resident memory of the largest renderer process: page and worker together. */
function rendererMegabytes() {
  const status = (pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--type=renderer") ? readFileSync(`/proc/${pid}/status`, "utf8") : "";
    } catch {
      return ""; // the process ended meanwhile
    }
  };
  const sizes = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map((pid) => Number(/VmRSS:\s+(\d+)/.exec(status(pid))?.[1] ?? 0));
  return (Math.max(...sizes) / 1024).toFixed(0);
}

/** Long tasks from here on; and the first and last change of the step counter. */
await page.addInitScript(() => {
  window.measured = { tasks: [], memories: [] };
  new PerformanceObserver((list) => measured.tasks.push(...list.getEntries().map((e) => ({ start: e.startTime, ms: e.duration })))).observe({ type: "longtask", buffered: true });
  const RealWorker = Worker;
  window.Worker = class extends RealWorker {
    constructor(...args) {
      super(...args);
      measured.worker = this;
      this.addEventListener("message", ({ data }) => {
        if (data.kind === "progress") (measured.firstProgress ??= performance.now()), (measured.lastProgress = performance.now());
        if (data.kind === "result") measured.lastResult = performance.now();
        if (data.id === -1) measured.wasmBytes = data.value.bytes;
      });
    }
  };
});
await page.goto(`http://localhost:${server.address().port}/studio/#v=1&steps=10000000`);
const interactive = await page.evaluate(() => performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd);
const train = page.getByTestId("train-button");
await train.waitFor();
const clicked = await page.evaluate(() => performance.now());
await train.click();
await page.waitForFunction(() => measured.firstProgress);
print("DOMContentLoaded", `${interactive.toFixed(0)} ms`);
print("click → first training progress", `${((await page.evaluate(() => measured.firstProgress)) - clicked).toFixed(0)} ms`);

const cdp = await page.context().newCDPSession(page);
for (let minute = 1; minute <= minutes; minute++) {
  await page.waitForTimeout(60_000);
  await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize } = await cdp.send("Runtime.getHeapUsage");
  await page.evaluate(() => measured.worker.postMessage({ kind: "call", id: -1, method: "memory", args: [] }));
  await page.waitForFunction(() => measured.wasmBytes);
  const wasm = await page.evaluate(() => measured.wasmBytes);
  const speed = await page.getByTestId("speed-value").first().textContent();
  const status = await page.getByTestId("status").first().textContent();
  const parts = [`JS heap ${(usedSize / 1e6).toFixed(2)} MB`, `wasm ${(wasm / 1e6).toFixed(2)} MB`, `renderer ${rendererMegabytes()} MB`, `speed ${speed?.trim()}`, status?.trim()];
  print(`after ${minute} min`, parts.join("   "));
}
const tasks = await page.evaluate((from) => measured.tasks.filter((t) => t.start > from), clicked);
print("main-thread tasks > 50 ms while training", tasks.length ? tasks.map((t) => `${t.ms.toFixed(0)} ms at ${(t.start / 1000).toFixed(1)} s`).join(", ") : "none");

const pauses = [];
for (let k = 0; k < 5; k++) {
  const pause = page.getByTestId("pause-button");
  const at = await pause.evaluate((button) => {
    measured.lastResult = 0;
    const now = performance.now();
    button.click();
    return now;
  });
  await page.waitForFunction(() => measured.lastResult > 0);
  await page.waitForTimeout(300);
  pauses.push((await page.evaluate(() => Math.max(measured.lastProgress, measured.lastResult))) - at);
  await page.getByTestId("train-button").click();
  await page.waitForTimeout(1000);
}
print("Pause → the worker stands still", pauses.map((ms) => `${ms.toFixed(0)} ms`).join(", "));
await browser.close();
server.close();
