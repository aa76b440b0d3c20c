#include "lens/saliency.h"

#include <cmath>

#include "lens/step_jacobian.h"

namespace unrolled {

template <class T>
Saliency<T>::Saliency(LanguageModel<T>& model, const std::vector<Id>& ids, Index position)
    : TracedAnalysis<T>(model, {ids.begin(), ids.begin() + position + 1}, Purpose::train) {
  auto& pass = this->trace_.pass();
  std::ranges::fill(pass.weights(), T(0));
  pass.weights().back() = T(1);
  pass.average_over(1);
  this->add("norm", 1, position);
  this->add("product", 1, position);
  this->add("loss", 1, 1);
}

template <class T>
std::vector<double> Saliency<T>::before_activation(Index k) {
  const auto& shape = this->model_.shape();
  std::vector<double> da;
  for (const auto& v : this->trace_.gradients(0)) {
    // Where there are gates, their gradients are those before the activation already.
    if (shape.cell != CellKind::rnn && (v.name == "h" || v.name == "c")) continue;
    for (Index j = 0; j < v.cols; ++j) da.push_back(static_cast<double>(v.data[k * v.stride + j]));
  }
  if (shape.cell != CellKind::rnn) return da;
  const auto h = this->trace_.activations(0)[0];
  for (Index j = 0; j < shape.H; ++j) da[j] *= activation_slope(shape.activation, static_cast<double>(h.data[k * h.stride + j]));
  return da;
}

/// One character at a time: with a large vocabulary even that is much.
template <class T>
bool Saliency<T>::piece() {
  const Matrix<T> W = parameter(this->model_, 0, "W");
  const auto da = before_activation(k_);
  const Id id = this->ids_[k_];
  const T* x = this->model_.shape().E ? parameter(this->model_, "embedding").data() + id * W.rows() : nullptr;
  double sum = 0, product = 0;
  for (Index i = 0; i < W.rows(); ++i) {
    double dx = 0;
    for (Index j = 0; j < W.cols(); ++j) dx += da[j] * static_cast<double>(W(i, j));
    sum += dx * dx;
    product += x ? dx * static_cast<double>(x[i]) : i == id ? dx : 0;
  }
  this->at(0, 0)[k_] = std::sqrt(sum);
  this->at(1, 0)[k_] = product;
  if (++k_ < this->steps()) return false;
  *this->at(2, 0) = static_cast<double>(this->trace_.losses().back());
  return true;
}

template class Saliency<float>;
template class Saliency<double>;

}  // namespace unrolled
