#include "lens/jacobian.h"

#include <catch2/catch_test_macros.hpp>

#include "support/analyses.h"

using namespace unrolled;
using namespace unrolled::tests;

TEST_CASE("Singular values of steps and products have the Frobenius norms of the matrices", "[lens]") {
  const auto ids = random_ids(30, 6, 4);
  for (const auto& shape : every_shape())
    for (Index l = 0; l < shape.L; ++l) {
      auto model = seeded(shape);
      Trace<double> trace(*model, ids, Purpose::read);
      while (!trace.advance()) continue;
      const StepJacobian<double> step(*model, trace, l);
      Jacobians<double> jacobians(*model, ids, l);
      finish(jacobians);
      const Index N = step.size();
      const auto &steps = figure(jacobians, "steps"), &products = figure(jacobians, "products");
      CHECK((steps.rows == 29 && steps.cols == N));
      CHECK((products.rows == 29 && products.cols == N));
      using Dense = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
      Dense J(N, N), P = Dense::Identity(N, N);
      for (Index t = 0; t < 29; ++t) {
        step.fill(t, Matrix<double>(J.data(), N, N));
        P = (J * P).eval();
        double of_step = 0, of_product = 0;
        for (Index j = 0; j < N; ++j) {
          of_step += std::pow(steps.numbers[t * N + j], 2);
          of_product += std::exp(2 * products.numbers[t * N + j]);
          if (j > 0) CHECK(products.numbers[t * N + j] <= products.numbers[t * N + j - 1]);
        }
        CHECK(relative_error(of_step, J.squaredNorm(), 1e-100) < 1e-10);
        CHECK(relative_error(of_product, P.squaredNorm(), 1e-100) < 1e-10);
      }
    }
}

TEST_CASE("Products of hundreds of Jacobians neither vanish nor overflow", "[lens]") {
  const auto ids = random_ids(257, 6, 4);
  for (const double radius : {0.01, 1.0, 90.0}) {
    auto model = LanguageModel<double>::make({.cell = CellKind::rnn, .activation = Activation::identity, .V = 6, .H = 4});
    model->initialize(3, 0, {.kind = RecurrentKind::orthogonal, .radius = radius});
    Jacobians<double> jacobians(*model, ids, 0);
    finish(jacobians);
    CHECK(relative_error(figure(jacobians, "radii").numbers[0], radius, 0) < 1e-3);
    for (Index t = 0; t < 256; ++t)
      for (Index j = 0; j < 4; ++j) {
        CHECK(relative_error(figure(jacobians, "steps").numbers[t * 4 + j], radius, 0) < 1e-12);
        CHECK(std::abs(figure(jacobians, "products").numbers[t * 4 + j] - double(t + 1) * std::log(radius)) < 1e-9);
      }
  }
}

TEST_CASE("Where nothing passes, the product's singular values are zero and their logarithm says so", "[lens]") {
  auto model = seeded({.cell = CellKind::rnn, .V = 6, .H = 4});
  parameter(*model, 0, "U").setZero();
  Jacobians<double> jacobians(*model, random_ids(4, 6, 4), 0);
  finish(jacobians);
  for (const double x : figure(jacobians, "products").numbers) CHECK(x == -INFINITY);
  CHECK(figure(jacobians, "radii").numbers == std::vector<double>{0});
}

TEST_CASE("There is a spectral radius for each gate", "[lens]") {
  for (const auto& [cell, gates] : {std::pair{CellKind::lstm, 4u}, {CellKind::gru, 3u}}) {
    auto model = LanguageModel<double>::make({.cell = cell, .V = 6, .H = 8});
    model->initialize(3, 0, {.radius = 0.7});
    parameter(*model, 0, "U").rightCols(8) *= 2;
    Jacobians<double> jacobians(*model, random_ids(3, 6, 4), 0);
    const auto& radii = figure(jacobians, "radii").numbers;
    REQUIRE(radii.size() == gates);
    for (std::size_t g = 0; g < gates; ++g) CHECK(std::abs(radii[g] - (g + 1 < gates ? 0.7 : 1.4)) < 0.01);
  }
}
