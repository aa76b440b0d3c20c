#include "lens/ablation.h"

namespace unrolled {

template <class T>
Ablation<T>::Ablation(LanguageModel<T>& model, std::vector<Id> ids, Index layer)
    : model_(model), without_(model.copy()), ids_(std::move(ids)), layer_(layer) {
  this->add("loss", 1, 1);
  this->add("change", 1, model.shape().H);
  trace_ = std::make_unique<Trace<T>>(*without_, ids_, Purpose::read);
}

template <class T>
bool Ablation<T>::advance() {
  if (!trace_->advance()) return false;
  const double loss = mean(trace_->losses());
  if (unit_ < 0) *this->at(0, 0) = loss;
  else this->at(1, 0)[unit_] = loss - *this->at(0, 0);
  if (++unit_ == model_.shape().H) return true;
  silence(unit_);
  trace_ = std::make_unique<Trace<T>>(*without_, ids_, Purpose::read);
  return false;
}

template <class T>
void Ablation<T>::silence(Index unit) {
  std::ranges::copy(model_.parameters().all(), without_->parameters().all().begin());
  const auto forget = [unit](const Matrix<T>& m) { std::fill_n(const_cast<T*>(m.data()) + unit * m.cols(), m.cols(), T(0)); };
  forget(parameter(*without_, layer_, "U"));
  forget(layer_ + 1 < model_.shape().L ? parameter(*without_, layer_ + 1, "W") : parameter(*without_, "head.W"));
  without_->changed();
}

template class Ablation<float>;
template class Ablation<double>;

}  // namespace unrolled
