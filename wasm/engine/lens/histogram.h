#pragma once
// How the values of every traced array are spread over a text, and which units are saturated: sigmoid gates below 0.1
// or above 0.9 (Karpathy et al. 2015, figure 3), what tanh bounds beyond ∓0.9. A saturated unit passes little gradient.

#include "lens/analysis.h"

namespace unrolled {

/// What holds an array's values: σ, tanh, or nothing.
enum class Bound { gate, tanh, none };

/// Figures, a row for each array of each layer, layer by layer in the order of their views: "counts" [×bins] over "range"
/// [×2], from low to high: 0 to 1 for gates, −1 to 1 for what tanh bounds, the largest |value| to both sides for all else.
/// "low", "high" [×H]: the share of steps in which a unit is saturated there; NaN where nothing bounds the array.
template <class T>
class Histograms final : public TracedAnalysis<T> {
 public:
  Histograms(LanguageModel<T>& model, const std::vector<Id>& ids, Index bins);

 private:
  bool piece() override;
  void count(const NamedView<T>& v, Bound bound);

  Index bins_, layer_ = 0, row_ = 0;
};

}  // namespace unrolled
