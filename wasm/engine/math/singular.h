#pragma once
// Singular values by one-sided Jacobi rotations (Hestenes 1958; Golub & Van Loan, Matrix Computations, 8.6.3): pairs of
// rows are turned until all rows are orthogonal; their lengths then are the singular values. In a fixed order and with
// no function but the square root, so the bits are the same everywhere.

#include <vector>

#include "math/types.h"

namespace unrolled {

class SingularValues {
 public:
  explicit SingularValues(const Matrix<double>& A);

  /// Every pair of rows once. True when no pair had to be turned any more.
  bool sweep();
  /// The lengths of the rows, largest first.
  std::vector<double> values() const;

 private:
  Index rows_, cols_;
  int left_;
  std::vector<double> numbers_;
};

}  // namespace unrolled
