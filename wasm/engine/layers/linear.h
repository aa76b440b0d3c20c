#pragma once
// y = x W + b, with x[n×I], W[I×O], b[1×O].

#include "math/product.h"
#include "math/rows.h"

namespace unrolled {

template <class T>
struct Linear {
  using Scalar = T;
  Matrix<T> W, b;

  static Linear declare(Arena<T>& arena, Index I, Index O) {
    return {arena.matrix("W", I, O), arena.matrix("b", 1, O)};
  }
};

/// dW += xᵀ dy, db += Σ dy.
template <class T>
void linear_gradients(const Matrix<T>& x, const Matrix<T>& dy, Matrix<T> dW, Matrix<T> db) {
  multiply_add(dW, transposed(x), plain(dy));
  sum_rows(dy, db);
}

}  // namespace unrolled
