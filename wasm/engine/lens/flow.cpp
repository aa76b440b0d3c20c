#include "lens/flow.h"

#include <cmath>

namespace unrolled {

namespace {
constexpr Index streams = 16;
}

template <class T>
Flow<T>::Flow(LanguageModel<T>& model, const std::vector<Id>& ids, Index layer)
    : layer_(layer), pass_(model.pass({static_cast<Index>(ids.size()) - 1, streams}, Purpose::train)) {
  const Index steps = pass_->span().T;
  for (Index t = 0; t < steps; ++t) {
    std::fill_n(pass_->inputs().begin() + t * streams, streams, ids[t]);
    std::fill_n(pass_->targets().begin() + t * streams, streams, ids[t + 1]);
  }
  pass_->average_over(1);
  add("h", steps, steps);
  if (model.shape().cell == CellKind::lstm) add("c", steps, steps);
}

template <class T>
bool Flow<T>::advance() {
  if (chunk_ == 0) {
    begin();
    return false;
  }
  pass_->backward(--chunk_);
  if (chunk_ > 0) return false;
  keep();
  return (first_ += streams) >= pass_->span().T;
}

/// Chunks that these losses are in are read again: what a step leaves behind is the same each time.
template <class T>
void Flow<T>::begin() {
  const Index last = std::min(first_ + streams, pass_->span().T);
  std::ranges::fill(pass_->weights(), T(0));
  for (Index t = first_; t < last; ++t) pass_->weights()[t * streams + t - first_] = T(1);
  pass_->begin();
  for (Index k = 0; k < pass_->chunks() && pass_->chunk(k).first < last; ++k) {
    chunk_ = k + 1;
    if (pass_->chunk(k).second <= first_) continue;
    pass_->forward(k);
    pass_->score(k);
  }
}

template <class T>
void Flow<T>::keep() {
  const auto gradients = pass_->activation_gradients(layer_);
  for (size_t f = 0; f < figures().size(); ++f) {
    const auto v = named(gradients, figures()[f].name);
    for (Index t = first_; t < std::min(first_ + streams, pass_->span().T); ++t)
      for (Index k = 0; k <= t; ++k) {
        const T* row = v.data + (k * streams + t - first_) * v.stride;
        double sum = 0;
        for (Index j = 0; j < v.cols; ++j) sum += static_cast<double>(row[j]) * static_cast<double>(row[j]);
        at(f, t)[k] = std::sqrt(sum);
      }
  }
}

template class Flow<float>;
template class Flow<double>;

}  // namespace unrolled
