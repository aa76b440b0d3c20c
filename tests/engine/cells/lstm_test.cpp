#include "cells/lstm.h"

#include <catch2/catch_test_macros.hpp>

#include "support/step_gradients.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

}  // namespace

TEST_CASE("Every gradient of an LSTM step is that of central differences", "[cells]") {
  check_step<Lstm<double>>({Activation::tanh}, 1, 1, 1, 1);
  check_step<Lstm<double>>({Activation::tanh}, 3, 5, 2, 2);
  check_step<Lstm<double>>({Activation::tanh}, 2, 4, 3, 3);
  check_step<Lstm<double>>({Activation::tanh}, 5, 7, 1, 4);
}

TEST_CASE("An LSTM step computes its six equations", "[cells]") {
  constexpr Index H = 5;
  auto saved = place<Lstm<double>::Saved>(Span{1, 2}, H);
  auto& s = saved.tensors;
  Random random(6, 1);
  std::vector<double> u(H * 4 * H), a(2 * 4 * H);
  fill(std::span(u), random), fill(std::span(a), random), fill(rows(s.h, 0, 2), random), fill(rows(s.c, 0, 2), random);
  std::copy(a.begin(), a.end(), s.a.data());
  Arena<double> arena(4096);
  Packed<double> U = Packed<double>::declare(arena, H, 4 * H);
  U.pack(plain(Matrix<double>(u.data(), H, 4 * H)));
  Lstm<double>::forward(U, s, {Activation::tanh}, 0);
  for (Index b = 0; b < 2; ++b)
    for (Index j = 0; j < H; ++j) {
      double z[4];
      for (Index g = 0; g < 4; ++g) {
        z[g] = a[b * 4 * H + g * H + j];
        for (Index k = 0; k < H; ++k) z[g] += s.h(b, k) * u[k * 4 * H + g * H + j];
      }
      const double i = sigmoid(z[0]), f = sigmoid(z[1]), g = std::tanh(z[2]), o = sigmoid(z[3]);
      const double c = f * s.c(b, j) + i * g;
      CHECK(relative_error(s.a(b, j), i, 1e-9) < 1e-13);
      CHECK(relative_error(s.a(b, H + j), f, 1e-9) < 1e-13);
      CHECK(relative_error(s.a(b, 2 * H + j), g, 1e-9) < 1e-13);
      CHECK(relative_error(s.a(b, 3 * H + j), o, 1e-9) < 1e-13);
      CHECK(relative_error(s.c(2 + b, j), c, 1e-9) < 1e-13);
      CHECK(relative_error(s.tanh_c(b, j), std::tanh(c), 1e-9) < 1e-13);
      CHECK(relative_error(s.h(2 + b, j), o * std::tanh(c), 1e-9) < 1e-13);
    }
}

TEST_CASE("The views of an LSTM are its gates, c and h, side by side in memory", "[cells]") {
  auto saved = place<Lstm<float>::Saved>(Span{3, 2}, Index{4});
  const auto views = saved.tensors.views();
  const std::vector<std::string> names{"i", "f", "g", "o", "c", "h"};
  REQUIRE(views.size() == names.size());
  for (std::size_t k = 0; k < names.size(); ++k) {
    CHECK(views[k].name == names[k]);
    CHECK(views[k].rows == 6);
    CHECK(views[k].cols == 4);
    CHECK(views[k].stride == (k < 4 ? 16 : 4));
  }
  CHECK(views[2].data == saved.tensors.a.data() + 2 * 4);
  CHECK(views[4].data == saved.tensors.c.data() + 2 * 4);
}
