#include "lens/gradient_check.h"

#include <catch2/catch_test_macros.hpp>

#include <set>

#include "math/error.h"

#include "support/analyses.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

const auto ids = random_ids(40, 6, 5);

template <class T>
double worst(const LanguageModelShape& shape, Index entries) {
  auto model = seeded<T>(shape);
  double worst = 0;
  for (const auto& e : model->parameters().entries()) {
    if (e.rows == 0) continue;
    GradientCheck<T> check(*model, ids, {.parameter = e.name, .entries = entries});
    finish(check);
    CHECK(figure(check, "shape").numbers == std::vector<double>{double(e.rows), double(e.cols)});
    for (const double error : figure(check, "error").numbers) worst = std::max(worst, error);
  }
  return worst;
}

}  // namespace

TEST_CASE("Every parameter of every model passes the check, to 1e-6", "[lens]") {
  for (const auto& shape : every_shape())
    // A step may cross the kink of relu, where there is no derivative.
    if (shape.activation != Activation::relu) CHECK(worst<double>(shape, 12) < 1e-6);
}

TEST_CASE("In single precision the two agree to 2e-2, as the API says of gradients before training", "[lens]") {
  for (const auto cell : {CellKind::lstm, CellKind::gru, CellKind::rnn})
    CHECK(worst<float>({.cell = cell, .V = 6, .H = 32, .L = 2}, 20) < 2e-2);
}

TEST_CASE("The numeric gradient is measured, not copied: it is that of central differences", "[lens]") {
  auto model = seeded({.cell = CellKind::gru, .V = 6, .H = 5});
  GradientCheck<double> check(*model, ids, {.parameter = "layers.0.U", .entries = 1000});
  finish(check);
  auto U = parameter(*model, 0, "U");
  REQUIRE(figure(check, "numeric").numbers.size() == 75);
  CHECK(worst_difference(std::span(U.data(), 75), figure(check, "numeric").numbers, [&] {
          model->changed();
          return mean(read<double>(*model, ids, [](auto&&...) {})->losses());
        }) < 1e-9);
}

TEST_CASE("Entries are drawn by seed, in order and without repetition", "[lens]") {
  auto model = seeded({.cell = CellKind::lstm, .V = 6, .H = 5});
  const auto drawn = [&](std::uint32_t seed) {
    GradientCheck<double> check(*model, ids, {.parameter = "layers.0.U", .entries = 30, .seed = seed});
    auto places = figure(check, "row").numbers;
    for (std::size_t k = 0; k < places.size(); ++k) places[k] = places[k] * 20 + figure(check, "column").numbers[k];
    return places;
  };
  const auto first = drawn(1);
  CHECK(first.size() == 30);
  CHECK(std::set(first.begin(), first.end()).size() == 30);
  CHECK(std::ranges::is_sorted(first));
  CHECK(first.back() < 100);
  CHECK(first == drawn(1));
  CHECK(first != drawn(2));
}

TEST_CASE("A parameter that does not exist is refused, and the model is left as it was", "[lens]") {
  auto model = seeded({.cell = CellKind::lstm, .V = 6, .H = 5});
  for (const char* name : {"", "layers.1.U", "embedding", "U"})
    CHECK_THROWS_AS(GradientCheck<double>(*model, ids, {.parameter = name}), Error);
  const std::vector<double> before(model->parameters().all().begin(), model->parameters().all().end());
  GradientCheck<double> check(*model, ids, {.parameter = "head.W"});
  finish(check);
  CHECK(same_bits(before, model->parameters().all()));
}
