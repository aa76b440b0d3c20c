#pragma once
// Softmax cross-entropy: L = −ln p(target), p = softmax(z); ∂L/∂z = p − one_hot(target).

#include <span>

#include "data/vocabulary.h"
#include "math/softmax.h"

namespace unrolled {

/// Sum of the losses of all rows, in nats. z[n×V] becomes the probabilities. `each`, if not empty, receives the
/// loss of every row.
template <class T>
double cross_entropy(Matrix<T> z, std::span<const Id> targets, std::span<T> each = {}) {
  double sum = 0;
  for (Index n = 0; n < z.rows(); ++n) {
    const T nats = softmax_row(z.data() + n * z.cols(), z.cols(), targets[n]);
    if (!each.empty()) each[n] = nats;
    sum += static_cast<double>(nats);
  }
  return sum;
}

/// Turns probabilities into the gradient of `scale` · (sum of the losses).
template <class T>
void cross_entropy_gradient(Matrix<T> p, std::span<const Id> targets, T scale) {
  for (Index n = 0; n < p.rows(); ++n) p.data()[n * p.cols() + targets[n]] -= T(1);
  for_lanes(p.size(), [&](Index j, auto part) { store<T>(p.data() + j, load(p.data() + j, part) * scale, part); });
}

}  // namespace unrolled
