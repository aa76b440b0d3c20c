#pragma once
// The shapes everything else is written in.
//
// Shape letters, never reused for anything else:
//   I input size   H hidden units   B streams side by side (batch)   T time steps
//   V vocabulary   E embedding      L layers

#include <Eigen/Core>
#include <cstdint>

namespace unrolled {

using Index = std::ptrdiff_t;

/// A view of rows × cols numbers in row-major order; the numbers belong to an Arena.
/// Assigning to one copies elements, as everywhere in Eigen.
template <class T>
using Matrix = Eigen::Map<Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

/// The rows [first, last) of a matrix, as a matrix.
template <class T>
Matrix<T> rows(const Matrix<T>& m, Index first, Index last) {
  return Matrix<T>(const_cast<T*>(m.data()) + first * m.cols(), last - first, m.cols());
}

}  // namespace unrolled
