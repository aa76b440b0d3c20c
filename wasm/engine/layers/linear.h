#pragma once
// y = x W + b, with x[n×I], W[I×O], b[1×O].

#include "math/lane.h"
#include "math/product.h"

namespace unrolled {

template <class T>
struct Linear {
  using Scalar = T;
  Matrix<T> W, b;

  static Linear declare(Arena<T>& arena, Index I, Index O) {
    return {arena.matrix("W", I, O), arena.matrix("b", 1, O)};
  }
};

/// y[n] = b, every row.
template <class T>
void fill_rows(const Matrix<T>& b, Matrix<T> y) {
  for (Index n = 0; n < y.rows(); ++n) std::copy_n(b.data(), b.size(), y.data() + n * y.cols());
}

/// db += Σ_n dy[n], n ascending.
template <class T>
void sum_rows(const Matrix<T>& dy, Matrix<T> db) {
  for (Index n = 0; n < dy.rows(); ++n) {
    const T* from = dy.data() + n * dy.cols();
    for_lanes(dy.cols(), [&](Index j, auto part) {
      store<T>(db.data() + j, load(db.data() + j, part) + load(from + j, part), part);
    });
  }
}

/// dW += xᵀ dy, db += Σ dy.
template <class T>
void linear_gradients(const Matrix<T>& x, const Matrix<T>& dy, Matrix<T> dW, Matrix<T> db) {
  multiply_add(dW, transposed(x), plain(dy));
  sum_rows(dy, db);
}

}  // namespace unrolled
