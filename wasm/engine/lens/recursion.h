#pragma once
// The gradient of the recurrent weights without going back: real-time recurrent learning (Williams & Zipser 1989;
// Leskovec et al., Mining of Massive Datasets, 13.5.1).
//
//   R_t = dh_t/dU = A (B + Uᵀ R_{t−1}),   A = diag(φ′_t),   B the direct derivative of h_{t−1} U
//   dL/dU = Σ_t (∂L/∂h_t) R_t,            ∂L/∂h_t what the head alone sends
//
// It needs H³ numbers where backpropagation through time keeps T·H, and gives the same.

#include "lens/analysis.h"

namespace unrolled {

/// Figures, L being the mean loss over the text: "recursion" and "bptt" [H×H] dL/dU; "difference" [1] the largest
/// between the two; "norms" [T] ‖R_t‖_F.
template <class T>
class Recursion final : public Analysis {
 public:
  /// An Elman network of one layer, H ≤ 16.
  Recursion(LanguageModel<T>& model, const std::vector<Id>& ids);
  bool advance() override;

 private:
  void read();
  void step_R();
  void add_gradient();
  void compare();

  LanguageModel<T>& model_;
  std::unique_ptr<Pass<T>> pass_;
  std::vector<T> dh_;  // [T×H] what the head sends, before it is joined by what later steps send
  Index steps_, t_ = -1;
  std::vector<double> R_, next_;  // [H×HH]: unit, then the weight's place in U
};

}  // namespace unrolled
