#pragma once
// The windows of a text: B contiguous streams side by side, their state carried from window to window.

#include "data/batches.h"
#include "training/feeding.h"
#include "training/truncation.h"

namespace unrolled {

/// Whether a window begins with the state that the one before it left.
enum class Between { carried, zero };

struct TextOptions {
  Span batch{64, 32};  // of all shards together
  Between between = Between::carried;
  Truncation truncation;
  Feeding feeding;
  std::uint64_t seed = 1;  // of the coin flips
};

template <class T>
class TextWork final : public Work<T> {
 public:
  /// Keeps views of the model and the text.
  TextWork(LanguageModel<T>& model, std::span<const Id> text, const TextOptions& options);

  Index shards() const override { return shard_count(o_.batch.B); }
  Index windows() const override { return streams_.windows(); }
  Index state_size() const override;
  void begin(Index k, const StepAt& at, std::span<const T> state) override;
  bool advance() override;
  double loss_sum() const override { return sum_; }
  double predictions() const override { return static_cast<double>(o_.batch.T * o_.batch.B); }
  std::span<const T> gradients() override { return pass_->gradients().all(); }
  void read_state(std::span<T> state) override;
  NonFinite first_non_finite() override;
  /// Where coins decide what is read, two blocks [T×B], B the shard's streams: what was read, as the id of a true token
  /// or −1 − id of one of the model's own; and the truth.
  std::span<T> record(Index k) override {
    const size_t size = record_.size() / static_cast<size_t>(shards());
    return std::span(record_).subspan(static_cast<size_t>(k) * size, size);
  }

 private:
  void note();

  TextOptions o_;
  Index layers_;
  BatchStreams streams_;
  Feeder<T> feeder_;
  std::unique_ptr<Pass<T>> pass_;
  std::vector<std::pair<std::string, Matrix<T>>> state_;
  std::vector<T> record_;
  Index shard_ = 0, chunk_ = 0;
  bool back_ = false;
  double sum_ = 0;
};

}  // namespace unrolled
