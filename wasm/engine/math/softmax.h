#pragma once
// Softmax of one row, shifted by its maximum: p_v = e^(z_v − max z) / Σ_u e^(z_u − max z).

#include <limits>

#include "math/elementary.h"

namespace unrolled {

/// In place over z[V]. Returns ln Σ e^(z_u) − z_target before the change: the nats of `target`.
template <class T>
T softmax_row(T* z, Index V, Index target) {
  const T lowest = -std::numeric_limits<T>::max();
  Lane<T> peak = splat(lowest);
  for_lanes(V, [&](Index j, auto n) {
    const Lane<T> v = load(z + j, n, lowest);
    peak = peak < v ? v : peak;
  });
  const T top = lane_max<T>(peak);
  const T shifted_target = z[target] - top;
  Lane<T> sums = splat(T(0));
  for_lanes(V, [&](Index j, auto n) {
    const Lane<T> e = exp_lane<T>(load(z + j, n, lowest) - top);
    store<T>(z + j, e, n);
    sums += e;
  });
  const T sum = lane_sum<T>(sums);
  const T scale = T(1) / sum;
  for_lanes(V, [&](Index j, auto n) { store<T>(z + j, load(z + j, n) * scale, n); });
  return log_scalar(sum) - shifted_target;
}

}  // namespace unrolled
