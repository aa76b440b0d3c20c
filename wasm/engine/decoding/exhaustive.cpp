#include "decoding/exhaustive.h"

#include <algorithm>
#include <limits>

#include "decoding/score.h"
#include "math/error.h"

namespace unrolled {

double count_sequences(Index V, const ExhaustiveOptions& o) {
  const double written = static_cast<double>(writable_ids(V, o.banned).size());
  double total = o.end == no_id ? 0 : 1, power = 1;
  const double base = o.end == no_id ? written : written - 1;
  for (Index d = 1; d <= o.length; ++d) {
    power *= base;
    total = o.end == no_id ? power : total + power;
    if (total > 1e15) return std::numeric_limits<double>::infinity();
  }
  return total;
}

template <class T>
Exhaustive<T>::Exhaustive(std::unique_ptr<Steps<T>> steps, const ExhaustiveOptions& options)
    : o_(options), steps_(std::move(steps)), open_(writable_ids(steps_->V(), o_.banned)) {
  ExhaustiveOptions tried = o_;
  for (tried.length = 1; tried.length <= o_.length; ++tried.length)
    if (count_sequences(steps_->V(), tried) > most_sequences)
      throw Error("invalid-field", "length", "too many sequences: choose a shorter length",
                  {{"reason", "too-many-sequences"},
                   {"value", std::to_string(o_.length)},
                   {"max", std::to_string(tried.length - 1)}});
  std::erase(open_, o_.end);
}

template <class T>
bool Exhaustive<T>::advance() {
  if (ready_) {
    descend();
  } else {
    if (!(ready_ = steps_->read())) return false;
    const double certain = 0;
    enter({}, {&certain, 1});
  }
  while (!batches_.empty() && batches_.back().next == batches_.back().children.size()) batches_.pop_back();
  return batches_.empty();
}

/// The next children of the batch on top.
template <class T>
void Exhaustive<T>::descend() {
  Batch& from = batches_.back();
  const size_t first = from.next, last = std::min(first + steps_->width(), from.children.size());
  from.next = last;
  Batch to{.depth = from.depth + 1, .ids = {}, .children = {}};
  std::vector<Index> parents(steps_->width(), 0);
  std::vector<Id> next(steps_->width(), unknown_id);
  for (size_t k = first; k < last; ++k) {
    const auto parent = static_cast<Index>(k / open_.size());
    const auto ids = from.ids.begin() + parent * from.depth;
    parents[k - first] = parent;
    next[k - first] = open_[k % open_.size()];
    to.ids.insert(to.ids.end(), ids, ids + from.depth);
    to.ids.push_back(next[k - first]);
  }
  const std::vector<double> so_far(from.children.begin() + first, from.children.begin() + last);
  steps_->recall(static_cast<Index>(batches_.size()) - 1);
  steps_->reorder(parents);
  steps_->take(next);
  enter(std::move(to), so_far);
}

/// Scores what ends with the next token. Where sequences go on, puts the batch on top of those to be worked through.
template <class T>
void Exhaustive<T>::enter(Batch batch, std::span<const double> log_probabilities) {
  const Matrix<T> z = steps_->logits();
  const bool last = batch.depth + 1 == o_.length;
  for (size_t b = 0; b < log_probabilities.size(); ++b) {
    const T* row = z.data() + static_cast<Index>(b) * z.cols();
    const double base = log_probabilities[b] - log_normalizer(row, z.cols());
    const std::span<const Id> ids(batch.ids.data() + b * batch.depth, batch.depth);
    if (o_.end != no_id) score(ids, o_.end, base + static_cast<double>(row[o_.end]));
    for (const Id v : open_) {
      const double log_probability = base + static_cast<double>(row[v]);
      if (last) score(ids, v, log_probability);
      else batch.children.push_back(log_probability);
    }
  }
  if (batch.children.empty()) return;
  steps_->store(static_cast<Index>(batches_.size()));
  batches_.push_back(std::move(batch));
}

template <class T>
void Exhaustive<T>::score(std::span<const Id> ids, Id last, double log_probability) {
  ++sequences_;
  const double score = log_probability / length_power(static_cast<Index>(ids.size()) + 1, o_.length_penalty);
  const bool full = static_cast<Index>(best_.size()) == o_.count;
  if (full && score < best_.back().score) return;
  best_.push_back({{ids.begin(), ids.end()}, log_probability, score});
  best_.back().ids.push_back(last);
  const auto better = [](const Found& a, const Found& b) {
    if (a.score != b.score) return a.score > b.score;
    return a.ids.size() != b.ids.size() ? a.ids.size() < b.ids.size() : a.ids < b.ids;
  };
  for (size_t k = best_.size(); --k > 0 && better(best_[k], best_[k - 1]);) std::swap(best_[k], best_[k - 1]);
  if (full) best_.pop_back();
}

template class Exhaustive<float>;
template class Exhaustive<double>;

}  // namespace unrolled
