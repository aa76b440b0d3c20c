#pragma once
// Language models that only count: the lines below which a network has learned nothing.
//
//   uniform   1 / m                                                                  m = V ids, <unk> among them
//   unigram   P̂(x) = (n(x) + ε₁/m) / (n + ε₁)
//   bigram    P̂(x′ | x) = (n(x, x′) + ε₂ P̂(x′)) / (n(x) + ε₂)
//   trigram   P̂(x″ | x, x′) = (n(x, x′, x″) + ε₃ P̂(x″)) / (n(x, x′) + ε₃)
//
// with Laplace smoothing as in D2L 9.3. n counts in the training ids; as the condition of a probability it counts only
// where another id follows, so that probabilities sum to 1. Like a network, which begins with a zero state, they predict
// every id of the other text but the first, from what stands before it there: the second id's trigram is the bigram.

#include <array>
#include <span>
#include <vector>

#include "data/vocabulary.h"
#include "math/types.h"

namespace unrolled {

/// Counts of numbers that were announced.
class Counts {
 public:
  explicit Counts(Index announced);
  void announce(std::uint64_t key);
  void add(std::uint64_t key);
  /// 0 for what was not announced.
  double of(std::uint64_t key) const { return counts_[find(key)]; }

 private:
  size_t find(std::uint64_t key) const;
  std::vector<std::uint64_t> keys_;  // key + 1; 0 where there is none
  std::vector<std::uint32_t> counts_;
};

class NgramBaselines {
 public:
  static constexpr size_t orders = 4;
  using Epsilon = std::array<double, 3>;

  /// `train` and `text` hold at least one and two ids below V ≤ 2^20. Keeps views of both.
  NgramBaselines(std::span<const Id> train, std::span<const Id> text, Id V, const Epsilon& epsilon);

  /// One short piece. True when it is done.
  bool advance();
  /// Mean −ln p per predicted id: uniform, unigram, bigram, trigram.
  std::array<double, orders> nats() const;
  Index predicted() const { return static_cast<Index>(text_.size()) - 1; }

  /// p of `ids[at]` after what stands before it, by the trigram model if there is that much, else by the one below. Once
  /// it has counted, and only for what occurs in the text.
  std::array<double, orders> probabilities(std::span<const Id> ids, size_t at) const;

 private:
  std::uint64_t pair(const Id* first) const { return static_cast<std::uint64_t>(first[0]) * V_ + first[1]; }
  std::uint64_t triple(const Id* first) const { return pair(first) * V_ + first[2]; }
  void announce(size_t at);
  void count(size_t at);
  void score(size_t at);

  std::span<const Id> train_, text_;
  std::uint64_t V_;
  Epsilon epsilon_;
  std::vector<double> singles_;
  Counts pairs_, triples_;
  std::array<double, orders> sums_{};
  size_t position_ = 0;  // of what is announced, counted, then scored
};

}  // namespace unrolled
