#pragma once
// Whole examples, a batch at a time, in an order that is shuffled anew for each pass over them.

#include "training/feeding.h"

namespace unrolled {

struct ExampleOptions {
  Index batch = 32;        // of all shards together
  ExampleSpan longest;     // steps of the longest example
  Feeding feeding;
  std::uint64_t seed = 1;  // of the order and of the coin flips
};

template <class T>
class ExampleWork final : public Work<T> {
 public:
  /// Keeps views of the model and the examples, of which there are at least `batch`.
  ExampleWork(ExampleModel<T>& model, std::span<const Encoded> examples, const ExampleOptions& options);

  Index shards() const override { return shard_count(o_.batch); }
  Index windows() const override { return static_cast<Index>(examples_.size()) / o_.batch; }
  Index state_size() const override { return 0; }
  void begin(Index k, const StepAt& at, std::span<const T> state) override;
  bool advance() override;
  double loss_sum() const override { return sum_; }
  double predictions() const override { return predictions_; }
  std::span<const T> gradients() override { return pass_->gradients().all(); }
  void read_state(std::span<T>) override {}
  NonFinite first_non_finite() override;

 private:
  void shuffle(std::uint64_t epoch);

  std::span<const Encoded> examples_;
  ExampleOptions o_;
  Index per_shard_;
  std::unique_ptr<ExamplePass<T>> pass_;
  Feeder<T> feeder_;
  std::vector<const Encoded*> order_;
  std::uint64_t epoch_ = ~std::uint64_t{0};
  bool forward_done_ = false;
  double sum_ = 0, predictions_ = 1;
};

/// The mean loss over examples that training does not see.
template <class T>
class ExampleMeasurement final : public Measurement<T> {
 public:
  ExampleMeasurement(ExampleModel<T>& model, std::span<const Encoded> examples, const ExampleSpan& longest);

  void restart() override { at_ = 0, sum_ = 0, predictions_ = 0; }
  bool advance() override;
  double nats() const override { return predictions_ > 0 ? sum_ / predictions_ : 0; }
  Index predictions() const override;

 private:
  std::vector<const Encoded*> examples_;
  Index B_;
  std::unique_ptr<ExamplePass<T>> pass_;
  size_t at_ = 0;
  double sum_ = 0, predictions_ = 0;
};

}  // namespace unrolled
