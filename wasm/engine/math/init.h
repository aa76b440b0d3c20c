#pragma once
// Initial values as PyTorch draws them.

#include "math/random.h"
#include "math/types.h"

namespace unrolled {

/// U(−bound, bound), row by row.
template <class T>
void fill_uniform(Random& random, Matrix<T> m, double bound) {
  for (Index k = 0; k < m.size(); ++k) m.data()[k] = T((2 * random.uniform() - 1) * bound);
}

/// The sum of two draws from U(−bound, bound): PyTorch adds two biases where we keep one.
template <class T>
void fill_double_uniform(Random& random, Matrix<T> m, double bound) {
  for (Index k = 0; k < m.size(); ++k) {
    const double first = 2 * random.uniform() - 1;
    m.data()[k] = T((first + (2 * random.uniform() - 1)) * bound);
  }
}

/// N(0, 1).
template <class T>
void fill_normal(Random& random, Matrix<T> m) {
  for (Index k = 0; k < m.size(); ++k) m.data()[k] = T(random.normal());
}

}  // namespace unrolled
