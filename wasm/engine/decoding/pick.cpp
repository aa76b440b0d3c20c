#include "decoding/pick.h"

#include "math/elementary.h"
#include "math/sort.h"

namespace unrolled {

namespace {

constexpr Id first_id = unknown_id + 1;  // <unk> is never chosen

}  // namespace

template <class T>
Id Picker<T>::most_probable(std::span<const T> logits) const {
  Id best = first_id;
  while (banned(best)) ++best;
  for (Id v = best + 1; v < static_cast<Id>(logits.size()); ++v)
    if (logits[v] > logits[best] && !banned(v)) best = v;
  return best;
}

template <class T>
Id Picker<T>::pick(std::span<const T> logits) {
  const Id best = most_probable(logits);
  if (o_.temperature == 0) return best;
  weigh(logits, best);
  if (!o_.banned.empty()) std::erase_if(candidates_, [&](const Candidate& c) { return banned(c.id); });
  if (o_.top_k > 0 || o_.top_p < 1) cut();
  return draw();
}

/// weight ∝ e^(z/temperature)
template <class T>
void Picker<T>::weigh(std::span<const T> logits, Id best) {
  const double top = static_cast<double>(logits[best]);
  const Id V = static_cast<Id>(logits.size());
  candidates_.resize(static_cast<size_t>(V - first_id));
  for (Id v = first_id; v < V; v += lane_width) {
    const Id count = std::min<Id>(lane_width, V - v);
    Lane<double> z = splat(0.0);
    for (Id i = 0; i < count; ++i) z[i] = (static_cast<double>(logits[v + i]) - top) / o_.temperature;
    const Lane<double> weight = exp_lane<double>(z);
    for (Id i = 0; i < count; ++i) candidates_[static_cast<size_t>(v + i - first_id)] = {v + i, weight[i]};
  }
}

template <class T>
void Picker<T>::cut() {
  sort_list(candidates_, [](const Candidate& a, const Candidate& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.id < b.id;
  });
  if (o_.top_k > 0 && candidates_.size() > static_cast<size_t>(o_.top_k)) candidates_.resize(o_.top_k);
  double total = 0, reached = 0;
  for (const auto& c : candidates_) total += c.weight;
  size_t kept = 0;
  while (kept < candidates_.size() && (kept == 0 || reached < o_.top_p * total)) reached += candidates_[kept++].weight;
  candidates_.resize(kept);
}

template <class T>
Id Picker<T>::draw() {
  double total = 0;
  for (const auto& c : candidates_) total += c.weight;
  double left = random_.uniform53() * total;
  for (const auto& c : candidates_)
    if ((left -= c.weight) < 0) return c.id;
  return candidates_.back().id;
}

template class Picker<float>;
template class Picker<double>;

}  // namespace unrolled
