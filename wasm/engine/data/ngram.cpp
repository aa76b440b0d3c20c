#include "data/ngram.h"

#include <algorithm>
#include <bit>

#include "math/elementary.h"

namespace unrolled {

Counts::Counts(Index announced)
    : keys_(std::bit_ceil(static_cast<size_t>(std::max<Index>(2 * announced, 2)))), counts_(keys_.size()) {}

size_t Counts::find(std::uint64_t key) const {
  const size_t last = keys_.size() - 1;
  std::uint64_t mixed = (key + 1) * 0x9E3779B97F4A7C15ull;
  mixed ^= mixed >> 32;
  size_t at = mixed & last;
  while (keys_[at] != 0 && keys_[at] != key + 1) at = (at + 1) & last;
  return at;
}

void Counts::announce(std::uint64_t key) { keys_[find(key)] = key + 1; }

void Counts::add(std::uint64_t key) {
  const size_t at = find(key);
  if (keys_[at] != 0) ++counts_[at];
}

NgramBaselines::NgramBaselines(std::span<const Id> train, std::span<const Id> text, Id V, const Epsilon& epsilon)
    : train_(train),
      text_(text),
      V_(static_cast<std::uint64_t>(V)),
      epsilon_(epsilon),
      singles_(static_cast<size_t>(V)),
      pairs_(static_cast<Index>(text.size())),
      triples_(static_cast<Index>(text.size())) {}

void NgramBaselines::announce(size_t at) {
  if (at + 1 < text_.size()) pairs_.announce(pair(&text_[at]));
  if (at + 2 < text_.size()) triples_.announce(triple(&text_[at]));
}

void NgramBaselines::count(size_t at) {
  singles_[static_cast<size_t>(train_[at])] += 1;
  if (at + 1 < train_.size()) pairs_.add(pair(&train_[at]));
  if (at + 2 < train_.size()) triples_.add(triple(&train_[at]));
}

std::array<double, NgramBaselines::orders> NgramBaselines::probabilities(std::span<const Id> ids, size_t at) const {
  const double m = static_cast<double>(V_), n = static_cast<double>(train_.size());
  const Id* const here = ids.data() + at;
  const auto single = [&](Id id) { return singles_[static_cast<size_t>(id)]; };
  const double unigram = (single(here[0]) + epsilon_[0] / m) / (n + epsilon_[0]);
  double bigram = unigram;
  if (at >= 1) {
    const double follows = single(here[-1]) - (train_.back() == here[-1] ? 1 : 0);
    bigram = (pairs_.of(pair(here - 1)) + epsilon_[1] * unigram) / (follows + epsilon_[1]);
  }
  double trigram = bigram;
  if (at >= 2) {
    const size_t end = train_.size();
    const bool last = end >= 2 && train_[end - 2] == here[-2] && train_[end - 1] == here[-1];
    const double follows = pairs_.of(pair(here - 2)) - (last ? 1 : 0);
    trigram = (triples_.of(triple(here - 2)) + epsilon_[2] * unigram) / (follows + epsilon_[2]);
  }
  return {1 / m, unigram, bigram, trigram};
}

void NgramBaselines::score(size_t at) {
  if (at == 0) return;
  const auto p = probabilities(text_, at);
  for (size_t k = 0; k < orders; ++k) sums_[k] -= log_scalar(p[k]);
}

bool NgramBaselines::advance() {
  constexpr size_t piece = 8192;
  const size_t counted = text_.size() + train_.size(), end = counted + text_.size();
  for (const size_t stop = std::min(position_ + piece, end); position_ < stop; ++position_) {
    if (position_ < text_.size()) announce(position_);
    else if (position_ < counted) count(position_ - text_.size());
    else score(position_ - counted);
  }
  return position_ == end;
}

std::array<double, NgramBaselines::orders> NgramBaselines::nats() const {
  auto mean = sums_;
  for (double& x : mean) x /= static_cast<double>(predicted());
  return mean;
}

}  // namespace unrolled
