#include "decoding/bleu.h"

#include <algorithm>
#include <cmath>

#include "math/elementary.h"

namespace unrolled {

namespace {

/// The n-grams of `written` that `label` has, each of the label's at most once.
Index matches(std::span<const Id> written, std::span<const Id> label, size_t n) {
  Index found = 0;
  std::vector<bool> used(label.size());
  for (size_t at = 0; at + n <= written.size(); ++at)
    for (size_t to = 0; to + n <= label.size(); ++to) {
      if (used[to] || !std::equal(written.begin() + at, written.begin() + at + n, label.begin() + to)) continue;
      used[to] = true;
      ++found;
      break;
    }
  return found;
}

}  // namespace

double bleu(std::span<const Id> written, std::span<const Id> label, Index k) {
  if (written.empty()) return label.empty() ? 1 : 0;
  const double size = static_cast<double>(written.size());
  double score = exp_lane<double>(splat(std::min(0.0, 1 - static_cast<double>(label.size()) / size)))[0];
  for (size_t n = 1; n <= std::min(static_cast<size_t>(k), written.size()); ++n) {
    double p = static_cast<double>(matches(written, label, n)) / (size - static_cast<double>(n) + 1);
    for (size_t halves = 0; halves < n; ++halves) p = std::sqrt(p);  // p^(1/2^n)
    score *= p;
  }
  return score;
}

}  // namespace unrolled
