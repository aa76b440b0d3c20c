#pragma once
// Which characters a prediction depends on: ∂L_t/∂x_k for every character k read before it (Simonyan et al. 2014; for
// text Li et al. 2016), x_k being the one-hot vector or the embedding that the first layer reads.
//
//   ∂L_t/∂x_k = da_k Wᵀ,   da_k the gradient before the gates' activations

#include "lens/analysis.h"

namespace unrolled {

/// Figures, for k = 0 … position − 1: "norm" [position] ‖∂L_t/∂x_k‖₂; "product" [position] gradient × input, summed:
/// how the loss changes, to first order, with the strength of the character that was read. "loss" [1] L_t in nats.
template <class T>
class Saliency final : public TracedAnalysis<T> {
 public:
  /// `position`: of the character whose prediction is explained, from 1 on.
  Saliency(LanguageModel<T>& model, const std::vector<Id>& ids, Index position);

 private:
  bool piece() override;
  /// da_k of every gate, side by side as in W.
  std::vector<double> before_activation(Index k);

  Index k_ = 0;
};

}  // namespace unrolled
