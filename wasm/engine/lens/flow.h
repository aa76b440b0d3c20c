#pragma once
// How far the gradient of one loss flows back: ‖∂L_t/∂h_k‖₂ for every step t of a text and every k ≤ t, of one layer
// (Pascanu et al. 2013, eq. 4–5; D2L 9.7). L_t is the loss of step t alone, in nats; what it depends on through later
// states and other layers is all counted in, as backpropagation through time does.
//
// A pass of B streams reads the same text in each; in stream b one step alone counts.

#include "lens/analysis.h"

namespace unrolled {

/// Figures, each [T×T] with t down and k across, 0 for k > t: "h"; of the LSTM also "c".
template <class T>
class Flow final : public Analysis {
 public:
  Flow(LanguageModel<T>& model, const std::vector<Id>& ids, Index layer);
  bool advance() override;

 private:
  void begin();
  void keep();

  Index layer_, first_ = 0, chunk_ = 0;  // of the steps whose losses are under way; next to go back through, plus one
  std::unique_ptr<Pass<T>> pass_;
};

}  // namespace unrolled
