#pragma once
// C += A B in plain loops, in the order of math/product.h: the lens multiplies little, and seldom in double.

#include "math/types.h"

namespace unrolled {

inline void add_small_product(const Matrix<double>& A, const Matrix<double>& B, Matrix<double> C) {
  for (Index i = 0; i < A.rows(); ++i)
    for (Index k = 0; k < A.cols(); ++k)
      for (Index j = 0; j < B.cols(); ++j) C(i, j) += A(i, k) * B(k, j);
}

}  // namespace unrolled
