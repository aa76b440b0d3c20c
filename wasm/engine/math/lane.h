#pragma once
// Four numbers side by side: the only vector width in the engine, so that wasm simd128 and SSE compute the
// same operations in the same order. A row whose length is no multiple of four ends with a partial lane that
// runs through the very same code.

#include <cstring>
#ifdef __wasm_relaxed_simd__
#include <wasm_simd128.h>
#endif

#include "math/types.h"

namespace unrolled {

template <class T>
struct LaneTypes;
template <>
struct LaneTypes<float> {
  typedef float Value __attribute__((vector_size(16)));
  typedef std::int32_t Bits __attribute__((vector_size(16)));
};
template <>
struct LaneTypes<double> {
  typedef double Value __attribute__((vector_size(32)));
  typedef std::int64_t Bits __attribute__((vector_size(32)));
};

template <class T>
using Lane = typename LaneTypes<T>::Value;
template <class T>
using LaneBits = typename LaneTypes<T>::Bits;

inline constexpr Index lane_width = 4;

/// How many of a lane's four places are meant; `FullLane` is known at compile time.
struct FullLane {};
struct PartLane {
  Index count;
};

template <class T>
inline Lane<T> splat(T x) {
  return Lane<T>{x, x, x, x};
}

template <class T>
inline Lane<T> load(const T* p, FullLane = {}, T = T(0)) {
  Lane<T> v;
  std::memcpy(&v, p, sizeof v);
  return v;
}
template <class T>
inline Lane<T> load(const T* p, PartLane n, T fill = T(0)) {
  Lane<T> v = splat(fill);
  for (Index i = 0; i < n.count; ++i) v[i] = p[i];
  return v;
}

template <class T>
inline void store(T* p, const Lane<T>& v, FullLane = {}) {
  std::memcpy(p, &v, sizeof v);
}
template <class T>
inline void store(T* p, const Lane<T>& v, PartLane n) {
  for (Index i = 0; i < n.count; ++i) p[i] = v[i];
}

/// sum + a·b, each rounded. The fast build rounds once, where the processor multiplies and adds in one instruction.
template <class T>
inline Lane<T> add_product(Lane<T> sum, Lane<T> a, Lane<T> b) {
#ifdef __wasm_relaxed_simd__
  if constexpr (sizeof(T) == 4) return Lane<T>(wasm_f32x4_relaxed_madd(v128_t(a), v128_t(b), v128_t(sum)));
#endif
  return sum + a * b;
}

/// Calls f(j, FullLane) for each whole lane of `count` numbers and f(j, PartLane) for what is left.
template <class F>
inline void for_lanes(Index count, F&& f) {
  Index j = 0;
  for (; j + lane_width <= count; j += lane_width) f(j, FullLane{});
  if (j < count) f(j, PartLane{count - j});
}

/// (v0 + v1) + (v2 + v3).
template <class T>
inline T lane_sum(const Lane<T>& v) {
  return (v[0] + v[1]) + (v[2] + v[3]);
}

template <class T>
inline T lane_max(const Lane<T>& v) {
  T m = v[0];
  for (Index i = 1; i < lane_width; ++i) m = m < v[i] ? v[i] : m;
  return m;
}

}  // namespace unrolled
