#pragma once
// Backpropagation held to the definition of a derivative: entries of one parameter are moved, and the mean loss of a text
// is measured again. Central differences of fourth order: (8(f₊₁ − f₋₁) − (f₊₂ − f₋₂)) / 12 step.

#include "lens/analysis.h"

namespace unrolled {

struct CheckRequest {
  std::string parameter;  // by the name it has in `parameters()`
  Index entries = 20;     // as many of them, drawn without replacement; or all there are
  std::uint32_t seed = 1;
};

/// Figures, n being the entries checked, in the order of the parameter: "row", "column" [n]; "analytic", "numeric" [n];
/// "error" [n] |analytic − numeric| relative to the larger of the two, or to a tenth of the parameter's largest gradient
/// where both are smaller: what rounds is the loss, so small gradients are known less well. "shape" [2] of the parameter.
template <class T>
class GradientCheck final : public TracedAnalysis<T> {
 public:
  GradientCheck(LanguageModel<T>& model, const std::vector<Id>& ids, const CheckRequest& request);

 private:
  bool piece() override;
  void draw(const CheckRequest& request);
  void take_gradients();
  /// The next of the four readings with the entry under way moved.
  void move();
  void keep();

  std::unique_ptr<LanguageModel<T>> moved_;
  ArenaEntry entry_;
  std::vector<size_t> places_;  // in the block of all parameters
  std::unique_ptr<Trace<T>> reading_;
  Index done_ = 0, point_ = 0;
  double losses_[4] = {}, largest_ = 0;
};

}  // namespace unrolled
