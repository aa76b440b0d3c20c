/** What is compared, and how each of them is started. */
import { fileURLToPath } from "node:url";
import { nativeProgram } from "../prepare.mjs";
import { startProcess } from "../hosts/process.mjs";

const environments = { node: "Node", chromium: "Chromium", firefox: "Firefox", webkit: "WebKitGTK" };
const peerWorks = ["h64-b16", "h128-b4", "h128-b32", "h256-b32"];
const python = "/usr/bin/python3";

function ours(environment, fast) {
  const id = fast ? `${environment}-fast` : environment;
  const engine = fast ? { numerics: "fast" } : {};
  return {
    id, environment, fast, family: "ours", limit: id,
    label: `Unrolled, ${environments[environment]}${fast ? ", fast" : ""}`,
    start: (hosts) => hosts.start(environment, "tests/bench/systems/unrolled.mjs", { packageUrl: "dist/unrolled.js", engine }, { fast }),
  };
}

function limitOf(environment, fast) {
  const file = fast ? "limit_fast" : "limit";
  const options = { wasmUrl: `build/wasm-release/tests/bench/${file}.wasm` };
  return {
    id: fast ? `${environment}-fast` : environment,
    label: `Limit, ${environments[environment]}${fast ? ", relaxed SIMD" : ""}`,
    start: (hosts) => hosts.start(environment, "tests/bench/systems/limit.mjs", options, { fast }),
  };
}

/** The requests that native.cpp reads: whole numbers and one text. */
function encodeForNative(method, args) {
  const ms = (seconds) => Math.round(1000 * seconds);
  if (method === "open") {
    const [{ hidden, layers, batch, window, vocabulary, text }, warmUp] = args;
    return JSON.stringify({ method, text, numbers: [hidden, layers, batch, window, vocabulary, ms(warmUp)] });
  }
  return JSON.stringify({ method, numbers: args.map(ms) });
}

const startNative = () => startProcess(nativeProgram, [], { encode: encodeForNative });
const native = { id: "native", environment: "native", family: "ours", limit: "native", label: "Unrolled, native (SSE)", start: startNative };
const nativeLimit = { id: "native", label: "Limit, native (SSE)", method: "limit", start: startNative };

const tensorflow = (backend, more) => ({
  id: `tensorflow-${backend}`, environment: "tensorflow", family: "peer", label: `TensorFlow.js, ${backend}`,
  start: (hosts) => hosts.start("node", "tests/bench/systems/tensorflow.mjs", { backend }),
  ...more,
});

/**
 * The peer is to run at its best: without variables that hold OpenBLAS back to slower kernels, and with all threads
 * given to OpenBLAS, which has nearly all the work; OpenMP's beside them only take cores away.
 */
function torchEnvironment(threads, more) {
  const { OPENBLAS_CORETYPE, OPENBLAS_L2_SIZE, ...env } = process.env;
  return { ...env, OPENBLAS_NUM_THREADS: String(threads), OMP_NUM_THREADS: "1", ...more };
}

/** Kernels that multiply four numbers at once, as WebAssembly does, where the processor could do 8 or 16. */
const fourLanes = { OPENBLAS_CORETYPE: "Nehalem", ATEN_CPU_CAPABILITY: "default" };

const torchProgram = fileURLToPath(new URL("pytorch.py", import.meta.url));
const startTorch = (threads, more) => startProcess(python, [torchProgram], { env: torchEnvironment(threads, more) });

const torch = (threads, name = `torch-${threads}`, more = {}) => ({
  id: name, environment: "torch", family: "peer",
  label: `PyTorch, ${threads} thread${threads > 1 ? "s" : ""}${more === fourLanes ? " (SSE)" : ""}`,
  remedy: "apt-get install python3-torch libopenblas0-pthread",
  start: () => startTorch(threads, more),
});

const names = Object.keys(environments);

export const systems = [
  ...names.flatMap((name) => [ours(name, false), ours(name, true)]),
  native,
  tensorflow("wasm", { works: peerWorks }),
  tensorflow("cpu", { works: ["h128-b32"], seconds: 0 }),
  torch(1),
  torch(2),
  torch(1, "torch-sse", fourLanes),
];

export const findSystem = (id) => systems.find((system) => system.id === id);
export const limits = [...names.flatMap((name) => [limitOf(name, false), limitOf(name, true)]), nativeLimit];

export const oursWithWorkers = (environment, workers) => ({
  id: `${environment}-${workers}`, environment, family: "ours",
  label: `${environments[environment]}, ${workers} worker${workers > 1 ? "s" : ""}`,
  start: (hosts) => hosts.start(environment, "tests/bench/systems/unrolled.mjs", { packageUrl: "dist/unrolled.js", engine: workers > 1 ? { workers } : {} }),
});

export const takes = (system, work) => !system.works || system.works.includes(work.id);

/** Handles of those that can run here; the others with a line that says why not. */
export async function startAll(specs, hosts, say) {
  const started = [];
  for (const spec of specs) {
    const skip = (why) => say(`${spec.label}: skipped, ${why}`);
    try {
      const handle = hosts.keep(await spec.start(hosts));
      const { skipped, version, info } = await handle.call("start");
      if (skipped) {
        skip(skipped);
        await handle.end();
        continue;
      }
      if (info) say(`${spec.label}: ${version}, ${info}`);
      started.push({ ...spec, version, handle, call: handle.call });
    } catch (error) {
      if (!spec.remedy || !/No module named|ENOENT/.test(error.message)) throw new Error(`${spec.label} does not start: ${error.message}`);
      skip(`get it with: ${spec.remedy}`);
    }
  }
  return started;
}
