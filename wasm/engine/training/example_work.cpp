#include "training/example_work.h"

namespace unrolled {

namespace {

constexpr Index most_measured_together = 32;

ExampleSpan wide(const ExampleSpan& longest, Index B) { return {longest.source, longest.target, B}; }

}  // namespace

template <class T>
ExampleWork<T>::ExampleWork(ExampleModel<T>& model, std::span<const Encoded> examples, const ExampleOptions& options)
    : examples_(examples),
      o_(options),
      per_shard_(options.batch / shard_count(options.batch)),
      pass_(model.pass(wide(options.longest, per_shard_), Purpose::train)),
      feeder_(options.feeding, {options.longest.target, per_shard_}, options.seed),
      order_(examples.size()) {
  double all = 0;
  for (const Encoded& e : examples) all += static_cast<double>(pass_->count(e));
  predictions_ = all / static_cast<double>(examples.size()) * static_cast<double>(options.batch);
}

/// Fisher and Yates' shuffle, a function of the seed and the epoch.
template <class T>
void ExampleWork<T>::shuffle(std::uint64_t epoch) {
  if (epoch == epoch_) return;
  epoch_ = epoch;
  for (size_t n = 0; n < order_.size(); ++n) order_[n] = &examples_[n];
  Random random(mixed(o_.seed, epoch, 0), Stream::order);
  for (size_t n = order_.size(); n > 1; --n) std::swap(order_[n - 1], order_[random.next() % n]);
}

template <class T>
void ExampleWork<T>::begin(Index k, const StepAt& at, std::span<const T>) {
  shuffle(at.step / static_cast<std::uint64_t>(windows()));
  const auto batch = std::span<const Encoded* const>(order_).subspan(static_cast<size_t>(at.window * o_.batch), static_cast<size_t>(o_.batch));
  predictions_ = 0;
  for (const Encoded* e : batch) predictions_ += static_cast<double>(pass_->count(*e));
  pass_->set(batch.subspan(static_cast<size_t>(k * per_shard_), static_cast<size_t>(per_shard_)));
  pass_->average_over(static_cast<Index>(predictions_));
  feeder_.begin(k, at);
  pass_->begin(mixed(o_.seed, at.step, static_cast<std::uint64_t>(k)));
  forward_done_ = false;
  sum_ = 0;
}

template <class T>
bool ExampleWork<T>::advance() {
  if (!forward_done_) {
    if (feeder_.feeds()) pass_->forward_fed(feeder_);
    else pass_->forward();
    sum_ = pass_->score();
    forward_done_ = true;
    return false;
  }
  pass_->backward();
  return true;
}

template <class T>
NonFinite ExampleWork<T>::first_non_finite() {
  return unrolled::first_non_finite(*pass_, per_shard_);
}

template <class T>
ExampleMeasurement<T>::ExampleMeasurement(ExampleModel<T>& model, std::span<const Encoded> examples, const ExampleSpan& longest)
    : B_(std::min<Index>(most_measured_together, static_cast<Index>(examples.size()))),
      pass_(model.pass(wide(longest, B_), Purpose::read)) {
  for (const Encoded& e : examples) examples_.push_back(&e);
}

template <class T>
bool ExampleMeasurement<T>::advance() {
  const size_t count = std::min(static_cast<size_t>(B_), examples_.size() - at_);
  if (count == 0) return true;
  pass_->set(std::span<const Encoded* const>(examples_).subspan(at_, count));
  pass_->begin(0);
  pass_->forward();
  sum_ += pass_->score();
  predictions_ += static_cast<double>(pass_->predictions());
  return (at_ += count) == examples_.size();
}

template <class T>
Index ExampleMeasurement<T>::predictions() const {
  Index all = 0;
  for (const Encoded* e : examples_) all += pass_->count(*e);
  return all;
}

template class ExampleWork<float>;
template class ExampleWork<double>;
template class ExampleMeasurement<float>;
template class ExampleMeasurement<double>;

}  // namespace unrolled
