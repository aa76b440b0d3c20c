#include "math/elementary.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>

using namespace unrolled;

namespace {

constexpr float infinity = std::numeric_limits<float>::infinity(), not_a_number = std::numeric_limits<float>::quiet_NaN();

/// Distance in units of the last place of the float nearest to `exact`.
double ulps(float got, double exact) {
  int exponent;
  std::frexp(exact, &exponent);
  return std::abs(static_cast<double>(got) - exact) / std::ldexp(1.0, std::max(exponent - 24, -149));
}

struct Worst {
  double error = 0;
  float at = 0;
};

/// Every `stride`th of all 2^32 bit patterns that lies in [low, high].
template <class F, class Exact>
Worst sweep(F f, Exact exact, float low, float high) {
  constexpr std::uint32_t stride = 797;
  Worst worst;
  Lane<float> x = splat(0.0f);
  Index filled = 0;
  for (std::uint64_t bits = 0; bits < 0x1'0000'0000; bits += stride) {
    const float candidate = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    if (!(candidate >= low && candidate <= high)) continue;
    x[filled++] = candidate;
    if (filled < lane_width) continue;
    filled = 0;
    const Lane<float> y = f(x);
    for (Index i = 0; i < lane_width; ++i) {
      const double e = ulps(y[i], exact(static_cast<double>(x[i])));
      if (!(e <= worst.error)) worst = {e, x[i]};
    }
  }
  return worst;
}

template <class F, class Exact>
double worst_relative(F f, Exact exact, double low, double high) {
  double worst = 0;
  constexpr int points = 200000;
  for (int k = 0; k <= points; ++k) {
    const double linear = low + (high - low) * k / points;
    for (const double x : {linear, linear * std::ldexp(1.0, -(k % 50))}) {
      const double e = exact(x);
      if (x >= low && x <= high && e != 0) worst = std::max(worst, std::abs(f(splat(x))[0] - e) / std::abs(e));
    }
  }
  return worst;
}

/// Between neighbouring floats around x, f never falls by more than `allowed` units in the last place.
template <class F>
bool rises_around(F f, float x, double allowed) {
  for (int k = 0; k < 64; ++k) x = std::nextafter(x, -infinity);
  float before = f(splat(x))[0];
  for (int k = 0; k < 128; ++k) {
    x = std::nextafter(x, infinity);
    const float after = f(splat(x))[0];
    if (after < before && ulps(after, static_cast<double>(before)) > allowed) return false;
    before = after;
  }
  return true;
}

}  // namespace

TEST_CASE("exp is within 1.23 ulp", "[math]") {
  const Worst w = sweep(exp_lane<float>, [](double x) { return std::exp(x); }, -87.3f, 88.3f);
  INFO("at " << w.at);
  CHECK(w.error < 1.23);
}

TEST_CASE("expm1 is within 2.4 ulp", "[math]") {
  const Worst w = sweep(expm1_lane<float>, [](double x) { return std::expm1(x); }, -87.3f, 88.3f);
  INFO("at " << w.at);
  CHECK(w.error < 2.4);
}

TEST_CASE("sigmoid is within 2.5 ulp", "[math]") {
  const Worst w = sweep(sigmoid_lane<float>, [](double x) { return 1 / (1 + std::exp(-x)); }, -87.3f, 88.3f);
  INFO("at " << w.at);
  CHECK(w.error < 2.5);
}

TEST_CASE("tanh is within 2.6 ulp", "[math]") {
  const auto normal = [](double x) { return std::abs(x) < 1e-37 ? x : std::tanh(x); };
  const Worst w = sweep(tanh_lane<float>, normal, -3e38f, 3e38f);
  INFO("at " << w.at);
  CHECK(w.error < 2.6);
}

TEST_CASE("log is within 2 ulp on normal numbers", "[math]") {
  const Worst w = sweep(log_lane<float>, [](double x) { return std::log(x); }, 1.1755e-38f, 3.4e38f);
  INFO("at " << w.at);
  CHECK(w.error < 2);
}

TEST_CASE("In double the relative error stays below 1e-15", "[math]") {
  CHECK(worst_relative(exp_lane<double>, [](double x) { return std::exp(x); }, -708, 709) < 1e-15);
  CHECK(worst_relative(expm1_lane<double>, [](double x) { return std::expm1(x); }, -30, 30) < 1e-15);
  CHECK(worst_relative(sigmoid_lane<double>, [](double x) { return 1 / (1 + std::exp(-x)); }, -700, 700) < 1e-15);
  CHECK(worst_relative(tanh_lane<double>, [](double x) { return std::tanh(x); }, -30, 30) < 1e-15);
  CHECK(worst_relative(log_lane<double>, [](double x) { return std::log(x); }, 1e-300, 1e6) < 1e-15);
}

TEST_CASE("Outside of their range the functions saturate", "[math]") {
  CHECK(exp_lane<float>(splat(200.0f))[0] == exp_lane<float>(splat(88.3f))[0]);
  CHECK(exp_lane<float>(splat(infinity))[0] == exp_lane<float>(splat(88.3f))[0]);
  CHECK(exp_lane<float>(splat(-infinity))[0] == exp_lane<float>(splat(-87.3f))[0]);
  CHECK(exp_lane<float>(splat(-87.3f))[0] > 0);
  CHECK(exp_lane<double>(splat(1e300))[0] == exp_lane<double>(splat(709.0))[0]);
  for (const float x : {20.0f, 1000.0f, infinity}) {
    CHECK(tanh_lane<float>(splat(x))[0] == 1);
    CHECK(tanh_lane<float>(splat(-x))[0] == -1);
    CHECK(sigmoid_lane<float>(splat(x))[0] <= 1);
    CHECK(sigmoid_lane<float>(splat(x))[0] > 0.99999f);
    CHECK(sigmoid_lane<float>(splat(-x))[0] >= 0);
    CHECK(sigmoid_lane<float>(splat(-x))[0] < 1e-8f);
  }
}

TEST_CASE("Known points are exact", "[math]") {
  CHECK(exp_lane<float>(splat(0.0f))[0] == 1);
  CHECK(sigmoid_lane<float>(splat(0.0f))[0] == 0.5f);
  CHECK(tanh_lane<float>(splat(0.0f))[0] == 0);
  CHECK(log_scalar(1.0f) == 0);
  CHECK(log_scalar(1.0) == 0);
}

TEST_CASE("NaN in gives NaN out, in its own place only", "[math]") {
  const Lane<float> x{1, not_a_number, 2, 3};
  const auto only_second = [](const Lane<float>& y) {
    return !std::isnan(y[0]) && std::isnan(y[1]) && !std::isnan(y[2]) && !std::isnan(y[3]);
  };
  CHECK(only_second(exp_lane<float>(x)));
  CHECK(only_second(expm1_lane<float>(x)));
  CHECK(only_second(sigmoid_lane<float>(x)));
  CHECK(only_second(tanh_lane<float>(x)));
  CHECK(only_second(log_lane<float>(x)));
  CHECK(std::isnan(log_scalar(infinity)));
  CHECK(std::isnan(exp_lane<double>(splat(std::numeric_limits<double>::quiet_NaN()))[0]));
}

TEST_CASE("Where the reduction changes its n, the functions fall by no more than their error", "[math]") {
  for (int n = -120; n <= 120; ++n) {
    const float join = (static_cast<float>(n) + 0.5f) * 0.69314718f;
    INFO("join " << join);
    if (join > -87 && join < 88) CHECK(rises_around(exp_lane<float>, join, 2));
    if (std::abs(join) < 80) CHECK(rises_around(sigmoid_lane<float>, join, 4));
    CHECK(rises_around(tanh_lane<float>, join / 2, 4));
    const float power = std::ldexp(1.41421356f, n);
    CHECK(rises_around(log_lane<float>, power, 2));
    CHECK(rises_around(log_lane<float>, std::ldexp(1.0f, n), 2));
  }
}

TEST_CASE("tanh is odd to the last bit", "[math]") {
  for (float x = 1e-6f; x < 20; x *= 1.01f) REQUIRE(tanh_lane<float>(splat(-x))[0] == -tanh_lane<float>(splat(x))[0]);
}
