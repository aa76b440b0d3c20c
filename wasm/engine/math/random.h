#pragma once
// PCG-XSH-RR 64/32 (O'Neill 2014, "PCG: a family of simple fast space-efficient statistically good algorithms
// for random number generation"). The standard library's distributions differ between platforms; these do not.

#include <cstdint>

namespace unrolled {

/// What a random stream is for. Streams of one seed are independent of each other.
enum class Stream : std::uint64_t {
  initialization = 1, sampling = 2, recurrent = 3, dropout = 4, order = 5, feeding = 6, truncation = 7, gradient_check = 9, examples = 16
};

/// One seed from three numbers (splitmix64's finish, Steele et al. 2014): neighbours are nothing like each other.
inline std::uint64_t mixed(std::uint64_t seed, std::uint64_t a, std::uint64_t b) {
  std::uint64_t x = seed + 0x9E3779B97F4A7C15ull * (a + 1) + 0xD1B54A32D192ED03ull * (b + 1);
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
  return x ^ (x >> 31);
}

class Random {
 public:
  Random(std::uint64_t seed, std::uint64_t stream) : increment_((stream << 1) | 1) {
    next();
    state_ += seed;
    next();
  }
  Random(std::uint64_t seed, Stream stream) : Random(seed, static_cast<std::uint64_t>(stream)) {}

  std::uint32_t next() {
    const std::uint64_t old = state_;
    state_ = old * 6364136223846793005ull + increment_;
    const auto word = static_cast<std::uint32_t>(((old >> 18) ^ old) >> 27);
    const auto turn = static_cast<std::uint32_t>(old >> 59);
    return (word >> turn) | (word << (-turn & 31));
  }

  /// [0, 1), a multiple of 2^-24, so the same number in float and double.
  double uniform() { return (next() >> 8) * 0x1p-24; }

  /// [0, 1), a multiple of 2^-53.
  double uniform53() {
    const std::uint64_t high = next() >> 5, low = next() >> 6;
    return static_cast<double>((high << 26) | low) * 0x1p-53;
  }

  /// Mean 0, variance 1: Marsaglia's polar method, one of each pair used.
  double normal();

 private:
  std::uint64_t state_ = 0, increment_;
};

}  // namespace unrolled
