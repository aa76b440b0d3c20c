#pragma once
// Matrix products C += A·B in one fixed order of summation.
//
// Every element of C starts from what C holds and adds A(m,k)·B(k,n) for k = 0, 1, 2 … one after the other, each
// product rounded, then the sum. Blocking, packing and tile shapes never change that order, so they may change
// freely without touching a bit of the result.
//
// Blocks after Goto & van de Geijn 2008, "Anatomy of High-Performance Matrix Multiplication": B in panels of 16
// columns, A in panels of 2 rows, a tile of 2×16 in registers (tile.h).

#include "math/arena.h"
#include "math/types.h"

namespace unrolled {

/// A matrix read with any steps between its rows and columns; transposing swaps the steps.
template <class T>
struct Strided {
  const T* data;
  Index rows, cols, row_step, col_step;
};

template <class T>
Strided<T> plain(const Matrix<T>& m) {
  return {m.data(), m.rows(), m.cols(), m.cols(), 1};
}
template <class T>
Strided<T> transposed(const Matrix<T>& m) {
  return {m.data(), m.cols(), m.rows(), 1, m.cols()};
}

/// A right-hand side packed once and used for many products.
template <class T>
class Packed {
 public:
  /// Room for K×N, in `arena`.
  static Packed declare(Arena<T>& arena, Index K, Index N);
  void pack(Strided<T> b);

  Index rows() const { return K_; }
  Index cols() const { return N_; }
  const T* data() const { return store_.data(); }

 private:
  Packed(Matrix<T> store, Index K, Index N) : store_(store), K_(K), N_(N) {}
  Matrix<T> store_;
  Index K_, N_;
};

/// C[M×N] += A[M×K]·B[K×N].
template <class T>
void multiply_add(Matrix<T> C, Strided<T> A, Strided<T> B);
template <class T>
void multiply_add(Matrix<T> C, Strided<T> A, const Packed<T>& B);

}  // namespace unrolled
