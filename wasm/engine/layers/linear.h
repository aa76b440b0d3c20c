#pragma once
// y = x W + b, with x[n×I], W[I×O], b[1×O].

#include "cells/cell.h"

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

/// The weights packed for many products, forward and, to train, back.
template <class T>
struct LinearWork {
  Packed<T> W, Wt;

  static LinearWork declare(Arena<T>& arena, Index I, Index O, Purpose purpose) {
    const bool train = purpose == Purpose::train;
    return {Packed<T>::declare(arena, I, O), Packed<T>::declare(arena, train ? O : 0, train ? I : 0)};
  }
  void pack(const Linear<T>& p) {
    W.pack(plain(p.W));
    if (Wt.cols()) Wt.pack(transposed(p.W));
  }
  /// y = x W + b.
  void forward(const Linear<T>& p, const Matrix<T>& x, Matrix<T> y) const {
    fill_rows(p.b, y);
    multiply_add(y, plain(x), W);
  }
  /// Adds to d, and to dx if it has rows.
  void backward(const Linear<T>& d, const Matrix<T>& x, const Matrix<T>& dy, Matrix<T> dx) const {
    linear_gradients(x, dy, d.W, d.b);
    if (dx.rows()) multiply_add(dx, plain(dy), Wt);
  }
};

}  // namespace unrolled
