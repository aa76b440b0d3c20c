#include "decoding/beam.h"

#include <algorithm>

#include "math/elementary.h"

namespace unrolled {

namespace {

/// length^α without libm.
double length_power(Index length, double alpha) {
  return exp_lane<double>(splat(alpha * log_scalar(static_cast<double>(length))))[0];
}

/// Log-probabilities of one row of logits, at temperature 1.
template <class T>
double log_normalizer(const T* z, Index V) {
  double top = static_cast<double>(z[0]), sum = 0;
  for (Index v = 1; v < V; ++v) top = std::max(top, static_cast<double>(z[v]));
  for_lanes(V, [&](Index v, auto part) {
    const Lane<double> e = exp_lane<double>(__builtin_convertvector(load(z + v, part), Lane<double>) - top);
    for (Index i = 0; i < std::min(lane_width, V - v); ++i) sum += e[i];
  });
  return top + log_scalar(sum);
}

}  // namespace

template <class T>
BeamSearch<T>::BeamSearch(LanguageModel<T>& model, std::vector<Id> prompt, const BeamOptions& options)
    : o_(options), pass_(model.pass({1, options.width}, Purpose::read)), prompt_(std::move(prompt)) {
  tree_.push_back({-1, 0, unknown_id, 0, 0, true});
  live_ = {0};
}

template <class T>
bool BeamSearch<T>::advance() {
  if (read_ < prompt_.size()) {
    std::ranges::fill(pass_->inputs(), prompt_[read_++]);
  } else {
    for (size_t b = 0; b < live_.size(); ++b) pass_->inputs()[b] = tree_[live_[b]].id;
  }
  pass_->begin();
  pass_->forward(0);
  pass_->carry();
  if (read_ < prompt_.size()) return false;
  extend();
  return tree_[live_[0]].depth == o_.length;
}

template <class T>
void BeamSearch<T>::extend() {
  struct Candidate {
    Index beam;
    Id id;
    double log_probability;
  };
  const Matrix<T> z = pass_->logits();
  std::vector<Candidate> candidates;
  candidates.reserve(live_.size() * static_cast<size_t>(z.cols()));
  for (size_t b = 0; b < live_.size(); ++b) {
    const T* row = z.data() + static_cast<Index>(b) * z.cols();
    const double base = tree_[live_[b]].log_probability - log_normalizer(row, z.cols());
    for (Id v = unknown_id + 1; v < static_cast<Id>(z.cols()); ++v)
      candidates.push_back({static_cast<Index>(b), v, base + static_cast<double>(row[v])});
  }
  const size_t shown = std::min<size_t>(2 * o_.width, candidates.size());
  std::partial_sort(candidates.begin(), candidates.begin() + shown, candidates.end(), [](const auto& a, const auto& b) {
    if (a.log_probability != b.log_probability) return a.log_probability > b.log_probability;
    return a.beam != b.beam ? a.beam < b.beam : a.id < b.id;
  });
  const Index depth = tree_[live_[0]].depth + 1;
  const double power = length_power(depth, o_.length_penalty);
  std::vector<Index> parents(o_.width, 0);
  std::vector<std::int32_t> next;
  for (size_t k = 0; k < shown; ++k) {
    const auto& c = candidates[k];
    const bool kept = static_cast<Index>(k) < o_.width;
    if (kept) parents[k] = c.beam, next.push_back(static_cast<std::int32_t>(tree_.size()));
    tree_.push_back({live_[c.beam], static_cast<std::int32_t>(depth), c.id, c.log_probability,
                     c.log_probability / power, kept});
  }
  pass_->reorder(parents);
  live_ = std::move(next);
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
