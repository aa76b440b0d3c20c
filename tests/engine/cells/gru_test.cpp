#include "cells/gru.h"

#include <catch2/catch_test_macros.hpp>

#include "support/step_gradients.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

/// One step of H units, B = 2, from given a and U; returns what it saved.
struct OneStep {
  static constexpr Index H = 5, B = 2;
  Placed<Gru<double>::Saved> saved = place<Gru<double>::Saved>(Span{1, B}, H);
  Placed<CellParams<double>> params = place<CellParams<double>>(gru_size, Index{1}, H);
  std::vector<double> a = std::vector<double>(B * 3 * H);

  explicit OneStep(std::uint64_t seed) {
    Random random(seed, 1);
    fill(params.tensors.U, random), fill(params.tensors.v, random);
    fill(std::span(a), random), fill(rows(saved.tensors.h, 0, B), random);
  }
  Gru<double>::Saved& run() {
    auto& s = saved.tensors;
    Gru<double>::begin(params.tensors, s, {0, B});
    std::ranges::copy(a, s.a.data());
    Arena<double> arena(4096);
    Packed<double> U = Packed<double>::declare(arena, H, 3 * H);
    U.pack(plain(params.tensors.U));
    Gru<double>::forward(U, s, {Activation::tanh}, 0);
    return s;
  }
  /// The gates' inputs that open (+40) or shut (−40) them.
  void set(Index gate, double value) {
    for (Index b = 0; b < B; ++b) std::fill_n(a.begin() + (b * 3 + gate) * H, H, value);
  }
};

}  // namespace

TEST_CASE("Every gradient of a GRU step is that of central differences", "[cells]") {
  check_step<Gru<double>>({Activation::tanh}, 1, 1, 1, 1);
  check_step<Gru<double>>({Activation::tanh}, 3, 5, 2, 2);
  check_step<Gru<double>>({Activation::tanh}, 2, 4, 3, 3);
  check_step<Gru<double>>({Activation::tanh}, 5, 7, 1, 4);
}

TEST_CASE("A GRU step computes its five equations", "[cells]") {
  OneStep step(6);
  const auto& s = step.run();
  constexpr Index H = OneStep::H;
  const auto& p = step.params.tensors;
  for (Index b = 0; b < OneStep::B; ++b)
    for (Index j = 0; j < H; ++j) {
      double u[3] = {0, 0, p.v(0, j)};
      for (Index g = 0; g < 3; ++g)
        for (Index k = 0; k < H; ++k) u[g] += s.h(b, k) * p.U(k, g * H + j);
      const double* a = step.a.data() + b * 3 * H + j;
      const double r = sigmoid(a[0] + u[0]), z = sigmoid(a[H] + u[1]), n = std::tanh(a[2 * H] + r * u[2]);
      CHECK(relative_error(s.a(b, j), r, 1e-9) < 1e-13);
      CHECK(relative_error(s.a(b, H + j), z, 1e-9) < 1e-13);
      CHECK(relative_error(s.a(b, 2 * H + j), n, 1e-9) < 1e-13);
      CHECK(relative_error(s.u(b, 2 * H + j), u[2], 1e-9) < 1e-13);
      CHECK(relative_error(s.h(OneStep::B + b, j), z * s.h(b, j) + (1 - z) * n, 1e-9) < 1e-13);
    }
}

TEST_CASE("A GRU whose update gate is open copies its state; with reset shut it reads only the input", "[cells]") {
  OneStep copies(7);
  copies.set(1, 40);
  const auto& kept = copies.run();
  for (Index k = 0; k < OneStep::B * OneStep::H; ++k)
    CHECK(relative_error(kept.h.data()[OneStep::B * OneStep::H + k], kept.h.data()[k], 1e-9) < 1e-12);
  OneStep reads(8);
  reads.set(0, -40), reads.set(1, -40);
  const auto& read = reads.run();
  for (Index b = 0; b < OneStep::B; ++b)
    for (Index j = 0; j < OneStep::H; ++j)
      CHECK(relative_error(read.h(OneStep::B + b, j), std::tanh(reads.a[(b * 3 + 2) * OneStep::H + j]), 1e-9) < 1e-12);
}

TEST_CASE("The views of a GRU are its gates and h", "[cells]") {
  auto saved = place<Gru<float>::Saved>(Span{3, 2}, Index{4});
  const auto views = saved.tensors.views();
  const std::vector<std::string> names{"r", "z", "n", "h"};
  REQUIRE(views.size() == names.size());
  for (std::size_t k = 0; k < names.size(); ++k) {
    CHECK(views[k].name == names[k]);
    CHECK(views[k].rows == 6);
    CHECK(views[k].stride == (k < 3 ? 12 : 4));
  }
  CHECK(views[3].data == saved.tensors.h.data() + 2 * 4);
}
