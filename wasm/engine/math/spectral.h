#pragma once
// Square matrices of a chosen spectral radius ρ, the largest |eigenvalue|: what decides whether h_t = h_{t−1} U grows or
// fades (D2L 9.7).

#include "math/random.h"
#include "math/types.h"

namespace unrolled {

/// What the recurrent weights start as, each gate's H×H block for itself.
enum class RecurrentKind { uniform, orthogonal, identity };

struct RecurrentStart {
  RecurrentKind kind = RecurrentKind::uniform;
  double radius = 0;  // the block is scaled to it; 0: left as it is
};

/// ρ by Gelfand's formula, lim ‖Aᵐ‖^(1/m), with m = 2^14 from repeated squaring: within 0.5 % for matrices of random
/// numbers. 0 for a nilpotent A. In double, without libm.
double spectral_radius(const Matrix<double>& A);

/// Every gate's block of U[H×GH]; draws from a stream of its own, so that the other weights of a seed stay.
template <class T>
void start_recurrent(std::uint64_t seed, Matrix<T> U, const RecurrentStart& start);

}  // namespace unrolled
