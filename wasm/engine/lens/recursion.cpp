#include "lens/recursion.h"

#include <cmath>

#include "lens/step_jacobian.h"

namespace unrolled {

template <class T>
Recursion<T>::Recursion(LanguageModel<T>& model, const std::vector<Id>& ids)
    : model_(model), steps_(static_cast<Index>(ids.size()) - 1) {
  pass_ = model.pass({steps_, 1}, Purpose::train);
  std::copy(ids.begin(), ids.end() - 1, pass_->inputs().begin());
  std::copy(ids.begin() + 1, ids.end(), pass_->targets().begin());
  const Index H = model.shape().H;
  R_.resize(static_cast<size_t>(H * H * H));
  next_ = R_;
  add("recursion", H, H);
  add("bptt", H, H);
  add("difference", 1, 1);
  add("norms", 1, steps_);
}

template <class T>
bool Recursion<T>::advance() {
  if (t_ < 0) read();
  else step_R(), add_gradient();
  if (++t_ < steps_) return false;
  compare();
  return true;
}

template <class T>
void Recursion<T>::read() {
  pass_->begin();
  for (Index k = 0; k < pass_->chunks(); ++k) {
    pass_->forward(k);
    pass_->score(k);
  }
  const auto dh = named(pass_->activation_gradients(0), "h");
  dh_.assign(dh.data, dh.data + steps_ * dh.stride);
  for (Index k = pass_->chunks(); k-- > 0;) pass_->backward(k);
}

template <class T>
void Recursion<T>::step_R() {
  const auto& shape = model_.shape();
  const Index H = shape.H, all = H * H;
  const Matrix<T> U = parameter(model_, 0, "U");
  const auto h = named(pass_->activations(0), "h");
  double sum = 0;
  for (Index j = 0; j < H; ++j) {
    double* row = next_.data() + j * all;
    std::fill_n(row, all, 0.0);
    for (Index k = 0; k < H && t_ > 0; ++k) row[k * H + j] = static_cast<double>(h.data[(t_ - 1) * h.stride + k]);
    for (Index m = 0; m < H; ++m)
      for (Index w = 0; w < all; ++w) row[w] += static_cast<double>(U(m, j)) * R_[m * all + w];
    const double a = activation_slope(shape.activation, static_cast<double>(h.data[t_ * h.stride + j]));
    for (Index w = 0; w < all; ++w) {
      row[w] *= a;
      sum += row[w] * row[w];
    }
  }
  std::swap(R_, next_);
  at(3, 0)[t_] = std::sqrt(sum);
}

template <class T>
void Recursion<T>::add_gradient() {
  const Index H = model_.shape().H;
  for (Index j = 0; j < H; ++j) {
    const double dh = static_cast<double>(dh_[t_ * H + j]);
    for (Index w = 0; w < H * H; ++w) at(0, 0)[w] += dh * R_[j * H * H + w];
  }
}

template <class T>
void Recursion<T>::compare() {
  const auto& e = entry_of(model_, "layers.0.U");
  const T* bptt = pass_->gradients().all().data() + e.offset;
  double& worst = *at(2, 0);
  for (Index w = 0; w < e.rows * e.cols; ++w) {
    at(1, 0)[w] = static_cast<double>(bptt[w]);
    worst = std::max(worst, std::abs(at(1, 0)[w] - at(0, 0)[w]));
  }
}

template class Recursion<float>;
template class Recursion<double>;

}  // namespace unrolled
