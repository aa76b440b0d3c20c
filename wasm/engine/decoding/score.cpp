#include "decoding/score.h"

#include <algorithm>

#include "math/elementary.h"

namespace unrolled {

double length_power(Index L, double alpha) {
  return exp_lane<double>(splat(alpha * log_scalar(static_cast<double>(L))))[0];
}

template <class T>
double log_normalizer(const T* z, Index V) {
  double top = static_cast<double>(z[0]), sum = 0;
  for (Index v = 1; v < V; ++v) top = std::max(top, static_cast<double>(z[v]));
  for_lanes(V, [&](Index v, auto part) {
    const Lane<double> e = exp_lane<double>(__builtin_convertvector(load(z + v, part), Lane<double>) - top);
    for (Index i = 0; i < std::min(lane_width, V - v); ++i) sum += e[i];
  });
  return top + log_scalar(sum);
}

template double log_normalizer(const float*, Index);
template double log_normalizer(const double*, Index);

}  // namespace unrolled
