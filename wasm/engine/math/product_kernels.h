#pragma once
// The products of product.h, for those who instantiate them.

#include "math/product.h"

#include <algorithm>

#include "math/tile.h"

namespace unrolled {

namespace {

constexpr Index block_m = 128, block_k = 256, block_n = 512;
constexpr Index row_panels = 2;  // panels of B that a single row meets at once

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
  for (Index j = 0; j < nc; j += tile_cols) {
    const Index width = std::min(tile_cols, nc - j);
    for (Index k = 0; k < kc; ++k, out += tile_cols) {
      const T* from = b.data + (k0 + k) * b.row_step + (n0 + j) * b.col_step;
      if (width == tile_cols && b.col_step == 1) {
        std::copy_n(from, tile_cols, out);
      } else {
        for (Index c = 0; c < width; ++c) out[c] = from[c * b.col_step];
        std::fill(out + width, out + tile_cols, T(0));
      }
    }
  }
}

/// A(m0 … m0+mc, k0 … k0+kc) as panels of [kc][2]; a last odd row as [kc][1].
template <class T>
void pack_a(const Strided<T>& a, Index m0, Index mc, Index k0, Index kc, T* out) {
  for (Index i = 0; i < mc; i += tile_rows) {
    const T* from = a.data + (m0 + i) * a.row_step + k0 * a.col_step;
    const bool pair = i + 1 < mc;
    for (Index k = 0; k < kc; ++k, from += a.col_step) {
      *out++ = from[0];
      if (pair) *out++ = from[a.row_step];
    }
  }
}

/// A tile on a copy of c[R×width], where c is too narrow for a whole one.
template <class T, int R>
void edge_tile(T* c, Index step, Index width, const T* a, const T* b, Index kc) {
  alignas(32) T edge[R * tile_cols] = {};
  for (int r = 0; r < R; ++r) std::copy_n(c + r * step, width, edge + r * tile_cols);
  tile<T, R>(edge, tile_cols, a, b, kc);
  for (int r = 0; r < R; ++r) std::copy_n(edge + r * tile_cols, width, c + r * step);
}

/// c[rows×16] += packed a · one panel of b, for whole tiles. Never inlined: alone, the loop keeps its registers.
template <class T>
[[gnu::noinline]] void tiles(T* c, Index step, Index rows, const T* a, const T* b, Index kc) {
  for (Index i = 0; i < rows; i += tile_rows, c += tile_rows * step, a += tile_rows * kc)
    tile<T, tile_rows>(c, step, a, b, kc);
}

/// c[R×nc] += one panel of a · packed b.
template <class T, int R>
void panel_rows(T* c, Index step, Index nc, Index kc, const T* a, const T* b) {
  for (Index j = 0; j < nc; j += tile_cols, b += kc * tile_cols) {
    if (j + tile_cols <= nc) tile<T, R>(c + j, step, a, b, kc);
    else edge_tile<T, R>(c + j, step, nc - j, a, b, kc);
  }
}

template <class T>
void single_row(T* c, Index nc, Index kc, const T* a, const T* b) {
  Index j = 0;
  for (; j + row_panels * tile_cols <= nc; j += row_panels * tile_cols, b += kc * row_panels * tile_cols)
    row_tile<T, row_panels>(c + j, a, b, kc);
  panel_rows<T, 1>(c + j, 0, nc - j, kc, a, b);
}

/// c[mc×nc] += packed a · packed b.
template <class T>
void block(T* c, Index step, Index mc, Index nc, Index kc, const T* a, const T* b) {
  const Index whole = mc / tile_rows * tile_rows, wide = nc / tile_cols * tile_cols;
  for (Index j = 0; j < wide && whole > 0; j += tile_cols) tiles(c + j, step, whole, a, b + j * kc, kc);
  for (Index i = 0; i < whole && wide < nc; i += tile_rows)
    panel_rows<T, tile_rows>(c + i * step + wide, step, nc - wide, kc, a + i * kc, b + wide * kc);
  if (whole < mc) single_row(c + whole * step, nc, kc, a + whole * kc, b);
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
  return Packed(arena.matrix("packed", K, round_up(N, tile_cols)), K, N);
}

template <class T>
void Packed<T>::pack(Strided<T> b) {
  T* out = store_.data();
  for (Index k0 = 0; k0 < K_; k0 += block_k) {
    const Index kc = std::min(block_k, K_ - k0);
    pack_b(b, k0, kc, 0, N_, out);
    out += kc * round_up(N_, tile_cols);
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
    b += kc * round_up(B.cols(), tile_cols);
  }
}

}  // namespace unrolled
