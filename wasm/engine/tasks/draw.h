#pragma once
// Random choices. Every draw is a statement of its own: in what order C++ evaluates the operands of + and the
// arguments of a call differs between compilers, and with it would the examples.

#include <iterator>

#include "math/random.h"
#include "math/types.h"

namespace unrolled {

/// 0 … n − 1; 1 ≤ n < 2^32.
inline Index below(Random& random, Index n) {
  return static_cast<Index>((std::uint64_t{random.next()} * static_cast<std::uint64_t>(n)) >> 32);
}

/// first … last.
inline Index between(Random& random, Index first, Index last) { return first + below(random, last - first + 1); }

inline bool chance(Random& random, double p) { return random.uniform() < p; }

template <class List>
const auto& pick(Random& random, const List& list) {
  return std::data(list)[below(random, static_cast<Index>(std::size(list)))];
}

/// The letters from `first` on, one at random of `count`.
inline char letter(Random& random, char first, Index count) { return static_cast<char>(first + below(random, count)); }

}  // namespace unrolled
