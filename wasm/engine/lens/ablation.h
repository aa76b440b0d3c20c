#pragma once
// What each unit is good for: how much worse a text is predicted when everybody reads 0 instead of it (an ablation, as
// in Morcos et al. 2018). Its weights out of the layer and back into its own gates are set to zero in a copy of the model;
// what it carries inside itself then reaches nobody.

#include "lens/analysis.h"

namespace unrolled {

/// Figures: "loss" [1] the mean nats of the whole model; "change" [H] what each unit's absence adds to them.
template <class T>
class Ablation final : public Analysis {
 public:
  Ablation(LanguageModel<T>& model, std::vector<Id> ids, Index layer);
  /// One chunk of one reading.
  bool advance() override;

 private:
  /// The unit's rows of the weights that read h, in the model without it.
  void silence(Index unit);

  LanguageModel<T>& model_;
  std::unique_ptr<LanguageModel<T>> without_;
  std::vector<Id> ids_;
  Index layer_, unit_ = -1;  // −1: nobody is missing
  std::unique_ptr<Trace<T>> trace_;
};

}  // namespace unrolled
