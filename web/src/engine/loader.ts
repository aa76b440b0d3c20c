/** Runs on the worker. Fetches, checks and starts the WebAssembly engine. */
import createModule, { type MainModule } from "#engine";
import wasmUrl from "#engine.wasm?url";
import { UnrolledError, type ErrorCode } from "./errors.js";
import { errorSentence } from "./sentences.js";

// () -> v128: i32.const 0, i8x16.splat, i8x16.popcnt. Valid only where SIMD is.
const SIMD_MODULE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

const failure = (code: ErrorCode) => new UnrolledError(code, errorSentence(code, {}));

async function bytesFromNode(url: URL): Promise<BufferSource> {
  const { readFile } = await import("node:fs/promises");
  return readFile(url).catch(() => {
    throw failure("engine-missing");
  });
}

async function compile(): Promise<WebAssembly.Module> {
  const url = new URL(wasmUrl, import.meta.url);
  if (url.protocol === "file:") return WebAssembly.compile(await bytesFromNode(url));
  const response = await fetch(url).catch(() => null);
  if (!response?.ok) throw failure("engine-missing");
  // Hosts that do not know .wasm send it under another type, which streaming refuses.
  return response.headers.get("content-type")?.startsWith("application/wasm")
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

export async function loadEngine(): Promise<MainModule> {
  if (typeof WebAssembly !== "object" || !WebAssembly.validate(SIMD_MODULE)) throw failure("no-simd");
  const module = await compile().catch((error: unknown) => {
    throw error instanceof UnrolledError ? error : failure("engine-damaged");
  });
  return new Promise((resolve, reject) => {
    const instantiateWasm = (imports: WebAssembly.Imports, started: (instance: WebAssembly.Instance) => void) => {
      // A whole module, but another one: emscripten would wait for ever.
      WebAssembly.instantiate(module, imports).then(started).catch(() => reject(failure("engine-damaged")));
      return {};
    };
    createModule({ instantiateWasm }).then(resolve, reject);
  });
}
