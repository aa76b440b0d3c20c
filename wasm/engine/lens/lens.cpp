#include "lens/lens.h"

#include "lens/ablation.h"
#include "lens/flow.h"
#include "lens/gradient_check.h"
#include "lens/histogram.h"
#include "lens/jacobian.h"
#include "lens/memory.h"
#include "lens/recursion.h"
#include "lens/saliency.h"

namespace unrolled {

template <class T>
std::unique_ptr<Analysis> make_analysis(LanguageModel<T>& model, const std::vector<Id>& ids, const LensRequest& r) {
  if (r.analysis == "flow") return std::make_unique<Flow<T>>(model, ids, r.layer);
  if (r.analysis == "jacobians") return std::make_unique<Jacobians<T>>(model, ids, r.layer);
  if (r.analysis == "recursion") return std::make_unique<Recursion<T>>(model, ids);
  if (r.analysis == "memory") return std::make_unique<Memory<T>>(model, ids, r.layer);
  if (r.analysis == "histograms") return std::make_unique<Histograms<T>>(model, ids, r.bins);
  if (r.analysis == "ablation") return std::make_unique<Ablation<T>>(model, ids, r.layer);
  if (r.analysis == "saliency") return std::make_unique<Saliency<T>>(model, ids, r.position);
  return std::make_unique<GradientCheck<T>>(model, ids, CheckRequest{r.parameter, r.entries, r.seed});
}

template std::unique_ptr<Analysis> make_analysis(LanguageModel<float>&, const std::vector<Id>&, const LensRequest&);
template std::unique_ptr<Analysis> make_analysis(LanguageModel<double>&, const std::vector<Id>&, const LensRequest&);

}  // namespace unrolled
