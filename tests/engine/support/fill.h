#pragma once
// Seeded contents for test arrays.

#include <span>
#include <string>
#include <vector>

#include "data/vocabulary.h"
#include "math/random.h"
#include "math/types.h"

namespace unrolled::tests {

template <class T>
void fill(std::span<T> values, Random& random, double bound = 1) {
  for (T& x : values) x = T((2 * random.uniform53() - 1) * bound);
}
template <class T>
void fill(Matrix<T> m, Random& random, double bound = 1) {
  fill(std::span<T>(m.data(), static_cast<std::size_t>(m.size())), random, bound);
}

/// `count` ids below V; 0, the unknown character, among them.
inline std::vector<Id> random_ids(Index count, Id V, std::uint64_t seed) {
  Random random(seed, 77);
  std::vector<Id> ids(static_cast<std::size_t>(count));
  for (Id& id : ids) id = static_cast<Id>(random.uniform() * V);
  return ids;
}

/// A text with some structure: words of a small language, in an order that a seed decides.
inline std::string babble(std::size_t length, std::uint64_t seed) {
  constexpr const char* words[] = {"the ", "sea ", "was ", "calm, ", "and ", "a ", "lamp ", "burned\n", "still "};
  Random random(seed, 78);
  std::string text;
  while (text.size() < length) text += words[random.next() % 9];
  text.resize(length);
  return text;
}

}  // namespace unrolled::tests
