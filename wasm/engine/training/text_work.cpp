#include "training/text_work.h"

namespace unrolled {

namespace {

/// What one shard holds of a batch.
Span part(const TextOptions& o) { return {o.batch.T, o.batch.B / shard_count(o.batch.B)}; }

}  // namespace

template <class T>
TextWork<T>::TextWork(LanguageModel<T>& model, std::span<const Id> text, const TextOptions& options)
    : o_(options),
      layers_(model.shape().L),
      streams_(text, options.batch.B, options.batch.T),
      feeder_(options.feeding, part(options), options.seed),
      // A model that reads its own tokens has to have written one before it reads the next.
      pass_(model.pass(part(options), Purpose::train, feeder_.feeds() ? 1 : 0)),
      state_(pass_->state()) {
  pass_->average_over(options.batch.T * options.batch.B);
  pass_->flow().reserve(static_cast<size_t>(options.batch.T));
  if (feeder_.feeds()) record_.resize(2 * static_cast<size_t>(options.batch.T * options.batch.B));
}

template <class T>
Index TextWork<T>::state_size() const {
  Index size = 0;
  for (const auto& [name, m] : state_) size += m.size();
  return size;
}

template <class T>
void TextWork<T>::begin(Index k, const StepAt& at, std::span<const T> state) {
  streams_.read(at.window, k * pass_->span().B, pass_->inputs(), pass_->targets());
  const bool fresh = at.window == 0 || o_.between == Between::zero;
  if (fresh) pass_->reset();
  const T* from = state.data();
  for (auto& [name, m] : state_) {
    if (!fresh) std::copy_n(from, m.size(), m.data());
    from += m.size();
  }
  set_flow(o_.truncation, o_.batch.T, mixed(o_.seed, at.step, 0), pass_->flow());
  feeder_.begin(k, at);
  pass_->begin(mixed(o_.seed, at.step, static_cast<std::uint64_t>(k)));
  shard_ = k;
  chunk_ = 0;
  back_ = false;
  if (feeder_.feeds()) std::ranges::copy(pass_->inputs(), record(k).subspan(record(k).size() / 2).begin());
  sum_ = 0;
}

template <class T>
bool TextWork<T>::advance() {
  if (back_) {
    pass_->backward(--chunk_);
    return chunk_ == 0;
  }
  pass_->forward(chunk_);
  const Index B = pass_->span().B, next = chunk_ + 1;
  if (feeder_.feeds() && next < pass_->span().T) feeder_.feed(chunk_, pass_->logits(), pass_->inputs().subspan(next * B, B));
  sum_ += pass_->score(chunk_);
  back_ = ++chunk_ == pass_->chunks();
  if (back_) note();
  return false;
}

/// What was read.
template <class T>
void TextWork<T>::note() {
  const auto coins = feeder_.coins();
  const auto to = record(shard_);
  for (size_t j = 0; j < to.size() / 2; ++j) {
    const T id = static_cast<T>(pass_->inputs()[j]);
    to[j] = coins[j] ? -1 - id : id;
  }
}

template <class T>
void TextWork<T>::read_state(std::span<T> state) {
  pass_->carry();
  T* to = state.data();
  for (const auto& [name, m] : state_) to = std::copy_n(m.data(), m.size(), to);
}

template <class T>
NonFinite TextWork<T>::first_non_finite() {
  return unrolled::first_non_finite(*pass_, layers_);
}

template class TextWork<float>;
template class TextWork<double>;

}  // namespace unrolled
