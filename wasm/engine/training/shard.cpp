#include "training/shard.h"

namespace unrolled {

template <class T>
ShardWork<T>::ShardWork(LanguageModel<T>& model, std::span<const Id> text, Span batch)
    : streams_(text, batch.B, batch.T),
      pass_(model.pass({batch.T, batch.B / shard_count(batch.B)}, Purpose::train)),
      state_(pass_->state()) {
  pass_->average_over(batch.T * batch.B);
}

template <class T>
Index ShardWork<T>::state_size() const {
  Index size = 0;
  for (const auto& [name, m] : state_) size += m.size();
  return size;
}

template <class T>
void ShardWork<T>::begin(Index k, Index w, std::span<const T> state) {
  streams_.read(w, k * pass_->span().B, pass_->inputs(), pass_->targets());
  if (w == 0) pass_->reset();
  const T* from = state.data();
  for (auto& [name, m] : state_) {
    if (w > 0) std::copy_n(from, m.size(), m.data());
    from += m.size();
  }
  pass_->begin();
  chunk_ = 0;
  back_ = false;
  sum_ = 0;
}

template <class T>
bool ShardWork<T>::advance() {
  if (back_) {
    pass_->backward(--chunk_);
    return chunk_ == 0;
  }
  pass_->forward(chunk_);
  sum_ += pass_->score(chunk_);
  back_ = ++chunk_ == pass_->chunks();
  return false;
}

template <class T>
void ShardWork<T>::read_state(std::span<T> state) {
  pass_->carry();
  T* to = state.data();
  for (const auto& [name, m] : state_) to = std::copy_n(m.data(), m.size(), to);
}

template class ShardWork<float>;
template class ShardWork<double>;

}  // namespace unrolled
