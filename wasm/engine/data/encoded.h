#pragma once
// An example as numbers: what models of sequences that are no running text learn from.

#include <vector>

#include "data/vocabulary.h"

namespace unrolled {

struct Encoded {
  std::vector<Id> source;      // what is read, as ids …
  std::vector<float> frames;   // … or as vectors, one after the other
  std::vector<Id> target;      // what is to be said, as ids: of every step, or one; or a sequence of its own
  std::vector<float> values;   // … or as numbers
};

}  // namespace unrolled
