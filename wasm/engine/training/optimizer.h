#pragma once
// Optimisers over one flat block of parameters, with PyTorch's definitions.
//
//   SGD with momentum μ   v ← μ v + g                         p ← p − η v
//   RMSProp               v ← α v + (1 − α) g²                p ← p − η g / (√v + ε)
//   (Hinton 2012)
//   Adam                  m ← β₁ m + (1 − β₁) g               p ← p − η/(1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)
//   (Kingma & Ba 2015)    v ← β₂ v + (1 − β₂) g²
//   AdamW (Loshchilov & Hutter 2019)                          first p ← (1 − η λ) p, then Adam

#include <span>

#include "math/arena.h"

namespace unrolled {

enum class OptimizerKind { adam, adamw, rmsprop, sgd };

struct OptimizerOptions {
  OptimizerKind kind = OptimizerKind::adam;
  double rate = 2e-3;
  double momentum = 0;                               // sgd
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;  // adam, adamw; ε also rmsprop
  double alpha = 0.99;                               // rmsprop
  double decay = 0.01;                               // adamw: λ
};

/// What one update does to the gradient and the rate.
struct Update {
  double gradient = 1;  // factor: clipping by norm
  double limit = 0;     // then each element is held to ±limit (0: not): clipping by value
  double rate = 1;      // factor: the schedule
};

template <class T>
class Optimizer {
 public:
  Optimizer(const OptimizerOptions& options, Index size);

  void step(std::span<T> p, std::span<const T> g, const Update& update);

  std::uint64_t steps() const { return steps_; }
  /// Takes up where another optimiser stood after `steps`; its moments go into `moments()`.
  void resume(std::uint64_t steps);
  /// SGD: velocity. RMSProp: mean square. Adam and AdamW: first moment, second moment.
  std::span<Matrix<T>> moments() { return moments_; }

 private:
  void adam(std::span<T> p, std::span<const T> g, const Update& update);
  void rmsprop(std::span<T> p, std::span<const T> g, const Update& update);
  void sgd(std::span<T> p, std::span<const T> g, const Update& update);
  bool has_two_moments() const { return o_.kind == OptimizerKind::adam || o_.kind == OptimizerKind::adamw; }

  OptimizerOptions o_;
  Arena<T> arena_;
  std::vector<Matrix<T>> moments_;
  std::uint64_t steps_ = 0;
  double beta1_power_ = 1, beta2_power_ = 1;
};

/// ‖g‖₂ over the whole block, summed in double in four lanes.
template <class T>
double global_norm(std::span<const T> g);

/// g ← min(1, θ/‖g‖) g (Pascanu et al. 2013): the factor. θ = 0 never clips.
// code: clipping.forward
inline double clip_factor(double norm, double threshold) {
  return threshold > 0 && norm > threshold ? threshold / norm : 1.0;  //= factor
}

}  // namespace unrolled
