#pragma once
// What one step of a layer does to a small change of its state: the singular values of J_t = ∂s_t/∂s_{t−1}, of the
// products J_t … J_1 = ∂s_t/∂s_0, and the spectral radius of the recurrent weights (Pascanu et al. 2013, section 2).
// s is h, for the LSTM (h, c).

#include <optional>

#include "lens/step_jacobian.h"
#include "math/singular.h"

namespace unrolled {

/// Figures, N being the size of s, largest singular value first:
///   "steps" [T×N] of J_t          "products" [T×N] ln of those of J_t … J_1, −∞ for 0; exact to 1e-15 of the largest
///   "radii" [G] of each gate's block of U
template <class T>
class Jacobians final : public TracedAnalysis<T> {
 public:
  /// For H ≤ 64.
  Jacobians(LanguageModel<T>& model, const std::vector<Id>& ids, Index layer);

 private:
  bool piece() override;
  void begin();
  void keep(const std::vector<double>& values);
  void multiply();
  void find_radii(Index layer);
  Matrix<double> view(std::vector<double>& numbers) const { return Matrix<double>(numbers.data(), step_.size(), step_.size()); }

  StepJacobian<T> step_;
  std::vector<double> J_, product_, next_;
  double log_scale_ = 0;  // the product is e^log_scale_ times what product_ holds
  Index done_ = 0;        // of 2T: of each step first J_t, then the product
  std::optional<SingularValues> values_;
};

}  // namespace unrolled
