#include "lens/jacobian.h"

#include <cmath>

#include "lens/matrix.h"
#include "math/elementary.h"
#include "math/spectral.h"

namespace unrolled {

template <class T>
Jacobians<T>::Jacobians(LanguageModel<T>& model, const std::vector<Id>& ids, Index layer)
    : TracedAnalysis<T>(model, ids, Purpose::read), step_(model, this->trace_, layer) {
  const Index N = step_.size();
  J_.resize(static_cast<size_t>(N * N));
  product_ = next_ = J_;
  for (Index j = 0; j < N; ++j) product_[j * N + j] = 1;
  this->add("steps", this->steps(), N);
  this->add("products", this->steps(), N);
  find_radii(layer);
}

template <class T>
void Jacobians<T>::find_radii(Index layer) {
  const Matrix<T> U = parameter(this->model_, layer, "U");
  const Index H = U.rows(), G = U.cols() / H;
  this->add("radii", 1, G);
  std::vector<double> block(static_cast<size_t>(H * H));
  for (Index g = 0; g < G; ++g) {
    for (Index r = 0; r < H; ++r)
      for (Index c = 0; c < H; ++c) block[r * H + c] = static_cast<double>(U(r, g * H + c));
    this->at(2, 0)[g] = spectral_radius(Matrix<double>(block.data(), H, H));
  }
}

template <class T>
bool Jacobians<T>::piece() {
  if (!values_) {
    begin();
    return false;
  }
  if (!values_->sweep()) return false;
  keep(values_->values());
  values_.reset();
  return ++done_ == 2 * this->steps();
}

template <class T>
void Jacobians<T>::begin() {
  if (done_ % 2) {
    multiply();
    values_.emplace(view(product_));
  } else {
    step_.fill(done_ / 2, view(J_));
    values_.emplace(view(J_));
  }
}

/// Keeps the product at norm 1, so that it neither overflows nor vanishes over hundreds of steps.
template <class T>
void Jacobians<T>::multiply() {
  std::ranges::fill(next_, 0.0);
  add_small_product(view(J_), view(product_), view(next_));
  double sum = 0;
  for (const double x : next_) sum += x * x;
  const double norm = std::sqrt(sum);
  if (norm > 0) {
    for (double& x : next_) x /= norm;
    log_scale_ += log_scalar(norm);
  }
  std::swap(product_, next_);
}

template <class T>
void Jacobians<T>::keep(const std::vector<double>& values) {
  double* row = this->at(done_ % 2, done_ / 2);
  for (const double x : values)
    *row++ = done_ % 2 == 0 ? x : x < std::numeric_limits<double>::min() ? -INFINITY : log_scale_ + log_scalar(x);
}

template class Jacobians<float>;
template class Jacobians<double>;

}  // namespace unrolled
