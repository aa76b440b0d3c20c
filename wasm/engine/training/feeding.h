#pragma once
// Scheduled sampling (Bengio et al. 2015): before each step a coin decides whether the model reads the true token, with
// probability ε, or one of its own, as it will have to when it writes. After i steps of training
//
//   constant          ε = k                            teacher-forcing ratio
//   linear            ε = max(floor, k − c i)
//   exponential       ε = max(floor, k^i)              k < 1
//   inverse sigmoid   ε = max(floor, k / (k + e^(i/k)))  k ≥ 1
//
// No gradient flows through what the model has chosen.

#include <span>
#include <vector>

#include "models/example_model.h"
#include "training/work.h"

namespace unrolled {

enum class FeedingKind { truth, constant, linear, exponential, inverse_sigmoid };
/// A coin for every token, or one for a whole sequence.
enum class CoinPer { token, sequence };
/// The model's own token: its most probable one, or one drawn from its distribution.
enum class OwnToken { sampled, best };

struct Feeding {
  FeedingKind kind = FeedingKind::truth;
  double k = 1, c = 0, floor = 0;
  CoinPer per = CoinPer::token;
  OwnToken own = OwnToken::sampled;
};

/// ε after so many steps.
double teacher_probability(const Feeding& feeding, std::uint64_t steps);

template <class T>
class Feeder final : public Feed<T> {
 public:
  Feeder(const Feeding& feeding, Span span, std::uint64_t seed);

  bool feeds() const { return feeding_.kind != FeedingKind::truth; }
  /// The coins of a shard's step.
  void begin(Index shard, const StepAt& at);
  /// Where the coin says so, replaces the true input of step t + 1 by a token from the logits[B×V] of step t.
  void feed(Index t, const Matrix<T>& logits, std::span<Id> next) override;

  double probability() const { return epsilon_; }
  /// Time-major, one a step and stream: 1 where the model read its own token; the first step is always the truth.
  std::span<const std::uint8_t> coins() const { return coins_; }

 private:
  Id own(const T* z, Index V);

  Feeding feeding_;
  Span span_;
  std::uint64_t seed_;
  double epsilon_ = 1;
  Random random_{0, Stream::feeding};
  std::vector<std::uint8_t> coins_, of_sequence_;
};

}  // namespace unrolled
