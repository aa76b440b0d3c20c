#pragma once
// What an LSTM's cell remembers of step k at the end of a text: the product of the forget gates alone, and the whole
// derivative, where a change of c_k also acts through h and the gates of later steps.
//
//   ∏_{j=k+1}^{T} f_j        and        ∂c_T/∂c_k = M_c + M_h diag(o_k (1 − tanh² c_k)),   [M_h M_c] = [0 1] J_T … J_{k+1}
//
// (Hochreiter & Schmidhuber 1997; Gers et al. 2000). For U = 0 they are the same.

#include "lens/step_jacobian.h"

namespace unrolled {

/// Figures: "forget" [T×H] ∏ f, row k; "derivative" [T×H] ∂c_T/∂c_k of each unit by itself, the diagonal;
/// "forgetNorm", "derivativeNorm" [T] Frobenius norms of diag(∏ f) and of the whole matrix.
template <class T>
class Memory final : public TracedAnalysis<T> {
 public:
  /// LSTM, H ≤ 64.
  Memory(LanguageModel<T>& model, const std::vector<Id>& ids, Index layer);

 private:
  bool piece() override;
  void keep();

  StepJacobian<T> step_;
  Index k_;
  std::vector<double> M_, next_, J_;  // M[H×2H]
};

}  // namespace unrolled
