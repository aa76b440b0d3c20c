#pragma once
// Beam search (Graves 2012; D2L 10.8): of all one-character extensions of the kept hypotheses, keep the `width` most
// probable. Hypotheses end together, after `length` characters; score = ln p / length^α (Wu et al. 2016).

#include "models/language_model.h"

namespace unrolled {

struct BeamOptions {
  Index width = 5, length = 40;
  double length_penalty = 0.75;
};

struct BeamNode {
  std::int32_t parent;  // −1: the root
  std::int32_t depth;
  Id id;
  double log_probability, score;
  bool kept;
};

template <class T>
class BeamSearch {
 public:
  BeamSearch(LanguageModel<T>& model, std::vector<Id> prompt, const BeamOptions& options);

  /// Reads one character of the prompt or extends every hypothesis by one. True when done.
  bool advance();
  /// Every candidate among the 2·width best of its step, parents before children; node 0 is the root.
  const std::vector<BeamNode>& tree() const { return tree_; }
  /// Leaves, best first.
  const std::vector<std::int32_t>& hypotheses() const { return live_; }
  std::vector<Id> path(std::int32_t leaf) const;

 private:
  void extend();

  BeamOptions o_;
  std::unique_ptr<Pass<T>> pass_;
  std::vector<Id> prompt_;
  size_t read_ = 0;
  std::vector<BeamNode> tree_;
  std::vector<std::int32_t> live_;
};

}  // namespace unrolled
