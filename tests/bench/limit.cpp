// The machine's limit: packed panels that stay in the L1 cache, multiplied again and again. No engine on 4-lane
// numbers can be faster; what an engine reaches is told as a share of this.

#include "math/lane.h"

using namespace unrolled;

#ifdef __wasm__
#define EXPORTED(name) __attribute__((export_name(#name)))
#else
#define EXPORTED(name)
#endif

namespace {

constexpr Index depth = 256, tile_size = 32;

alignas(64) float a[depth * 4], b[depth * 16], c[tile_size];

/// c[R][4L] += Σ_k a[k][R]ᵀ b[k][4L].
template <int R, int L>
[[gnu::noinline]] void multiply() {
  Lane<float> sum[R][L];
  for (int r = 0; r < R; ++r)
    for (int l = 0; l < L; ++l) sum[r][l] = load(c + (r * L + l) * lane_width);
  const float *ak = a, *bk = b;
  // Unrolled, V8 has too few registers for it.
#pragma GCC unroll 1
  for (Index k = 0; k < depth; ++k, ak += R, bk += L * lane_width) {
    Lane<float> row[L];
    for (int l = 0; l < L; ++l) row[l] = load(bk + l * lane_width);
    for (int r = 0; r < R; ++r) {
      const Lane<float> ar = splat(ak[r]);
      for (int l = 0; l < L; ++l) sum[r][l] = add_product<float>(sum[r][l], ar, row[l]);
    }
  }
  for (int r = 0; r < R; ++r)
    for (int l = 0; l < L; ++l) store(c + (r * L + l) * lane_width, sum[r][l]);
}

template <int R, int L>
float repeat(int count) {
  for (float& x : a) x = 0.5f;
  for (float& x : b) x = 0.25f;
  for (float& x : c) x = 0;
  for (int k = 0; k < count; ++k) multiply<R, L>();
  return c[0];
}

}  // namespace

extern "C" {
EXPORTED(repeat_4x2) float repeat_4x2(int count) { return repeat<4, 2>(count); }
EXPORTED(repeat_2x4) float repeat_2x4(int count) { return repeat<2, 4>(count); }
EXPORTED(flops_per_repetition) double flops_per_repetition() { return 2.0 * tile_size * depth; }
}
