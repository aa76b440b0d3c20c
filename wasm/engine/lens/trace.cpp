#include "lens/trace.h"

namespace unrolled {

template <class T>
Trace<T>::Trace(LanguageModel<T>& model, std::vector<Id> ids, Purpose purpose)
    : purpose_(purpose), pass_(model.pass({static_cast<Index>(ids.size()) - 1, 1}, purpose)) {
  std::copy(ids.begin(), ids.end() - 1, pass_->inputs().begin());
  std::copy(ids.begin() + 1, ids.end(), pass_->targets().begin());
  pass_->begin();
}

template <class T>
bool Trace<T>::advance() {
  if (back_) {
    pass_->backward(--chunk_);
    return chunk_ == 0;
  }
  pass_->forward(chunk_);
  const Matrix<T> z = pass_->logits();
  logits_.insert(logits_.end(), z.data(), z.data() + z.size());
  pass_->score(chunk_);
  if (++chunk_ < pass_->chunks()) return false;
  back_ = purpose_ == Purpose::train;
  return !back_;
}

template class Trace<float>;
template class Trace<double>;

}  // namespace unrolled
