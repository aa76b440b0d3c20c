#pragma once
// What comes next in a series: k steps ahead, each prediction read back as if it had been seen (D2L 9.1).

#include "session/example_session.h"

namespace unrolled {

class Forecast {
 public:
  /// From every point of the model's own series on, or, if it is not empty, from the end of `history`. Keeps views
  /// of both. Throws Error "bad-data" when the history is shorter than what the model reads at once.
  Forecast(ExampleModel<float>& model, const Dataset& data, Index steps, std::vector<float> history);

  /// One step of some of the starts. True when all are done.
  bool advance();
  /// The index of the point that row 0's first number predicts.
  Index first() const { return reach_; }
  /// One row a start: the next point, the one after it, … `steps` of them, in the data's own units.
  const std::vector<float>& predictions() const { return predictions_; }
  /// The points themselves.
  const std::vector<float>& points() const { return points_; }

 private:
  void begin_batch();

  const Dataset& data_;
  Index reach_, steps_, starts_, B_;
  bool one_frame_;
  std::unique_ptr<ExamplePass<float>> pass_;
  std::vector<float> points_, predictions_;
  std::vector<Encoded> windows_;
  Index at_ = 0, step_ = 0;
};

}  // namespace unrolled
