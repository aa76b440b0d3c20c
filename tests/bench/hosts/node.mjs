/** Runners in Node: each a child process, because a runner may need flags of its own. */
import { fileURLToPath } from "node:url";
import { startProcess } from "./process.mjs";

const child = fileURLToPath(new URL("node-child.mjs", import.meta.url));
const relaxed = "--experimental-wasm-relaxed-simd";

export function startInNode(module, options, { fast = false } = {}) {
  const flags = fast ? [relaxed] : [];
  return startProcess(process.execPath, [...flags, child, module.href, JSON.stringify(options)]);
}
