#pragma once
// Rows added to rows, in row order.

#include <algorithm>

#include "math/lane.h"

namespace unrolled {

/// to[0 … count) += from[0 … count).
template <class T>
void add_row(T* to, const T* from, Index count) {
  for_lanes(count, [&](Index j, auto n) { store<T>(to + j, load(to + j, n) + load(from + j, n), n); });
}

/// to[0 … count) += factor · from[0 … count).
template <class T>
void add_row(T* to, const T* from, Index count, T factor) {
  for_lanes(count, [&](Index j, auto n) { store<T>(to + j, load(to + j, n) + load(from + j, n) * factor, n); });
}

/// Σ_j a_j b_j, in four lanes.
template <class T>
T dot_row(const T* a, const T* b, Index count) {
  Lane<T> sums = splat(T(0));
  for_lanes(count, [&](Index j, auto n) { sums += load(a + j, n) * load(b + j, n); });
  return lane_sum<T>(sums);
}

/// y[n] = b, every row.
template <class T>
void fill_rows(const Matrix<T>& b, Matrix<T> y) {
  for (Index n = 0; n < y.rows(); ++n) std::copy_n(b.data(), b.size(), y.data() + n * y.cols());
}

/// db += Σ_n dy[n], n ascending.
template <class T>
void sum_rows(const Matrix<T>& dy, Matrix<T> db) {
  for (Index n = 0; n < dy.rows(); ++n) add_row(db.data(), dy.data() + n * dy.cols(), dy.cols());
}

}  // namespace unrolled
