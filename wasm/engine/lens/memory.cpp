#include "lens/memory.h"

#include <cmath>

#include "lens/matrix.h"

namespace unrolled {

template <class T>
Memory<T>::Memory(LanguageModel<T>& model, const std::vector<Id>& ids, Index layer)
    : TracedAnalysis<T>(model, ids, Purpose::read), step_(model, this->trace_, layer), k_(this->steps() - 1) {
  const Index H = model.shape().H, steps = this->steps();
  M_.resize(static_cast<size_t>(2 * H * H));
  next_ = M_;
  J_.resize(static_cast<size_t>(4 * H * H));
  for (Index j = 0; j < H; ++j) M_[j * 2 * H + H + j] = 1;
  this->add("forget", steps, H);
  this->add("derivative", steps, H);
  this->add("forgetNorm", 1, steps);
  this->add("derivativeNorm", 1, steps);
}

template <class T>
bool Memory<T>::piece() {
  keep();
  if (k_ == 0) return true;
  const Index H = this->model_.shape().H, N = step_.size();
  step_.fill(k_, Matrix<double>(J_.data(), N, N));
  std::ranges::fill(next_, 0.0);
  add_small_product(Matrix<double>(M_.data(), H, N), Matrix<double>(J_.data(), N, N), Matrix<double>(next_.data(), H, N));
  std::swap(M_, next_);
  --k_;
  return false;
}

template <class T>
void Memory<T>::keep() {
  const Index H = this->model_.shape().H;
  double forgets = 0, all = 0;
  for (Index j = 0; j < H; ++j) {
    double& forget = this->at(0, k_)[j];
    forget = k_ + 1 == this->steps() ? 1 : this->at(0, k_ + 1)[j] * step_.value("f", k_ + 1, j);
    forgets += forget * forget;
    const double shows = step_.memory_slope(k_, j);
    for (Index r = 0; r < H; ++r) {
      const double d = M_[r * 2 * H + H + j] + M_[r * 2 * H + j] * shows;
      all += d * d;
      if (r == j) this->at(1, k_)[j] = d;
    }
  }
  this->at(2, 0)[k_] = std::sqrt(forgets);
  this->at(3, 0)[k_] = std::sqrt(all);
}

template class Memory<float>;
template class Memory<double>;

}  // namespace unrolled
