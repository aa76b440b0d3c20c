#pragma once
// How the learning rate changes with the steps (D2L 12.11).
//
//   constant   1
//   step       factor^⌊t / every⌋
//   cosine     ½ (1 + cos(π min(1, t / steps)))        (Loshchilov & Hutter 2017)
//
// t counts from the end of the warm-up, during which the rate grows evenly: (step + 1) / warmup.

#include <algorithm>
#include <cstdint>

namespace unrolled {

enum class ScheduleKind { constant, step, cosine };

struct Schedule {
  ScheduleKind kind = ScheduleKind::constant;
  double warmup = 0;                // steps
  double every = 1000, factor = 0.5;  // step
  double steps = 6000;              // cosine
};

/// cos(π x) for x in [0, 1]: the Taylor series of sin about the middle, since libm differs between platforms.
inline double cosine_of_half_turns(double x) {
  const double y = 3.14159265358979323846 * (0.5 - x), y2 = y * y;
  double sum = 1;
  for (int k = 20; k >= 2; k -= 2) sum = 1 - sum * y2 / (k * (k + 1));
  return y * sum;
}

/// The factor of the rate for the update after so many steps.
inline double rate_factor(const Schedule& s, std::uint64_t steps) {
  const double at = static_cast<double>(steps);
  if (at < s.warmup) return (at + 1) / s.warmup;
  const double t = at - s.warmup;
  switch (s.kind) {
    case ScheduleKind::constant: break;
    case ScheduleKind::step: {
      double factor = 1;
      for (double left = t; left >= s.every && factor > 1e-30; left -= s.every) factor *= s.factor;
      return factor;
    }
    case ScheduleKind::cosine: return 0.5 * (1 + cosine_of_half_turns(std::min(1.0, t / s.steps)));
  }
  return 1;
}

}  // namespace unrolled
