#include "tasks/series.h"

#include <algorithm>
#include <cmath>

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

#include "tasks/catalogue.h"

using namespace unrolled;

TEST_CASE("the sine is right to a double's precision", "[tasks]") {
  for (double x = -1000; x < 1000; x += 0.37) REQUIRE(std::abs(sine_of(x) - std::sin(x)) < 2e-13);
}

TEST_CASE("values are the points that follow the frames", "[tasks]") {
  for (const std::string_view variant : {"sine", "damped", "sines", "logistic"}) {
    const Example e = distinct_examples(series_task, {.length = 50, .variant = variant}, 1, 1).at(0);
    REQUIRE(e.frames.size() == 50);
    REQUIRE(e.values.size() == 50);
    CHECK(std::equal(e.frames.begin() + 1, e.frames.end(), e.values.begin()));
  }
}

TEST_CASE("without noise the series follow their formulas", "[tasks]") {
  const auto series = [](std::string_view variant) {
    return distinct_examples(series_task, {.length = 500, .variant = variant, .noise = 0}, 1, 1).at(0).frames;
  };
  const auto sine = series("sine"), damped = series("damped"), sines = series("sines"), logistic = series("logistic");
  for (size_t k = 0; k < 500; ++k) {
    const double t = static_cast<double>(k + 1);
    REQUIRE(sine[k] == Catch::Approx(std::sin(0.01 * t)).margin(1e-6));
    REQUIRE(damped[k] == Catch::Approx(std::exp(-0.003 * t) * std::sin(0.05 * t)).margin(1e-6));
    REQUIRE(sines[k] == Catch::Approx(std::sin(0.05 * t) + 0.5 * std::sin(0.13 * t)).margin(1e-6));
    if (k > 0) REQUIRE(logistic[k] == Catch::Approx(3.9 * logistic[k - 1] * (1.0 - logistic[k - 1])).margin(1e-6));
  }
  CHECK(distinct_examples(series_task, {.variant = "sine", .noise = 0}, 5, 1).size() == 1);
}

TEST_CASE("noise has the standard deviation asked for, 0.2 where none is", "[tasks]") {
  for (const double asked : {-1.0, 0.5}) {
    const Example e = distinct_examples(series_task, {.length = 20000, .noise = asked}, 1, 1).at(0);
    double square = 0;
    for (size_t k = 0; k < e.frames.size(); ++k) {
      const double off = e.frames[k] - std::sin(0.01 * static_cast<double>(k + 1));
      square += off * off / 20000;
    }
    CHECK(std::sqrt(square) == Catch::Approx(asked < 0 ? 0.2 : asked).epsilon(0.03));
  }
}

TEST_CASE("the logistic map stays in [0, 1] whatever the noise", "[tasks]") {
  const Example e = distinct_examples(series_task, {.length = 5000, .variant = "logistic", .noise = 0.3}, 1, 1).at(0);
  CHECK(std::ranges::all_of(e.frames, [](float x) { return x >= 0 && x <= 1; }));
}
