#pragma once
// Softmax cross-entropy: L = −ln p(target), p = softmax(z); ∂L/∂z = p − one_hot(target).
// Squared error: L = (z − y)²; ∂L/∂z = 2 (z − y). Of several numbers in a row the mean (PyTorch's MSELoss).

#include <span>

#include "data/vocabulary.h"
#include "math/softmax.h"

namespace unrolled {

/// Σ_n w_n L_n over the rows, in nats. z[n×V] becomes the probabilities; `each` receives L_n.
template <class T>
double cross_entropy(Matrix<T> z, std::span<const Id> targets, std::span<const T> weights, std::span<T> each) {
  double sum = 0;
  for (Index n = 0; n < z.rows(); ++n) {
    each[n] = softmax_row(z.data() + n * z.cols(), z.cols(), targets[n]);
    sum += static_cast<double>(weights[n]) * static_cast<double>(each[n]);
  }
  return sum;
}

/// Turns probabilities into the gradient of `scale` · Σ_n w_n L_n.
template <class T>
void cross_entropy_gradient(Matrix<T> p, std::span<const Id> targets, std::span<const T> weights, T scale) {
  const Index V = p.cols();
  for (Index n = 0; n < p.rows(); ++n) {
    T* row = p.data() + n * V;
    const T factor = weights[n] * scale;
    row[targets[n]] -= T(1);
    for_lanes(V, [&](Index j, auto part) { store<T>(row + j, load(row + j, part) * factor, part); });
  }
}

/// Σ_n w_n L_n over the rows; `each` receives L_n.
template <class T>
double squared_error(const Matrix<T>& z, const Matrix<T>& y, std::span<const T> weights, std::span<T> each) {
  double sum = 0;
  for (Index n = 0; n < z.rows(); ++n) {
    double squares = 0;
    for (Index k = n * z.cols(); k < (n + 1) * z.cols(); ++k) {
      const double error = static_cast<double>(z.data()[k]) - static_cast<double>(y.data()[k]);
      squares += error * error;
    }
    each[n] = T(squares / static_cast<double>(z.cols()));
    sum += static_cast<double>(weights[n]) * static_cast<double>(each[n]);
  }
  return sum;
}

/// dz = the gradient of `scale` · Σ_n w_n L_n.
template <class T>
void squared_error_gradient(const Matrix<T>& z, const Matrix<T>& y, std::span<const T> weights, T scale, Matrix<T> dz) {
  for (Index n = 0; n < z.rows(); ++n) {
    const T factor = T(2) * weights[n] * scale / T(z.cols());
    for (Index k = n * z.cols(); k < (n + 1) * z.cols(); ++k) dz.data()[k] = (z.data()[k] - y.data()[k]) * factor;
  }
}

}  // namespace unrolled
