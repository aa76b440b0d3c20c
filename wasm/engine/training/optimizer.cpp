#include "training/optimizer.h"

#include <cmath>

#include "math/lane.h"

namespace unrolled {

namespace {

template <class T>
Lane<T> square_root(Lane<T> v) {
  for (Index i = 0; i < lane_width; ++i) v[i] = std::sqrt(v[i]);
  return v;
}

/// The gradient as an update uses it.
// code: clipping.forward
template <class T>
struct Clipped {
  T scale, limit;
  explicit Clipped(const Update& u) : scale(T(u.gradient)), limit(T(u.limit)) {}
  Lane<T> operator()(Lane<T> g) const {
    g *= scale;  //= g
    if (limit == 0) return g;
    g = g < -limit ? splat(-limit) : g;  //= limit
    return g > limit ? splat(limit) : g;  //= limit
  }
};

}  // namespace

template <class T>
Optimizer<T>::Optimizer(const OptimizerOptions& options, Index size)
    : o_(options), arena_((has_two_moments() ? 2 : 1) * (size + 16)) {
  moments_.push_back(arena_.matrix("first", 1, size));
  if (has_two_moments()) moments_.push_back(arena_.matrix("second", 1, size));
}

template <class T>
void Optimizer<T>::step(std::span<T> p, std::span<const T> g, const Update& update) {
  ++steps_;
  switch (o_.kind) {
    case OptimizerKind::adam:
    case OptimizerKind::adamw: return adam(p, g, update);
    case OptimizerKind::rmsprop: return rmsprop(p, g, update);
    case OptimizerKind::sgd: return sgd(p, g, update);
  }
}

template <class T>
void Optimizer<T>::resume(std::uint64_t steps) {
  steps_ = steps;
  beta1_power_ = beta2_power_ = 1;
  for (std::uint64_t k = 0; k < steps; ++k) {
    const double before1 = beta1_power_, before2 = beta2_power_;
    beta1_power_ *= o_.beta1, beta2_power_ *= o_.beta2;
    if (beta1_power_ == before1 && beta2_power_ == before2) break;  // both have reached the smallest number there is
  }
}

template <class T>
void Optimizer<T>::adam(std::span<T> p, std::span<const T> g, const Update& update) {
  beta1_power_ *= o_.beta1;
  beta2_power_ *= o_.beta2;
  const double rate = o_.rate * update.rate;
  const T step_size = T(rate / (1 - beta1_power_));
  const T root = T(1 / std::sqrt(1 - beta2_power_));
  const T keep = T(o_.kind == OptimizerKind::adamw ? 1 - rate * o_.decay : 1);
  const T b1 = T(o_.beta1), b2 = T(o_.beta2), keep1 = T(1 - o_.beta1), keep2 = T(1 - o_.beta2), eps = T(o_.epsilon);
  const Clipped<T> clipped(update);
  T *first = moments_[0].data(), *second = moments_[1].data();
  for_lanes(static_cast<Index>(p.size()), [&](Index j, auto n) {
    const Lane<T> gj = clipped(load(g.data() + j, n));
    const Lane<T> m = load(first + j, n) * b1 + gj * keep1;
    const Lane<T> v = load(second + j, n) * b2 + gj * gj * keep2;
    store<T>(first + j, m, n);
    store<T>(second + j, v, n);
    store<T>(p.data() + j, load(p.data() + j, n) * keep - m * step_size / (square_root<T>(v) * root + eps), n);
  });
}

template <class T>
void Optimizer<T>::rmsprop(std::span<T> p, std::span<const T> g, const Update& update) {
  const T rate = T(o_.rate * update.rate), alpha = T(o_.alpha), rest = T(1 - o_.alpha), eps = T(o_.epsilon);
  const Clipped<T> clipped(update);
  T* square = moments_[0].data();
  for_lanes(static_cast<Index>(p.size()), [&](Index j, auto n) {
    const Lane<T> gj = clipped(load(g.data() + j, n));
    const Lane<T> v = load(square + j, n) * alpha + gj * gj * rest;
    store<T>(square + j, v, n);
    store<T>(p.data() + j, load(p.data() + j, n) - gj * rate / (square_root<T>(v) + eps), n);
  });
}

template <class T>
void Optimizer<T>::sgd(std::span<T> p, std::span<const T> g, const Update& update) {
  const T rate = T(o_.rate * update.rate), mu = T(o_.momentum);
  const Clipped<T> clipped(update);
  T* velocity = moments_[0].data();
  for_lanes(static_cast<Index>(p.size()), [&](Index j, auto n) {
    const Lane<T> v = load(velocity + j, n) * mu + clipped(load(g.data() + j, n));
    store<T>(velocity + j, v, n);
    store<T>(p.data() + j, load(p.data() + j, n) - v * rate, n);
  });
}

// code: clipping.forward
template <class T>
double global_norm(std::span<const T> g) {
  Lane<double> sums = splat(0.0);
  for_lanes(static_cast<Index>(g.size()), [&](Index j, auto n) {
    const Lane<double> v = __builtin_convertvector(load(g.data() + j, n), Lane<double>);
    sums += v * v;  //= norm
  });
  return std::sqrt(lane_sum<double>(sums));  //= norm
}

template class Optimizer<float>;
template class Optimizer<double>;
template double global_norm(std::span<const float>);
template double global_norm(std::span<const double>);

}  // namespace unrolled
