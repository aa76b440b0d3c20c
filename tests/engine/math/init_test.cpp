#include "math/init.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <vector>

using namespace unrolled;

namespace {

struct Moments {
  double mean = 0, variance = 0, largest = 0;
};

Moments moments(const std::vector<float>& values) {
  Moments m;
  const auto n = static_cast<double>(values.size());
  for (const float x : values) m.mean += static_cast<double>(x) / n;
  for (const float x : values) {
    m.variance += (static_cast<double>(x) - m.mean) * (static_cast<double>(x) - m.mean) / n;
    m.largest = std::max(m.largest, std::abs(static_cast<double>(x)));
  }
  return m;
}

}  // namespace

TEST_CASE("Uniform values stay within their bound and fill it", "[math]") {
  Random random(1, 1);
  std::vector<float> values(50000);
  fill_uniform(random, Matrix<float>(values.data(), 100, 500), 0.25);
  const Moments m = moments(values);
  CHECK(m.largest <= 0.25);
  CHECK(m.largest > 0.2499);
  CHECK(std::abs(m.mean) < 0.002);
  CHECK(std::abs(m.variance - 0.25 * 0.25 / 3) < 0.0005);
}

TEST_CASE("A bias is the sum of two uniform draws", "[math]") {
  Random random(2, 1);
  std::vector<float> values(50000);
  fill_double_uniform(random, Matrix<float>(values.data(), 1, 50000), 0.25);
  const Moments m = moments(values);
  CHECK(m.largest <= 0.5);
  CHECK(m.largest > 0.49);
  CHECK(std::abs(m.mean) < 0.003);
  CHECK(std::abs(m.variance - 2 * 0.25 * 0.25 / 3) < 0.001);
}

TEST_CASE("Normal values have mean zero and variance one", "[math]") {
  Random random(3, 1);
  std::vector<float> values(50000);
  fill_normal(random, Matrix<float>(values.data(), 50, 1000));
  const Moments m = moments(values);
  CHECK(std::abs(m.mean) < 0.02);
  CHECK(std::abs(m.variance - 1) < 0.03);
}

TEST_CASE("In float and double the same seed gives the same values", "[math]") {
  Random one(4, 1), other(4, 1);
  std::vector<float> narrow(100);
  std::vector<double> wide(100);
  fill_uniform(one, Matrix<float>(narrow.data(), 10, 10), 0.5);
  fill_uniform(other, Matrix<double>(wide.data(), 10, 10), 0.5);
  for (int k = 0; k < 100; ++k) REQUIRE(narrow[k] == static_cast<float>(wide[k]));
}
