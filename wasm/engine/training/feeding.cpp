#include "training/feeding.h"

#include "math/elementary.h"

namespace unrolled {

double teacher_probability(const Feeding& f, std::uint64_t steps) {
  const double i = static_cast<double>(steps);
  switch (f.kind) {
    case FeedingKind::truth: return 1;
    case FeedingKind::constant: return f.k;
    case FeedingKind::linear: return std::clamp(f.k - f.c * i, f.floor, 1.0);
    case FeedingKind::exponential: {
      double power = 1, base = f.k;
      for (std::uint64_t n = steps; n > 0; n >>= 1, base *= base)
        if (n & 1) power *= base;
      return std::max(f.floor, power);
    }
    case FeedingKind::inverse_sigmoid: break;
  }
  // e^(i/k) beyond 700 is no double any more, and ε is 0 long before.
  const double grown = exp_lane<double>(splat(std::min(700.0, i / f.k)))[0];
  return std::max(f.floor, f.k / (f.k + grown));
}

template <class T>
Feeder<T>::Feeder(const Feeding& feeding, Span span, std::uint64_t seed)
    : feeding_(feeding), span_(span), seed_(seed), coins_(span.T * span.B), of_sequence_(span.B) {}

template <class T>
void Feeder<T>::begin(Index shard, const StepAt& at) {
  epsilon_ = teacher_probability(feeding_, at.step);
  random_ = Random(mixed(seed_, at.step, static_cast<std::uint64_t>(shard)), Stream::feeding);
  std::ranges::fill(coins_, 0);
  if (feeding_.per == CoinPer::sequence)
    for (auto& coin : of_sequence_) coin = random_.uniform() >= epsilon_;
}

template <class T>
void Feeder<T>::feed(Index t, const Matrix<T>& logits, std::span<Id> next) {
  for (Index b = 0; b < span_.B; ++b) {
    const bool own_token = feeding_.per == CoinPer::sequence ? of_sequence_[b] : random_.uniform() >= epsilon_;
    coins_[(t + 1) * span_.B + b] = own_token;
    if (own_token) next[b] = own(logits.data() + b * logits.cols(), logits.cols());
  }
}

template <class T>
Id Feeder<T>::own(const T* z, Index V) {
  Index best = 0;
  for (Index v = 1; v < V; ++v)
    if (z[v] > z[best]) best = v;
  if (feeding_.own == OwnToken::best) return static_cast<Id>(best);
  const T top = z[best];
  const auto weight = [&](Index v, auto n) { return exp_lane<T>(load(z + v, n, top) - top); };
  double total = 0, reached = 0;
  for_lanes(V, [&](Index v, auto n) {
    const Lane<T> e = weight(v, n);
    for (Index i = 0; i < std::min(lane_width, V - v); ++i) total += static_cast<double>(e[i]);
  });
  const double aim = random_.uniform() * total;
  Index chosen = V - 1;
  for_lanes(V, [&](Index v, auto n) {
    if (reached > aim) return;
    const Lane<T> e = weight(v, n);
    for (Index i = 0; i < std::min(lane_width, V - v) && reached <= aim; ++i) {
      reached += static_cast<double>(e[i]);
      if (reached > aim) chosen = v + i;
    }
  });
  return static_cast<Id>(chosen);
}

template class Feeder<float>;
template class Feeder<double>;

}  // namespace unrolled
