#include "lens/recursion.h"

#include <catch2/catch_test_macros.hpp>

#include "support/analyses.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

const LanguageModelShape elman(Activation f, Index H) { return {.cell = CellKind::rnn, .activation = f, .V = 7, .E = 4, .H = H}; }

template <class T>
double largest_difference(Activation f, Index H, Index steps) {
  auto model = seeded<T>(elman(f, H));
  Recursion<T> recursion(*model, random_ids(steps + 1, 7, 6));
  finish(recursion);
  return figure(recursion, "difference").numbers[0];
}

}  // namespace

TEST_CASE("The forward recursion gives the gradient of backpropagation through time, to 1e-9", "[lens]") {
  for (const auto f : {Activation::tanh, Activation::relu, Activation::identity, Activation::sigmoid})
    for (const Index H : {1, 5, 16})
      for (const Index steps : {1, 2, 40, 300}) CHECK(largest_difference<double>(f, H, steps) < 1e-9);
}

TEST_CASE("In single precision the two gradients differ by about 1e-6", "[lens]") {
  CHECK(largest_difference<float>(Activation::tanh, 16, 256) < 2e-6);
}

TEST_CASE("The recursion's gradient is that of central differences in U", "[lens]") {
  auto model = seeded(elman(Activation::tanh, 5));
  const auto ids = random_ids(30, 7, 6);
  Recursion<double> recursion(*model, ids);
  finish(recursion);
  const auto gradient = figure(recursion, "recursion").numbers;
  CHECK(worst_error(gradient, figure(recursion, "bptt").numbers, 1e-4) < 1e-9);
  auto U = parameter(*model, 0, "U");
  CHECK(worst_difference(std::span(U.data(), 25), gradient, [&] {
          model->changed();
          return mean(read<double>(*model, ids, [](auto&&...) {})->losses());
        }) < gradient_tolerance);
}

TEST_CASE("R is zero after the first step, where no state has come before, and grows with the second", "[lens]") {
  auto model = seeded(elman(Activation::identity, 3));
  const auto ids = random_ids(4, 7, 6);
  Recursion<double> recursion(*model, ids);
  finish(recursion);
  const auto& norms = figure(recursion, "norms").numbers;
  CHECK(norms[0] == 0);
  // R_1 = B: the state after the first step, once for each of the three units.
  double sum = 0;
  for (const double h : row_of(*read<double>(*model, ids, [](auto&&...) {}), 0, "h", 0)) sum += 3 * h * h;
  CHECK(relative_error(norms[1], std::sqrt(sum), 0) < 1e-12);
}
