#pragma once
// Comparing arrays: to the last bit, or by the largest error.

#include <algorithm>
#include <cmath>
#include <cstring>
#include <span>
#include <string>

#include "math/types.h"

namespace unrolled::tests {

template <class T>
  requires std::is_arithmetic_v<T>
bool same_bits(T a, T b) {
  return std::memcmp(&a, &b, sizeof a) == 0;
}

template <class A, class B>
  requires(!std::is_arithmetic_v<A>)
bool same_bits(const A& a, const B& b) {
  const auto n = static_cast<std::size_t>(a.size());
  return n == static_cast<std::size_t>(b.size()) && (n == 0 || std::memcmp(a.data(), b.data(), n * sizeof(*a.data())) == 0);
}

/// |a − b| relative to the larger of the two, or to `floor` where both are smaller.
inline double relative_error(double a, double b, double floor) {
  return std::abs(a - b) / std::max({std::abs(a), std::abs(b), floor});
}

template <class A, class B>
double worst_error(const A& a, const B& b, double floor) {
  if (static_cast<std::size_t>(a.size()) != static_cast<std::size_t>(b.size())) return INFINITY;
  double worst = 0;
  for (std::size_t k = 0; k < static_cast<std::size_t>(a.size()); ++k) {
    const double e = relative_error(static_cast<double>(a.data()[k]), static_cast<double>(b.data()[k]), floor);
    worst = e >= worst ? e : std::isnan(e) ? INFINITY : worst;
  }
  return worst;
}

inline std::span<const std::uint8_t> bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace unrolled::tests
