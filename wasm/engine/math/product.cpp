#include "math/product.h"

#include <algorithm>

#include "math/lane.h"

namespace unrolled {

namespace {

constexpr Index panel_rows = 2, panel_lanes = 4, panel_cols = panel_lanes * lane_width;
constexpr Index block_m = 128, block_k = 256, block_n = 512;

Index round_up(Index n, Index to) { return (n + to - 1) / to * to; }

// Scratch, never state: filled and read within one product.
template <class T>
struct Scratch {
  alignas(64) T a[block_m * block_k];
  alignas(64) T b[block_k * block_n];
};
template <class T>
Scratch<T>& scratch() {
  thread_local Scratch<T> s;
  return s;
}

/// B(k0 … k0+kc, n0 … n0+nc) as panels of [kc][16], zeros where B ends.
template <class T>
void pack_b(const Strided<T>& b, Index k0, Index kc, Index n0, Index nc, T* out) {
  for (Index j = 0; j < nc; j += panel_cols) {
    const Index width = std::min(panel_cols, nc - j);
    for (Index k = 0; k < kc; ++k, out += panel_cols) {
      const T* from = b.data + (k0 + k) * b.row_step + (n0 + j) * b.col_step;
      if (width == panel_cols && b.col_step == 1) {
        std::copy_n(from, panel_cols, out);
      } else {
        for (Index c = 0; c < width; ++c) out[c] = from[c * b.col_step];
        std::fill(out + width, out + panel_cols, T(0));
      }
    }
  }
}

/// A(m0 … m0+mc, k0 … k0+kc) as panels of [kc][2]; a last odd row as [kc][1].
template <class T>
void pack_a(const Strided<T>& a, Index m0, Index mc, Index k0, Index kc, T* out) {
  for (Index i = 0; i < mc; i += panel_rows) {
    const Index height = std::min(panel_rows, mc - i);
    const T* from = a.data + (m0 + i) * a.row_step + k0 * a.col_step;
    for (Index k = 0; k < kc; ++k, from += a.col_step) {
      for (Index r = 0; r < height; ++r) *out++ = from[r * a.row_step];
    }
  }
}

/// c[R×16] += a[kc][R]ᵀ · b[kc][16], with rows of c `step` apart.
template <class T, int R>
void tile(T* c, Index step, const T* a, const T* b, Index kc) {
  Lane<T> sum[R][panel_lanes];
  for (int r = 0; r < R; ++r)
    for (int l = 0; l < panel_lanes; ++l) sum[r][l] = load(c + r * step + l * lane_width);
  for (Index k = 0; k < kc; ++k, a += R, b += panel_cols) {
    Lane<T> bk[panel_lanes];
    for (int l = 0; l < panel_lanes; ++l) bk[l] = load(b + l * lane_width);
    for (int r = 0; r < R; ++r) {
      const Lane<T> ar = splat(a[r]);
      for (int l = 0; l < panel_lanes; ++l) sum[r][l] += ar * bk[l];
    }
  }
  for (int r = 0; r < R; ++r)
    for (int l = 0; l < panel_lanes; ++l) store(c + r * step + l * lane_width, sum[r][l]);
}

template <class T, int R>
void tile_of_width(T* c, Index step, Index width, const T* a, const T* b, Index kc) {
  if (width == panel_cols) return tile<T, R>(c, step, a, b, kc);
  alignas(32) T edge[R * panel_cols] = {};
  for (int r = 0; r < R; ++r) std::copy_n(c + r * step, width, edge + r * panel_cols);
  tile<T, R>(edge, panel_cols, a, b, kc);
  for (int r = 0; r < R; ++r) std::copy_n(edge + r * panel_cols, width, c + r * step);
}

/// c[mc×nc] += packed a · packed b.
template <class T>
void block(T* c, Index step, Index mc, Index nc, Index kc, const T* a, const T* b) {
  for (Index j = 0; j < nc; j += panel_cols, b += kc * panel_cols) {
    const Index width = std::min(panel_cols, nc - j);
    const T* ai = a;
    for (Index i = 0; i + panel_rows <= mc; i += panel_rows, ai += kc * panel_rows)
      tile_of_width<T, panel_rows>(c + i * step + j, step, width, ai, b, kc);
    if (mc % panel_rows) tile_of_width<T, 1>(c + (mc - 1) * step + j, step, width, ai, b, kc);
  }
}

/// All rows of C against one packed block of B that starts at row k0 and column n0.
template <class T>
void rows_against(Matrix<T>& C, const Strided<T>& A, Index k0, Index kc, Index n0, Index nc, const T* b) {
  T* a = scratch<T>().a;
  for (Index m0 = 0; m0 < C.rows(); m0 += block_m) {
    const Index mc = std::min(block_m, C.rows() - m0);
    pack_a(A, m0, mc, k0, kc, a);
    block(C.data() + m0 * C.cols() + n0, C.cols(), mc, nc, kc, a, b);
  }
}

}  // namespace

template <class T>
Packed<T> Packed<T>::declare(Arena<T>& arena, Index K, Index N) {
  return Packed(arena.matrix("packed", K, round_up(N, panel_cols)), K, N);
}

template <class T>
void Packed<T>::pack(Strided<T> b) {
  T* out = store_.data();
  for (Index k0 = 0; k0 < K_; k0 += block_k) {
    const Index kc = std::min(block_k, K_ - k0);
    pack_b(b, k0, kc, 0, N_, out);
    out += kc * round_up(N_, panel_cols);
  }
}

template <class T>
void multiply_add(Matrix<T> C, Strided<T> A, Strided<T> B) {
  T* b = scratch<T>().b;
  for (Index n0 = 0; n0 < B.cols; n0 += block_n) {
    const Index nc = std::min(block_n, B.cols - n0);
    for (Index k0 = 0; k0 < B.rows; k0 += block_k) {
      const Index kc = std::min(block_k, B.rows - k0);
      pack_b(B, k0, kc, n0, nc, b);
      rows_against(C, A, k0, kc, n0, nc, b);
    }
  }
}

template <class T>
void multiply_add(Matrix<T> C, Strided<T> A, const Packed<T>& B) {
  const T* b = B.data();
  for (Index k0 = 0; k0 < B.rows(); k0 += block_k) {
    const Index kc = std::min(block_k, B.rows() - k0);
    rows_against(C, A, k0, kc, 0, B.cols(), b);
    b += kc * round_up(B.cols(), panel_cols);
  }
}

template class Packed<float>;
template class Packed<double>;
template void multiply_add(Matrix<float>, Strided<float>, Strided<float>);
template void multiply_add(Matrix<double>, Strided<double>, Strided<double>);
template void multiply_add(Matrix<float>, Strided<float>, const Packed<float>&);
template void multiply_add(Matrix<double>, Strided<double>, const Packed<double>&);

}  // namespace unrolled
