#include "math/random.h"

#include <catch2/catch_test_macros.hpp>
#include <array>
#include <cmath>
#include <set>

using namespace unrolled;

TEST_CASE("PCG32 gives the published numbers of seed 42 and stream 54", "[math]") {
  Random random(42, 54);
  for (const std::uint32_t expected :
       {0xa15c02b7u, 0x7b47f409u, 0xba1d3330u, 0x83d2f293u, 0xbfa4784bu, 0xcbed606eu})
    CHECK(random.next() == expected);
}

TEST_CASE("Seeds and streams differ, and each is repeatable", "[math]") {
  std::set<std::array<std::uint32_t, 3>> all;
  for (std::uint64_t seed = 0; seed < 100; ++seed)
    for (const Stream s : {Stream::initialization, Stream::sampling}) {
      Random once(seed, s), again(seed, s);
      const std::array first{once.next(), once.next(), once.next()}, second{again.next(), again.next(), again.next()};
      CHECK(first == second);
      all.insert(first);
    }
  CHECK(all.size() == 200);
}

TEST_CASE("Uniform numbers fill [0, 1) evenly", "[math]") {
  constexpr int n = 200000;
  Random random(5, 1);
  double sum = 0, squares = 0, least = 1, most = 0;
  for (int k = 0; k < n; ++k) {
    const double u = k % 2 ? random.uniform() : random.uniform53();
    least = std::min(least, u), most = std::max(most, u);
    sum += u, squares += u * u;
  }
  CHECK(least >= 0);
  CHECK(most < 1);
  CHECK(least < 1e-4);
  CHECK(most > 1 - 1e-4);
  CHECK(std::abs(sum / n - 0.5) < 0.003);
  CHECK(std::abs(squares / n - 1.0 / 3) < 0.003);
}

TEST_CASE("A uniform number is the same in float and double", "[math]") {
  Random random(6, 1);
  for (int k = 0; k < 1000; ++k) {
    const double u = random.uniform();
    REQUIRE(static_cast<double>(static_cast<float>(u)) == u);
  }
}

TEST_CASE("Normal numbers have the moments of N(0, 1)", "[math]") {
  constexpr int n = 200000;
  Random random(7, 1);
  double m1 = 0, m2 = 0, m3 = 0, m4 = 0, within = 0;
  for (int k = 0; k < n; ++k) {
    const double x = random.normal();
    m1 += x, m2 += x * x, m3 += x * x * x, m4 += x * x * x * x;
    within += std::abs(x) < 1;
  }
  CHECK(std::abs(m1 / n) < 0.01);
  CHECK(std::abs(m2 / n - 1) < 0.02);
  CHECK(std::abs(m3 / n) < 0.03);
  CHECK(std::abs(m4 / n - 3) < 0.1);
  CHECK(std::abs(within / n - 0.682689) < 0.005);
}
