/** Runs on the worker. Fetches, checks and starts the WebAssembly engine. */
import createReproducible, { type MainModule } from "#engine";
import reproducibleUrl from "#engine.wasm?url";
import fastUrl from "#engine_fast.wasm?url";
import type { Numerics } from "./api.js";
import { UnrolledError, type ErrorCode } from "./errors.js";
import { errorSentence } from "./sentences.js";
import { hasSimd } from "./simd.js";

type Create = typeof createReproducible;

const binaries: Record<Numerics, { url: string; create: () => Promise<Create> }> = {
  reproducible: { url: reproducibleUrl, create: async () => createReproducible },
  fast: { url: fastUrl, create: async () => (await import("#engine_fast")).default },
};

const failure = (code: ErrorCode) => new UnrolledError(code, errorSentence(code, {}));

async function bytesFromNode(url: URL): Promise<BufferSource> {
  const { readFile } = await import("node:fs/promises");
  return readFile(url).catch(() => {
    throw failure("engine-missing");
  });
}

async function compile(wasmUrl: string): Promise<WebAssembly.Module> {
  const url = new URL(wasmUrl, import.meta.url);
  if (url.protocol === "file:") return WebAssembly.compile(await bytesFromNode(url));
  const response = await fetch(url).catch(() => null);
  if (!response?.ok) throw failure("engine-missing");
  // Hosts that do not know .wasm send it under another type, which streaming refuses.
  return response.headers.get("content-type")?.startsWith("application/wasm")
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

export async function loadEngine(numerics: Numerics): Promise<MainModule> {
  if (!hasSimd()) throw failure("no-simd");
  const { url, create } = binaries[numerics];
  const missing = () => {
    throw failure("engine-missing");
  };
  const damaged = (error: unknown) => {
    throw error instanceof UnrolledError ? error : failure("engine-damaged");
  };
  const [createModule, module] = await Promise.all([create().catch(missing), compile(url).catch(damaged)]);
  return new Promise((resolve, reject) => {
    const instantiateWasm = (imports: WebAssembly.Imports, started: (instance: WebAssembly.Instance) => void) => {
      // A whole module, but another one: emscripten would wait for ever.
      WebAssembly.instantiate(module, imports).then(started).catch(() => reject(failure("engine-damaged")));
      return {};
    };
    createModule({ instantiateWasm }).then(resolve, reject);
  });
}
