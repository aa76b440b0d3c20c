#pragma once
// Mean loss of a model over a text that is read once, as one stream from a zero state.

#include "training/work.h"

namespace unrolled {

template <class T>
class Evaluation final : public Measurement<T> {
 public:
  /// Predicts ids[1 …] from what stands before each. Keeps views of both.
  Evaluation(LanguageModel<T>& model, std::span<const Id> ids);

  /// Reads one short piece. True when the whole text has been read.
  bool advance() override;
  /// Back to the start of the text.
  void restart() override;

  double nats() const override { return position_ ? sum_ / static_cast<double>(position_) : 0; }
  Index predictions() const override { return characters(); }
  Index characters() const { return static_cast<Index>(ids_.size()) - 1; }

 private:
  static constexpr Index window = 256;
  std::span<const Id> ids_;
  std::unique_ptr<Pass<T>> pass_;
  Index position_ = 0;
  double sum_ = 0;
};

}  // namespace unrolled
