#include "decoding/beam.h"

#include <algorithm>

#include "decoding/score.h"

namespace unrolled {

template <class T>
BeamSearch<T>::BeamSearch(std::unique_ptr<Steps<T>> steps, const BeamOptions& options)
    : o_(options),
      steps_(std::move(steps)),
      live_{0},
      writable_(writable_ids(steps_->V(), o_.banned)),
      verdicts_(static_cast<size_t>(steps_->V())) {
  o_.width = steps_->width();
  if (o_.count == 0) o_.count = o_.width;
  tree_.push_back({-1, 0, unknown_id, 0, 0, true});
}

template <class T>
bool BeamSearch<T>::advance() {
  if (!ready_) {
    if (!(ready_ = steps_->read())) return false;
  } else {
    steps_->reorder(parents_);
    steps_->take(ids_);
  }
  extend();
  return done();
}

template <class T>
bool BeamSearch<T>::before(const Candidate& a, const Candidate& b) {
  if (a.log_probability != b.log_probability) return a.log_probability > b.log_probability;
  return a.beam != b.beam ? a.beam < b.beam : a.id < b.id;
}

template <class T>
void BeamSearch<T>::extend() {
  const Matrix<T> z = steps_->logits();
  allowed_.clear(), forbidden_.clear(), next_.clear();
  allowed_.reserve(live_.size() * writable_.size());
  for (size_t b = 0; b < live_.size(); ++b) {
    judge(live_[b]);
    const size_t before_it = allowed_.size();
    collect(static_cast<Index>(b), z.data() + static_cast<Index>(b) * z.cols());
    if (allowed_.size() > before_it) continue;
    tree_[live_[b]].pruned = Pruned::stuck;
    compete(live_[b]);
  }
  parents_.assign(o_.width, 0);
  ids_.assign(o_.width, unknown_id);
  select();
  live_.swap(next_);
}

/// What the rules say of each id after this hypothesis.
template <class T>
void BeamSearch<T>::judge(std::int32_t leaf) {
  std::ranges::fill(verdicts_, Pruned::none);
  const Index depth = tree_[leaf].depth, n = o_.no_repeat;
  if (o_.end != no_id && depth + 1 < o_.min_length) verdicts_[o_.end] = Pruned::too_short;
  if (n == 0 || depth < n) return;
  const std::vector<Id> said = path(leaf);
  const auto last = said.end() - (n - 1);
  for (auto at = said.begin(); at + n <= said.end(); ++at)
    if (std::equal(last, said.end(), at)) verdicts_[at[n - 1]] = Pruned::repeat;
}

template <class T>
void BeamSearch<T>::collect(Index b, const T* z) {
  const double base = tree_[live_[b]].log_probability - log_normalizer(z, steps_->V());
  for (const Id v : writable_) {
    const Pruned verdict = verdicts_[v];
    (verdict == Pruned::none ? allowed_ : forbidden_).push_back({base + static_cast<double>(z[v]), b, v, verdict});
  }
}

template <class T>
void BeamSearch<T>::select() {
  const auto width = static_cast<size_t>(o_.width), shown = 2 * width;
  const auto sort = [&](std::vector<Candidate>& all) {
    const size_t first = std::min(shown, all.size());
    std::partial_sort(all.begin(), all.begin() + first, all.end(), before);
    return first;
  };
  const size_t A = sort(allowed_), F = sort(forbidden_);
  for (size_t a = 0, f = 0;;) {
    if (f < F && a + f < shown && (a == A || before(forbidden_[f], allowed_[a]))) {
      add(forbidden_[f], forbidden_[f].pruned), ++f;
    } else if (a < A) {
      add(allowed_[a], a < width ? Pruned::none : Pruned::width), ++a;
    } else {
      return;
    }
  }
}

template <class T>
void BeamSearch<T>::add(const Candidate& c, Pruned pruned) {
  const auto at = static_cast<std::int32_t>(tree_.size());
  const std::int32_t parent = live_[c.beam], depth = tree_[parent].depth + 1;
  const bool kept = pruned == Pruned::none, ends = c.id == o_.end;
  tree_.push_back({parent, depth, c.id, c.log_probability, c.log_probability / length_power(depth, o_.length_penalty),
                   kept, kept && ends, pruned});
  if (!kept) return;
  if (ends) return compete(at);
  parents_[next_.size()] = c.beam;
  ids_[next_.size()] = c.id;
  next_.push_back(at);
}

template <class T>
void BeamSearch<T>::compete(std::int32_t leaf) {
  const auto better = [&](std::int32_t a, std::int32_t b) { return tree_[a].score > tree_[b].score; };
  best_.insert(std::ranges::upper_bound(best_, leaf, better), leaf);
  if (static_cast<Index>(best_.size()) > o_.count) best_.pop_back();
}

template <class T>
bool BeamSearch<T>::done() {
  if (live_.empty()) return true;
  const BeamNode& first = tree_[live_[0]];
  if (first.depth == o_.length) {
    for (const std::int32_t leaf : live_) compete(leaf);
    return true;
  }
  if (static_cast<Index>(best_.size()) < o_.count) return false;
  const double bound = first.log_probability / length_power(o_.length, o_.length_penalty);
  if (bound > tree_[best_.back()].score) return false;
  for (const std::int32_t leaf : live_) tree_[leaf].pruned = Pruned::beaten;
  return true;
}

template <class T>
std::vector<Id> BeamSearch<T>::path(std::int32_t leaf) const {
  std::vector<Id> ids;
  for (; leaf > 0; leaf = tree_[leaf].parent) ids.push_back(tree_[leaf].id);
  std::ranges::reverse(ids);
  return ids;
}

template class BeamSearch<float>;
template class BeamSearch<double>;

}  // namespace unrolled
