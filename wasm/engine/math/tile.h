#pragma once
// The innermost loop of every matrix product: a tile of C stays in registers while k runs.
//
// 2 rows of 4 lanes leave room for the operands among the 16 SIMD registers of x86 and of the browsers' compilers;
// with 3 × 3 or more they spill, and 4 × 2 costs WebKit a quarter of its speed. For the same reason the loop over k is
// not unrolled. It has no counter but its pointers, and reads A first, then B lane by lane: of all orders that were
// tried the fastest in V8, by a tenth.

#include "math/lane.h"

namespace unrolled {

inline constexpr Index tile_rows = 2, tile_lanes = 4, tile_cols = tile_lanes * lane_width;

/// c[R×16] += aᵀ·b for packed a[kc][R] and b[kc][16], k ascending; rows of c are `step` apart.
template <class T, int R>
inline void tile(T* c, Index step, const T* a, const T* b, Index kc) {
  Lane<T> sum[R][tile_lanes];
  for (int r = 0; r < R; ++r)
    for (int l = 0; l < tile_lanes; ++l) sum[r][l] = load(c + r * step + l * lane_width);
  for (const T* end = a + kc * R; a != end; a += R, b += tile_cols) {
    Lane<T> ar[R];
    for (int r = 0; r < R; ++r) ar[r] = splat(a[r]);
    for (int l = 0; l < tile_lanes; ++l) {
      const Lane<T> bl = load(b + l * lane_width);
      for (int r = 0; r < R; ++r) sum[r][l] = add_product<T>(sum[r][l], ar[r], bl);
    }
  }
  for (int r = 0; r < R; ++r)
    for (int l = 0; l < tile_lanes; ++l) store(c + r * step + l * lane_width, sum[r][l]);
}

/// The same for one row against P panels of b at once: a single row leaves registers free, and needs the
/// independent sums to keep the adders busy.
template <class T, int P>
inline void row_tile(T* c, const T* a, const T* b, Index kc) {
  const Index panel = kc * tile_cols;
  Lane<T> sum[P][tile_lanes];
  for (int p = 0; p < P; ++p)
    for (int l = 0; l < tile_lanes; ++l) sum[p][l] = load(c + p * tile_cols + l * lane_width);
  for (const T* end = a + kc; a != end; ++a, b += tile_cols) {
    const Lane<T> ak = splat(*a);
    for (int p = 0; p < P; ++p)
      for (int l = 0; l < tile_lanes; ++l)
        sum[p][l] = add_product<T>(sum[p][l], ak, load(b + p * panel + l * lane_width));
  }
  for (int p = 0; p < P; ++p)
    for (int l = 0; l < tile_lanes; ++l) store(c + p * tile_cols + l * lane_width, sum[p][l]);
}

}  // namespace unrolled
