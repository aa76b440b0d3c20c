#pragma once
// Beam search (Graves 2012; D2L 10.8). Of all extensions of the live hypotheses by one token, the `width` most probable
// that the rules allow are kept. Those that end with the end token leave the beam; the others live on, so that a beam of
// width 1 is greedy decoding. Hypotheses of every length compete by score = ln p / L^α; the end token counts in L.
//
// The search ends when no hypothesis lives, when they have reached the maximum length (they then compete as they are), or
// when enough have finished and no live one can do better: with more tokens ln p only falls, and L^α only grows up to
// length^α, so none that goes on from p can score more than ln p / length^α.

#include "decoding/steps.h"

namespace unrolled {

struct BeamOptions {
  Index width = 5, length = 40;
  double length_penalty = 0.75;
  Index count = 0;          // hypotheses to end with; 0: as many as the beam is wide
  Id end = no_id;           // the end token
  Index min_length = 0;     // a hypothesis that finishes has at least so many tokens, the end token among them
  Index no_repeat = 0;      // no sequence of so many tokens occurs twice in a hypothesis (Paulus et al. 2018); 0: off
  std::vector<Id> banned{};  // never written, as <unk> never is
};

/// Why a hypothesis does not go on, if it neither finished nor reached the maximum length.
enum class Pruned : std::uint8_t {
  none,
  width,      // `width` others were more probable
  repeat,     // it would say a sequence of `no_repeat` tokens again
  too_short,  // it would end before `min_length`
  beaten,     // kept, but the search ended: it could not have caught up with those that finished
  stuck       // kept, but the rules allow no token after it; it competes as it is
};

struct BeamNode {
  std::int32_t parent;  // −1: the root
  std::int32_t depth;
  Id id;
  double log_probability, score;
  bool kept;
  bool finished = false;  // it ends with the end token
  Pruned pruned = Pruned::none;
};

template <class T>
class BeamSearch {
 public:
  /// As wide as `steps`, whatever the options say.
  BeamSearch(std::unique_ptr<Steps<T>> steps, const BeamOptions& options);

  /// Reads a piece of what comes before the first token, or extends every hypothesis by one. True when done.
  bool advance();
  /// Parents before children; node 0 is the root. Of each step, most probable first: the 2·width most probable
  /// candidates that the rules allow, and those forbidden that would have been among the first 2·width without rules.
  const std::vector<BeamNode>& tree() const { return tree_; }
  /// The nodes at which the best hypotheses end, best first; of equals the one that was there first.
  const std::vector<std::int32_t>& hypotheses() const { return best_; }
  std::vector<Id> path(std::int32_t leaf) const;

 private:
  struct Candidate {
    double log_probability;
    Index beam;
    Id id;
    Pruned pruned;
  };

  static bool before(const Candidate& a, const Candidate& b);
  void extend();
  void judge(std::int32_t leaf);
  void collect(Index b, const T* z);
  void select();
  void add(const Candidate& c, Pruned pruned);
  void compete(std::int32_t leaf);
  bool done();

  BeamOptions o_;
  std::unique_ptr<Steps<T>> steps_;
  bool ready_ = false;
  std::vector<BeamNode> tree_;
  std::vector<std::int32_t> live_, best_;
  std::vector<Id> writable_;      // all but <unk> and what is banned
  std::vector<Pruned> verdicts_;  // of every id, for the hypothesis in hand
  std::vector<Candidate> allowed_, forbidden_;
  // For the step after this one.
  std::vector<std::int32_t> next_;
  std::vector<Index> parents_;
  std::vector<Id> ids_;
};

}  // namespace unrolled
