#include "layers/loss.h"

#include <catch2/catch_test_macros.hpp>

#include "support/differences.h"
#include "support/fill.h"

using namespace unrolled;
using namespace unrolled::tests;

TEST_CASE("The gradient of the cross-entropy is that of central differences", "[layers]") {
  for (const Index V : {1, 2, 5, 18}) {
    constexpr Index n = 6;
    const auto targets = random_ids(n, static_cast<Id>(V), 2);
    const std::vector<double> weights{1, 0.5, 0, 2, 1, 1};
    Random random(3, 1);
    std::vector<double> z(n * V), p, each(n);
    fill(std::span<double>(z), random, 4);
    auto loss = [&] {
      p = z;
      return 0.25 * cross_entropy<double>(Matrix<double>(p.data(), n, V), targets, weights, each);
    };
    loss();
    std::vector<double> dz = p;
    cross_entropy_gradient<double>(Matrix<double>(dz.data(), n, V), targets, weights, 0.25);
    INFO("V " << V);
    CHECK(worst_difference(z, std::span<const double>(dz), loss) < gradient_tolerance);
  }
}

TEST_CASE("The loss of every row is reported, and their sum by weight", "[layers]") {
  const std::vector<Id> targets{2, 0, 1};
  const std::vector<float> weights{1, 0, 2};
  std::vector<float> z{0, 0, 0, 1, 2, 3, -5, 5, 0}, each(3);
  const double sum = cross_entropy<float>(Matrix<float>(z.data(), 3, 3), targets, weights, each);
  CHECK(sum == static_cast<double>(each[0]) + 2 * static_cast<double>(each[2]));
  CHECK(std::abs(each[0] - std::log(3.0f)) < 1e-6f);
  for (int n = 0; n < 3; ++n) CHECK(std::abs(each[n] + std::log(z[n * 3 + targets[n]])) < 1e-5f);
}

TEST_CASE("The gradients of a row sum to zero", "[layers]") {
  const std::vector<Id> targets{3};
  const std::vector<float> weights{1};
  std::vector<float> z{1, 2, 3, 4, 5}, each(1);
  cross_entropy<float>(Matrix<float>(z.data(), 1, 5), targets, weights, each);
  cross_entropy_gradient<float>(Matrix<float>(z.data(), 1, 5), targets, weights, 1.0f);
  CHECK(std::abs(z[0] + z[1] + z[2] + z[3] + z[4]) < 1e-6f);
  CHECK(z[3] < 0);
}

TEST_CASE("The squared error is the mean over a row's numbers, and a row counts by its weight", "[layers]") {
  std::vector<double> z{1, 2, 3, 4, 5, 6}, y{1, 1, 1, 0, 5, 8}, each(3);
  const std::vector<double> weights{1, 0, 2};
  CHECK(squared_error<double>(Matrix<double>(z.data(), 3, 2), Matrix<double>(y.data(), 3, 2), weights, each) == 0.5 + 2 * 2);
  CHECK(each == std::vector<double>{0.5, 10, 2});
}

TEST_CASE("The gradient of the squared error is that of central differences", "[layers]") {
  for (const Index O : {1, 3}) {
    constexpr Index n = 4;
    const std::vector<double> weights{1, 0.5, 0, 2};
    Random random(3, 1);
    std::vector<double> z(n * O), y(n * O), dz(n * O), each(n);
    fill(std::span(z), random, 4), fill(std::span(y), random, 4);
    const Matrix<double> said(z.data(), n, O), expected(y.data(), n, O);
    squared_error_gradient<double>(said, expected, weights, 0.25, Matrix<double>(dz.data(), n, O));
    INFO("O " << O);
    CHECK(worst_difference(z, std::span<const double>(dz), [&] {
      return 0.25 * squared_error<double>(said, expected, weights, each);
    }) < gradient_tolerance);
  }
}
