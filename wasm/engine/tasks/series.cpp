#include "tasks/series.h"

#include <algorithm>

#include "math/elementary.h"
#include "tasks/draw.h"

namespace unrolled {

double sine_of(double x) {
  constexpr double pi = 3.14159265358979323846;
  const double turns = x / pi;
  const auto n = static_cast<std::int64_t>(turns < 0 ? turns - 0.5 : turns + 0.5);  // the nearest multiple of π
  const double y = x - static_cast<double>(n) * pi, y2 = y * y;
  double sum = 1;
  for (int k = 20; k >= 2; k -= 2) sum = 1 - sum * y2 / (k * (k + 1));
  return n % 2 ? -y * sum : y * sum;
}

namespace {

double wave(std::string_view variant, double t) {
  if (variant == "damped") return exp_lane<double>(splat(-0.003 * t))[0] * sine_of(0.05 * t);
  if (variant == "sines") return sine_of(0.05 * t) + 0.5 * sine_of(0.13 * t);
  return sine_of(0.01 * t);
}

}  // namespace

Example make_series(Random& random, const TaskOptions& options) {
  const bool logistic = options.variant == "logistic";
  const double noise = options.noise >= 0 ? options.noise : logistic ? 0 : 0.2;
  std::vector<float> points;
  double x = logistic ? 0.1 + 0.8 * random.uniform() : 0;
  for (Index t = 1; t <= options.length + 1; ++t) {
    if (!logistic) x = wave(options.variant, static_cast<double>(t));
    const double shift = noise > 0 ? noise * random.normal() : 0;
    if (logistic) x = std::clamp(x + shift, 0.0, 1.0);
    points.push_back(static_cast<float>(logistic ? x : x + shift));
    if (logistic) x = 3.9 * x * (1 - x);
  }
  Example e;
  e.frames.assign(points.begin(), points.end() - 1);
  e.values.assign(points.begin() + 1, points.end());
  return e;
}

}  // namespace unrolled
