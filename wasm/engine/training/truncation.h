#pragma once
// How far gradients flow back within a window (D2L 9.7):
//
//   window   as far as the window reaches
//   steps    not across every τ-th step: what a regular truncation after τ steps leaves
//   random   across each step with probability π = 1 − 1/τ, and then 1/π times as much, so that the gradient is right
//            on average (Tallec & Ollivier 2017); the mean length is τ

#include <vector>

#include "math/random.h"
#include "math/types.h"

namespace unrolled {

enum class TruncationKind { window, steps, random };

struct Truncation {
  TruncationKind kind = TruncationKind::window;
  Index tau = 16;
};

/// Of what step t sends back to the state before it, flow[t] times arrives. Empty: all of it.
template <class T>
void set_flow(const Truncation& truncation, Index steps, std::uint64_t seed, std::vector<T>& flow) {
  if (truncation.kind == TruncationKind::window) return flow.clear();
  flow.assign(static_cast<size_t>(steps), T(1));
  Random random(seed, Stream::truncation);
  const double pi = 1 - 1 / static_cast<double>(truncation.tau);
  for (Index t = 1; t < steps; ++t) {
    if (truncation.kind == TruncationKind::steps) flow[t] = t % truncation.tau ? T(1) : T(0);
    else flow[t] = random.uniform() < pi ? T(1 / pi) : T(0);
  }
}

}  // namespace unrolled
