#include "training/evaluation.h"

#include <algorithm>

namespace unrolled {

template <class T>
Evaluation<T>::Evaluation(LanguageModel<T>& model, std::span<const Id> ids)
    : ids_(ids), pass_(model.pass({window, 1}, Purpose::read)) {
  restart();
}

template <class T>
void Evaluation<T>::restart() {
  pass_->reset();
  position_ = 0;
  sum_ = 0;
}

template <class T>
bool Evaluation<T>::advance() {
  const Index count = std::min(window, characters() - position_);
  if (count <= 0) return true;
  // A last short window is filled up with <unk>; what is read after the text's end is not counted.
  std::ranges::fill(pass_->inputs(), unknown_id);
  std::ranges::fill(pass_->targets(), unknown_id);
  std::copy_n(ids_.begin() + position_, count, pass_->inputs().begin());
  std::copy_n(ids_.begin() + position_ + 1, count, pass_->targets().begin());
  pass_->begin();
  for (Index k = 0; k < pass_->chunks(); ++k) {
    pass_->forward(k);
    pass_->score(k);
  }
  for (Index t = 0; t < count; ++t) sum_ += static_cast<double>(pass_->losses()[t]);
  pass_->carry();
  position_ += count;
  return position_ == characters();
}

template class Evaluation<float>;
template class Evaluation<double>;

}  // namespace unrolled
