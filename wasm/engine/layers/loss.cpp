#include "layers/loss.h"

#include "math/softmax.h"

namespace unrolled {

template <class T>
double cross_entropy(Matrix<T> z, std::span<const Id> targets, std::span<const T> weights, std::span<T> each) {
  double sum = 0;
  for (Index n = 0; n < z.rows(); ++n) {
    each[n] = softmax_row(z.data() + n * z.cols(), z.cols(), targets[n]);
    sum += static_cast<double>(weights[n]) * static_cast<double>(each[n]);
  }
  return sum;
}

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

template <class T>
void squared_error_gradient(const Matrix<T>& z, const Matrix<T>& y, std::span<const T> weights, T scale, Matrix<T> dz) {
  for (Index n = 0; n < z.rows(); ++n) {
    const T factor = T(2) * weights[n] * scale / T(z.cols());
    for (Index k = n * z.cols(); k < (n + 1) * z.cols(); ++k) dz.data()[k] = (z.data()[k] - y.data()[k]) * factor;
  }
}

template double cross_entropy(Matrix<float>, std::span<const Id>, std::span<const float>, std::span<float>);
template void cross_entropy_gradient(Matrix<float>, std::span<const Id>, std::span<const float>, float);
template double squared_error(const Matrix<float>&, const Matrix<float>&, std::span<const float>, std::span<float>);
template void squared_error_gradient(const Matrix<float>&, const Matrix<float>&, std::span<const float>, float, Matrix<float>);
template double cross_entropy(Matrix<double>, std::span<const Id>, std::span<const double>, std::span<double>);
template void cross_entropy_gradient(Matrix<double>, std::span<const Id>, std::span<const double>, double);
template double squared_error(const Matrix<double>&, const Matrix<double>&, std::span<const double>, std::span<double>);
template void squared_error_gradient(const Matrix<double>&, const Matrix<double>&, std::span<const double>, double, Matrix<double>);

}  // namespace unrolled
