#pragma once
// One character from a distribution: greedy, temperature, top-k, top-p.

#include <algorithm>
#include <span>
#include <vector>

#include "data/vocabulary.h"
#include "math/random.h"

namespace unrolled {

struct PickOptions {
  double temperature = 0.8;  // 0: the most probable character
  std::int32_t top_k = 0;    // 0: all
  double top_p = 1;          // nucleus sampling (Holtzman et al. 2020)
  std::vector<Id> banned{};  // never chosen, as <unk> never is
};

/// Chooses among V logits, at least one of them not banned. Ties go to the smaller id.
template <class T>
class Picker {
 public:
  Picker(const PickOptions& options, std::uint64_t seed) : o_(options), random_(seed, Stream::sampling) {}
  Id pick(std::span<const T> logits);

 private:
  bool banned(Id id) const { return std::ranges::find(o_.banned, id) != o_.banned.end(); }
  Id most_probable(std::span<const T> logits) const;
  Id draw();
  void weigh(std::span<const T> logits, Id best);
  void cut();

  PickOptions o_;
  Random random_;
  struct Candidate {
    Id id;
    double weight;
  };
  std::vector<Candidate> candidates_;
};

}  // namespace unrolled
