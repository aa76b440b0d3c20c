#include "decoding/steps.h"

#include <algorithm>

namespace unrolled {

std::vector<Id> writable_ids(Index V, const std::vector<Id>& banned) {
  std::vector<Id> ids;
  for (Id v = unknown_id + 1; v < static_cast<Id>(V); ++v)
    if (std::ranges::find(banned, v) == banned.end()) ids.push_back(v);
  return ids;
}

template <class T>
TextSteps<T>::TextSteps(LanguageModel<T>& model, std::vector<Id> prompt, Index width)
    : Steps<T>(width, model.shape().V), pass_(model.pass({1, width}, Purpose::read)), prompt_(std::move(prompt)) {}

template <class T>
void TextSteps<T>::step() {
  pass_->begin();
  pass_->forward(0);
  pass_->carry();
}

template <class T>
bool TextSteps<T>::read() {
  std::ranges::fill(pass_->inputs(), prompt_[read_]);
  step();
  return ++read_ == prompt_.size();
}

template <class T>
void TextSteps<T>::take(std::span<const Id> ids) {
  std::ranges::copy(ids, pass_->inputs().begin());
  step();
}

template <class T>
void TextSteps<T>::store(Index level) {
  if (stored_.size() <= static_cast<size_t>(level)) stored_.resize(level + 1);
  std::vector<T>& all = stored_[level];
  all.clear();
  for (const auto& [name, m] : pass_->state()) all.insert(all.end(), m.data(), m.data() + m.size());
}

template <class T>
void TextSteps<T>::recall(Index level) {
  const T* from = stored_[level].data();
  for (auto& [name, m] : pass_->state()) {
    std::copy_n(from, m.size(), m.data());
    from += m.size();
  }
}

template class TextSteps<float>;
template class TextSteps<double>;

}  // namespace unrolled
