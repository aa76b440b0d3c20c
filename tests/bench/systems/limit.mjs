/** What the machine can multiply in this environment: limit.cpp, compiled to WebAssembly that imports nothing. */

const shapes = ["4x2", "2x4"];

export function makeRunner({ wasmUrl }) {
  let exports;
  const repetitions = {};

  const load = async () =>
    wasmUrl.startsWith("file:")
      ? (await import("node:fs/promises")).readFile(new URL(wasmUrl))
      : (await fetch(wasmUrl)).arrayBuffer();

  /** GFLOP/s of one shape of tile. */
  function measure(shape, wanted) {
    const repeat = exports[`repeat_${shape}`];
    const count = (repetitions[shape] ??= 1000);
    const began = performance.now();
    repeat(count);
    const seconds = Math.max(1e-4, (performance.now() - began) / 1000);
    repetitions[shape] = Math.max(1000, Math.round((count / seconds) * wanted));
    return (count * exports.flops_per_repetition()) / seconds / 1e9;
  }

  return {
    async start() {
      const bytes = await load();
      if (!WebAssembly.validate(bytes)) return { skipped: "this environment cannot compile it" };
      exports = (await WebAssembly.instantiate(bytes, {})).instance.exports;
      exports._initialize?.();
      for (const shape of shapes) for (let k = 0; k < 8; k++) measure(shape, 0.1);
      return {};
    },
    async run(seconds) {
      return { gigaflops: Math.max(...shapes.map((shape) => measure(shape, seconds / shapes.length))) };
    },
    async close() {},
  };
}
