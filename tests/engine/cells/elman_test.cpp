#include "cells/elman.h"

#include <catch2/catch_test_macros.hpp>

#include "support/step_gradients.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

constexpr Activation activations[] = {Activation::tanh, Activation::relu, Activation::identity, Activation::sigmoid};

}  // namespace

TEST_CASE("Every gradient of an Elman step is that of central differences", "[cells]") {
  for (const Activation f : activations) {
    check_step<Elman<double>>({f}, 1, 1, 1, 5);
    check_step<Elman<double>>({f}, 3, 5, 2, 12);
    check_step<Elman<double>>({f}, 2, 4, 3, 3);
    check_step<Elman<double>>({f}, 5, 7, 1, 4);
  }
}

TEST_CASE("An Elman step computes its equation", "[cells]") {
  auto saved = place<Elman<double>::Saved>(Span{1, 1}, Index{2});
  auto& s = saved.tensors;
  std::vector<double> u{0.5, -0.25, 1, 0.75};
  Arena<double> arena(64);
  Packed<double> U = Packed<double>::declare(arena, 2, 2);
  U.pack(plain(Matrix<double>(u.data(), 2, 2)));
  const double before[2] = {0.3, -0.6}, input[2] = {0.1, -0.2};
  for (const Activation f : activations) {
    for (int j = 0; j < 2; ++j) s.h(0, j) = before[j], s.a(0, j) = input[j];
    Elman<double>::forward(U, s, {f}, 0);
    for (int j = 0; j < 2; ++j) {
      const double a = input[j] + before[0] * u[j] + before[1] * u[2 + j];
      const double h = f == Activation::tanh      ? std::tanh(a)
                       : f == Activation::relu    ? std::max(a, 0.0)
                       : f == Activation::sigmoid ? 1 / (1 + std::exp(-a))
                                                  : a;
      CHECK(relative_error(s.h(1, j), h, 1e-9) < 1e-14);
      CHECK(s.a(0, j) == a);
    }
  }
}

TEST_CASE("The state of an Elman cell is h, which its views show without the block before the window", "[cells]") {
  auto saved = place<Elman<float>::Saved>(Span{3, 2}, Index{4});
  CHECK(saved.tensors.state()[0].name == "h");
  const auto views = saved.tensors.views();
  REQUIRE(views.size() == 1);
  CHECK(views[0].data == saved.tensors.h.data() + 2 * 4);
  CHECK(views[0].rows == 6);
}
