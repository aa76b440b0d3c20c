#include "training/schedule.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>

using namespace unrolled;

TEST_CASE("The cosine of a half turn is that of libm", "[training]") {
  for (int k = 0; k <= 1000; ++k) CHECK(std::abs(cosine_of_half_turns(k / 1000.0) - std::cos(M_PI * k / 1000.0)) < 1e-14);
}

TEST_CASE("A warm-up grows evenly to the rate, and the schedule begins after it", "[training]") {
  const Schedule s{.kind = ScheduleKind::step, .warmup = 4, .every = 10, .factor = 0.5};
  CHECK(rate_factor(s, 0) == 0.25);
  CHECK(rate_factor(s, 2) == 0.75);
  CHECK(rate_factor(s, 3) == 1);
  CHECK(rate_factor(s, 13) == 1);
  CHECK(rate_factor(s, 14) == 0.5);
  CHECK(rate_factor(s, 24) == 0.25);
}

TEST_CASE("A constant rate stays, steps drop, a cosine falls to zero and stays there", "[training]") {
  CHECK(rate_factor({}, 123456789) == 1);
  const Schedule drops{.kind = ScheduleKind::step, .every = 1, .factor = 0.1};
  CHECK(rate_factor(drops, 1'000'000'000'000) < 1e-29);
  const Schedule cosine{.kind = ScheduleKind::cosine, .steps = 100};
  CHECK(rate_factor(cosine, 0) == 1);
  CHECK(std::abs(rate_factor(cosine, 50) - 0.5) < 1e-15);
  CHECK(std::abs(rate_factor(cosine, 25) - (1 + std::sqrt(0.5)) / 2) < 1e-14);
  CHECK(std::abs(rate_factor(cosine, 100)) < 1e-15);
  CHECK(std::abs(rate_factor(cosine, 5000)) < 1e-15);
}
