#include "training/exposure.h"

#include <algorithm>

#include "math/error.h"
#include "models/language_model.h"

namespace unrolled {

template <class T>
Exposure<T>::Exposure(LanguageModel<T>& model, std::span<const Id> text, Span span, OwnToken own, std::uint64_t seed)
    : text_(text),
      span_(span),
      feeder_({.kind = FeedingKind::constant, .k = 0, .own = own}, span, seed),
      pass_(model.pass({1, span.B}, Purpose::read)),
      next_(static_cast<size_t>(span.B)),
      losses_(2 * static_cast<size_t>(span.T)) {
  if (static_cast<Index>(text.size()) <= span.T)
    throw Error("text-too-short", "text", "the text is shorter than one excerpt",
                {{"characters", std::to_string(text.size())}, {"needed", std::to_string(span.T + 1)}});
}

/// x_t of every excerpt.
template <class T>
void Exposure<T>::read(Index position, std::span<Id> ids) const {
  const std::uint64_t room = text_.size() - static_cast<std::uint64_t>(span_.T) - 1;
  const std::uint64_t gaps = static_cast<std::uint64_t>(std::max<Index>(span_.B - 1, 1));
  for (size_t b = 0; b < ids.size(); ++b) ids[b] = text_[b * room / gaps + static_cast<size_t>(position)];
}

template <class T>
bool Exposure<T>::advance() {
  if (at_ == losses_.size()) return true;
  const bool free = at_ >= losses_.size() / 2;
  const Index t = static_cast<Index>(at_) - (free ? span_.T : 0);
  if (t == 0) {
    pass_->reset();
    feeder_.begin(0, {});
    read(0, next_);
  }
  std::ranges::copy(next_, pass_->inputs().begin());
  read(t + 1, next_);
  std::ranges::copy(next_, pass_->targets().begin());
  pass_->begin();
  pass_->forward(0);
  if (free && t + 1 < span_.T) feeder_.feed(t, pass_->logits(), next_);
  losses_[at_] = static_cast<T>(pass_->score(0) / static_cast<double>(span_.B));
  pass_->carry();
  return ++at_ == losses_.size();
}

template class Exposure<float>;
template class Exposure<double>;

}  // namespace unrolled
