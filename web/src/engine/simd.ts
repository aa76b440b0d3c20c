/** Runs on both. What this browser's WebAssembly can do, asked with the smallest modules that need it. */

/** One module with one function () → v128 and this body. */
function valid(...body: number[]): boolean {
  if (typeof WebAssembly !== "object") return false;
  const size = body.length + 2;
  return WebAssembly.validate(new Uint8Array([
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, size + 2, 1, size, 0, ...body, 11,
  ]));
}

const zero = [65, 0, 253, 15]; // i32.const 0, i8x16.splat

export const hasSimd = (): boolean => valid(...zero, 253, 98); // i8x16.popcnt
export const hasRelaxedSimd = (): boolean => valid(...zero, ...zero, ...zero, 253, 133, 2); // f32x4.relaxed_madd
