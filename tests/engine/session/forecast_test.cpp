#include "session/forecast.h"

#include <catch2/catch_test_macros.hpp>

#include "math/error.h"
#include "support/compare.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

ExampleSession trained(Index lags, std::uint64_t steps = 20, const char* variant = "sines") {
  ExampleSessionOptions o;
  o.data = {.task = "series", .variant = variant, .length = 120, .noise = 0, .validation = 0.25, .series = {.window = 6, .lags = lags}};
  o.model = {.hidden = 8};
  o.training = {.batch = 16, .optimizer = {.rate = 0.02}};
  ExampleSession session(o, {});
  while (session.step() < steps) session.advance();
  return session;
}

Forecast run(ExampleSession& session, Index steps, std::vector<float> history = {}) {
  Forecast forecast(session.model(), session.data(), steps, std::move(history));
  while (!forecast.advance()) continue;
  return forecast;
}

}  // namespace

TEST_CASE("A forecast has a row for every point that enough points stand before", "[session]") {
  for (const Index lags : {0, 1, 4}) {
    auto session = trained(lags);
    const Index reach = lags ? lags : 6;
    const auto forecast = run(session, 3);
    CHECK(forecast.first() == reach);
    CHECK(forecast.points().size() == 121);
    CHECK(forecast.predictions().size() == static_cast<std::size_t>((121 - reach) * 3));
  }
}

TEST_CASE("One step ahead is what the model says of the same window, a later one what it says of its own numbers", "[session]") {
  for (const Index lags : {0, 1, 4}) {
    auto session = trained(lags);
    const auto& data = session.data();
    const Index reach = lags ? lags : 6, K = 5;
    const auto forecast = run(session, K);
    for (const Index row : {Index{0}, Index{40}, 120 - reach}) {
      std::vector<float> window(forecast.points().begin() + row, forecast.points().begin() + row + reach);
      for (Index k = 0; k < K; ++k) {
        Encoded e = data.encode(window);
        e.values.resize(static_cast<std::size_t>(reach));
        Assessor assessor(session.model(), data, {&e});
        while (!assessor.advance()) continue;
        const float next = assessor.numbers()[0].back();
        CHECK(std::abs(forecast.predictions()[static_cast<std::size_t>(row * K + k)] - next) < 2e-5f);
        window.erase(window.begin());
        window.push_back(next);
      }
    }
  }
}

TEST_CASE("A row does not know the points that it predicts", "[session]") {
  auto session = trained(0);
  const auto whole = run(session, 4);
  for (const std::size_t end : {std::size_t{6}, std::size_t{30}, std::size_t{120}}) {
    const std::vector<float> seen(whole.points().begin(), whole.points().begin() + static_cast<std::ptrdiff_t>(end));
    const auto forecast = run(session, 4, seen);
    REQUIRE(forecast.predictions().size() == 4);
    for (std::size_t k = 0; k < 4; ++k) CHECK(std::abs(forecast.predictions()[k] - whole.predictions()[(end - 6) * 4 + k]) < 1e-6f);
    CHECK(forecast.first() == 6);
  }
}

TEST_CASE("A history shorter than what the model reads is refused", "[session]") {
  auto session = trained(0);
  for (const std::size_t n : {1, 5}) {
    try {
      run(session, 1, std::vector<float>(n, 0.5f));
      FAIL("not refused");
    } catch (const Error& error) {
      CHECK(error.code == "bad-data");
      CHECK(error.field == "history");
      CHECK(error.details.at("problem") == "too-short");
      CHECK(error.details.at("needed") == "6");
    }
  }
  CHECK(run(session, 1, std::vector<float>(6, 0.5f)).predictions().size() == 1);
}

TEST_CASE("One step ahead follows a chaotic series, whose next point is nothing like its last", "[session]") {
  auto session = trained(1, 400, "logistic");
  const auto forecast = run(session, 1);
  const auto& points = forecast.points();
  double squares = 0, still = 0;
  for (std::size_t n = 0; n < forecast.predictions().size(); ++n) {
    squares += std::pow(static_cast<double>(forecast.predictions()[n] - points[n + 1]), 2);
    still += std::pow(static_cast<double>(points[n] - points[n + 1]), 2);
  }
  CHECK(squares < 0.05 * still);  // still: that it stays as it is
}
