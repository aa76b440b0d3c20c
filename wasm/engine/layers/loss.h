#pragma once
// Softmax cross-entropy: L = −ln p(target), p = softmax(z); ∂L/∂z = p − one_hot(target).
// Squared error: L = (z − y)²; ∂L/∂z = 2 (z − y). Of several numbers in a row the mean (PyTorch's MSELoss).

#include <span>

#include "data/vocabulary.h"
#include "math/types.h"

namespace unrolled {

/// Σ_n w_n L_n over the rows, in nats. z[n×V] becomes the probabilities; `each` receives L_n.
template <class T>
double cross_entropy(Matrix<T> z, std::span<const Id> targets, std::span<const T> weights, std::span<T> each);

/// Turns probabilities into the gradient of `scale` · Σ_n w_n L_n.
template <class T>
void cross_entropy_gradient(Matrix<T> p, std::span<const Id> targets, std::span<const T> weights, T scale);

/// Σ_n w_n L_n over the rows; `each` receives L_n.
template <class T>
double squared_error(const Matrix<T>& z, const Matrix<T>& y, std::span<const T> weights, std::span<T> each);

/// dz = the gradient of `scale` · Σ_n w_n L_n.
template <class T>
void squared_error_gradient(const Matrix<T>& z, const Matrix<T>& y, std::span<const T> weights, T scale, Matrix<T> dz);

}  // namespace unrolled
