#pragma once
// How hypotheses of different lengths compare: score = ln p / L^α (Wu et al. 2016, with their 5 + L left as L; D2L 10.8).

#include "math/types.h"

namespace unrolled {

/// L^α without libm.
double length_power(Index L, double alpha);

/// ln Σ e^z over the V logits z: z minus it is ln p, at temperature 1.
template <class T>
double log_normalizer(const T* z, Index V);

}  // namespace unrolled
