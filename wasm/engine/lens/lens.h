#pragma once
// Every analysis by its name.

#include "lens/analysis.h"

namespace unrolled {

/// Each analysis reads what it needs of it.
struct LensRequest {
  std::string analysis;  // flow jacobians recursion memory histograms ablation saliency gradient-check
  Index layer = 0, position = 1, bins = 20;
  // Of the gradient check.
  std::string parameter;
  Index entries = 20;
  std::uint32_t seed = 1;
};

/// Keeps a view of the model. Layer, position and the limits of each analysis are the caller's to check.
template <class T>
std::unique_ptr<Analysis> make_analysis(LanguageModel<T>& model, const std::vector<Id>& ids, const LensRequest& request);

}  // namespace unrolled
