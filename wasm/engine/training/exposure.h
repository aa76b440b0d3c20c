#pragma once
// Exposure bias (Ranzato et al. 2016, section 1; Bengio et al. 2015): how much worse a model predicts when it reads what
// it wrote instead of the truth. Of B excerpts of a text, each read from a zero state, at every position t
//
//   teacher-forced   −ln p(x_{t+1} | x_0 … x_t)
//   free-running     −ln p(x_{t+1} | x_0, y_1 … y_t)     y_s the model's own choice after what stands before it
//
// as the mean over the excerpts. At position 0 both have read the same.

#include "training/feeding.h"

namespace unrolled {

template <class T>
class Exposure {
 public:
  /// span.B excerpts of span.T predictions, evenly apart from the text's beginning to its end. Keeps views of both.
  /// Throws Error "text-too-short" for a text without one excerpt.
  Exposure(LanguageModel<T>& model, std::span<const Id> text, Span span, OwnToken own, std::uint64_t seed);

  /// One position of all excerpts. True when both ways have been read.
  bool advance();
  /// Nats by position.
  std::span<const T> teacher_forced() const { return std::span(losses_).first(losses_.size() / 2); }
  std::span<const T> free_running() const { return std::span(losses_).subspan(losses_.size() / 2); }

 private:
  void read(Index position, std::span<Id> ids) const;

  std::span<const Id> text_;
  Span span_;
  Feeder<T> feeder_;
  std::unique_ptr<Pass<T>> pass_;
  std::vector<Id> next_;
  std::vector<T> losses_;  // of all that were read so far
  size_t at_ = 0;
};

}  // namespace unrolled
