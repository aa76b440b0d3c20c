#include "training/optimizer.h"

#include <catch2/catch_test_macros.hpp>

#include "support/compare.h"
#include "support/fill.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

/// The worst error of ten steps against `formula`, which updates one parameter in double.
template <class T, class Formula>
double ten_steps(const OptimizerOptions& options, Formula&& formula) {
  constexpr Index n = 21;
  Random random(1, 1);
  std::vector<T> p(n), g(n);
  fill(std::span<T>(p), random);
  std::vector<double> expected(p.begin(), p.end()), first(n), second(n);
  Optimizer<T> optimizer(options, n);
  for (int t = 1; t <= 10; ++t) {
    fill(std::span<T>(g), random);
    for (Index k = 0; k < n; ++k) formula(expected[k], 0.5 * static_cast<double>(g[k]), first[k], second[k], t);
    optimizer.step(p, g, {.gradient = 0.5});
  }
  CHECK(optimizer.steps() == 10);
  return worst_error(p, expected, 0.1);
}

constexpr OptimizerOptions adam{.kind = OptimizerKind::adam, .rate = 0.1};
constexpr OptimizerOptions sgd{.kind = OptimizerKind::sgd, .rate = 0.1, .momentum = 0.9};

}  // namespace

TEST_CASE("Adam follows its formula", "[training]") {
  auto formula = [](double& p, double g, double& m, double& v, int t) {
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    p -= 0.1 * (m / (1 - std::pow(0.9, t))) / (std::sqrt(v / (1 - std::pow(0.999, t))) + 1e-8);
  };
  CHECK(ten_steps<double>(adam, formula) < 1e-12);
  CHECK(ten_steps<float>(adam, formula) < 1e-5);
}

TEST_CASE("AdamW lets the weights decay, then does as Adam", "[training]") {
  auto formula = [](double& p, double g, double& m, double& v, int t) {
    p *= 1 - 0.1 * 0.05;
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    p -= 0.1 * (m / (1 - std::pow(0.9, t))) / (std::sqrt(v / (1 - std::pow(0.999, t))) + 1e-8);
  };
  const OptimizerOptions adamw{.kind = OptimizerKind::adamw, .rate = 0.1, .decay = 0.05};
  CHECK(ten_steps<double>(adamw, formula) < 1e-12);
  CHECK(ten_steps<float>(adamw, formula) < 1e-5);
}

TEST_CASE("RMSProp follows its formula", "[training]") {
  auto formula = [](double& p, double g, double& v, double&, int) {
    v = 0.99 * v + 0.01 * g * g;
    p -= 0.1 * g / (std::sqrt(v) + 1e-8);
  };
  const OptimizerOptions rmsprop{.kind = OptimizerKind::rmsprop, .rate = 0.1};
  CHECK(ten_steps<double>(rmsprop, formula) < 1e-12);
  CHECK(ten_steps<float>(rmsprop, formula) < 1e-5);
}

TEST_CASE("An update scales the gradient, then holds its elements, and scales the rate", "[training]") {
  for (const auto kind : {OptimizerKind::sgd, OptimizerKind::adam, OptimizerKind::adamw, OptimizerKind::rmsprop}) {
    std::vector<double> p{1, 1, 1, 1, 1}, q = p;
    const std::vector<double> g{0.1, -0.3, 4, -5, 0}, held{0.05, -0.15, 0.2, -0.2, 0};
    Optimizer<double> one({.kind = kind, .rate = 0.1}, 5), other({.kind = kind, .rate = 0.025}, 5);
    one.step(p, g, {.gradient = 0.5, .limit = 0.2, .rate = 0.25});
    other.step(q, held, {});
    CHECK(worst_error(p, q, 1) < 1e-15);
  }
}

TEST_CASE("SGD with and without momentum follows its formula", "[training]") {
  for (const double mu : {0.9, 0.0}) {
    auto formula = [mu](double& p, double g, double& v, double&, int) {
      v = mu * v + g;
      p -= 0.1 * v;
    };
    const OptimizerOptions options{.kind = OptimizerKind::sgd, .rate = 0.1, .momentum = mu};
    CHECK(ten_steps<double>(options, formula) < 1e-14);
    CHECK(ten_steps<float>(options, formula) < 1e-6);
  }
}

TEST_CASE("A resumed optimiser goes on with the same bits", "[training]") {
  for (const auto& options : {adam, sgd}) {
    constexpr Index n = 13;
    std::vector<float> p(n, 1.0f), q, g(n);
    Optimizer<float> whole(options, n), second(options, n);
    Random random(2, 1);
    for (int t = 0; t < 20; ++t) {
      if (t == 10) {
        q = p;
        for (std::size_t k = 0; k < whole.moments().size(); ++k) second.moments()[k] = whole.moments()[k];
        second.resume(10);
      }
      fill(std::span<float>(g), random);
      whole.step(p, g, {});
      if (t >= 10) second.step(q, g, {});
    }
    CHECK(second.steps() == 20);
    CHECK(same_bits(p, q));
  }
}

TEST_CASE("Resuming after any number of steps ends soon", "[training]") {
  Optimizer<float> optimizer(adam, 4);
  std::vector<float> p(4, 1.0f), g(4, 1.0f);
  optimizer.resume(std::uint64_t{1} << 53);
  CHECK(optimizer.steps() == std::uint64_t{1} << 53);
  optimizer.step(p, g, {});
  CHECK(std::isfinite(p[0]));
}

TEST_CASE("Parameters without a gradient stay as they are", "[training]") {
  for (const auto& options : {adam, sgd}) {
    std::vector<float> p{1, 2, 3}, g(3);
    Optimizer<float> optimizer(options, 3);
    for (int t = 0; t < 5; ++t) optimizer.step(p, g, {});
    CHECK(p == std::vector<float>{1, 2, 3});
  }
}

TEST_CASE("The global norm is the length of the whole gradient", "[training]") {
  CHECK(global_norm<float>(std::vector<float>{3, 4}) == 5);
  CHECK(global_norm<float>(std::vector<float>{}) == 0);
  CHECK(relative_error(global_norm<float>(std::vector<float>(10000, 1e30f)), 1e32, 1) < 1e-7);  // no overflow
  for (const Index n : {1, 4, 5, 1003}) {
    Random random(3, 1);
    std::vector<float> g(n);
    fill(std::span<float>(g), random);
    double squares = 0;
    for (const float x : g) squares += static_cast<double>(x) * static_cast<double>(x);
    CHECK(relative_error(global_norm<float>(g), std::sqrt(squares), 1e-9) < 1e-14);
  }
  CHECK(std::isnan(global_norm<float>(std::vector<float>{1, NAN, 2})));
}

TEST_CASE("Clipping scales to the threshold, and only what is longer", "[training]") {
  CHECK(clip_factor(10, 5) == 0.5);
  CHECK(clip_factor(5, 5) == 1);
  CHECK(clip_factor(1, 5) == 1);
  CHECK(clip_factor(0, 5) == 1);
  CHECK(clip_factor(1e30, 0) == 1);
}
