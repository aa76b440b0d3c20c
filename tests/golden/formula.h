#pragma once
// The numbers that both sides begin with: generate.py's `numbers` and `ids`, generate_models.py's `halves`.

#include <vector>

#include "data/vocabulary.h"
#include "math/types.h"

namespace unrolled::tests {

inline std::uint64_t following(std::uint64_t x) { return (1103515245 * x + 12345) % (1u << 31); }

template <class T>
void numbers(std::uint64_t seed, Matrix<T> into) {
  for (Index k = 0; k < into.size(); ++k) {
    seed = following(seed);
    into.data()[k] = T((static_cast<double>(seed) / (1 << 30) - 1) * 0.5);
  }
}

inline std::vector<Id> ids(Index count, std::uint64_t seed, Id size = 7) {
  std::vector<Id> all;
  for (Index k = 0; k < count; ++k) all.push_back(static_cast<Id>(((seed = following(seed)) >> 16) % size));
  return all;
}

/// In [−0.5, 0.5), of 15 bits: the same in float and double.
inline std::vector<float> halves(Index count, std::uint64_t seed) {
  std::vector<float> all;
  for (Index k = 0; k < count; ++k)
    all.push_back((static_cast<float>((seed = following(seed)) >> 16) / (1 << 14) - 1) * 0.5f);
  return all;
}

}  // namespace unrolled::tests
