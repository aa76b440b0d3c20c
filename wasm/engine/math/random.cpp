#include "math/random.h"

#include <cmath>

#include "math/elementary.h"

namespace unrolled {

double Random::normal() {
  for (;;) {
    const double u = 2 * uniform53() - 1;
    const double v = 2 * uniform53() - 1;
    const double s = u * u + v * v;
    if (s > 1e-300 && s < 1) return u * std::sqrt(-2 * log_scalar(s) / s);
  }
}

}  // namespace unrolled
