#pragma once
// exp, expm1, sigmoid, tanh and log on lanes. libm differs between platforms; these do not.
//
// exp:  x = n·ln2 + r with |r| ≤ ln2/2, e^r − 1 by its Taylor polynomial p(r), then e^x = 2^n·p + 2^n.
// log:  x = 2^e·m with m in [√½, √2), log m = 2·artanh(s), s = (m − 1)/(m + 1), by its Taylor polynomial.
//
// Largest error over all 2^32 floats against double-precision libm, in units of the last place of the result
// (tests/engine/math/elementary_test.cpp holds them to it):
//   float   exp 1.23   expm1 2.4   sigmoid 2.5   tanh 2.6   log 2       double: relative 1e-15
// NaN in gives NaN out.

#include <array>
#include <bit>

#include "math/lane.h"

namespace unrolled {

namespace elementary {

template <class T>
struct Constants;
template <>
struct Constants<float> {
  static constexpr int exp_terms = 7, log_terms = 5, shift = 23, bias = 127;
  static constexpr float round = 12582912.0f;  // 1.5·2^23: adding it leaves the nearest integer in the low bits
  static constexpr float ln2_high = 0.693145751953125f, ln2_low = 1.42860676e-6f;
  static constexpr float lowest = -87.3f, highest = 88.3f;  // 2^n stays a normal number
};
template <>
struct Constants<double> {
  static constexpr int exp_terms = 14, log_terms = 12, shift = 52, bias = 1023;
  static constexpr double round = 6755399441055744.0;  // 1.5·2^52
  static constexpr double ln2_high = 0.69314718036912381649, ln2_low = 1.90821492927058770002e-10;
  static constexpr double lowest = -708.0, highest = 709.0;
};

template <class T, int N>
constexpr std::array<T, N + 1> inverse_factorials() {
  std::array<T, N + 1> c{};
  double f = 1;
  c[0] = T(1);
  for (int k = 1; k <= N; ++k) c[k] = T(1.0 / (f *= k));
  return c;
}

/// e^x = scale·fraction + scale, where fraction = e^r − 1.
template <class T>
struct Reduced {
  Lane<T> fraction, scale;
};

template <class T>
inline Reduced<T> reduce(Lane<T> x) {
  using C = Constants<T>;
  constexpr T log2e = T(1.4426950408889634074);
  x = x < C::lowest ? splat(C::lowest) : x;
  x = x > C::highest ? splat(C::highest) : x;
  const Lane<T> shifted = x * log2e + C::round;
  const Lane<T> n = shifted - C::round;
  const Lane<T> r = (x - n * C::ln2_high) - n * C::ln2_low;
  constexpr auto c = inverse_factorials<T, C::exp_terms>();
  Lane<T> q = splat(c[C::exp_terms]);
  for (int k = C::exp_terms - 1; k >= 1; --k) q = add_product<T>(splat(c[k]), q, r);
  const auto integer = std::bit_cast<LaneBits<T>>(shifted) - std::bit_cast<LaneBits<T>>(splat(C::round));
  return {q * r, std::bit_cast<Lane<T>>((integer + C::bias) << C::shift)};
}

}  // namespace elementary

/// e^x; below −87.3 (double: −708) the value there, above 88.3 (709) the value there.
template <class T>
inline Lane<T> exp_lane(Lane<T> x) {
  const auto [p, s] = elementary::reduce<T>(x);
  return add_product<T>(s, s, p);
}

/// e^x − 1 without cancellation near 0.
template <class T>
inline Lane<T> expm1_lane(Lane<T> x) {
  const auto [p, s] = elementary::reduce<T>(x);
  return add_product<T>(s - T(1), s, p);
}

/// σ(x) = 1/(1 + e^−x).
template <class T>
inline Lane<T> sigmoid_lane(Lane<T> x) {
  return T(1) / (T(1) + exp_lane<T>(-x));
}

/// tanh|x| = −m/(2 + m) with m = e^(−2|x|) − 1, then the sign of x.
template <class T>
inline Lane<T> tanh_lane(Lane<T> x) {
  const Lane<T> magnitude = x < T(0) ? -x : x;
  const Lane<T> m = expm1_lane<T>(magnitude * T(-2));
  const Lane<T> t = -m / (T(2) + m);
  return x < T(0) ? -t : t;
}

/// ln x for normal positive x; +inf and NaN give NaN.
template <class T>
inline Lane<T> log_lane(Lane<T> x) {
  using C = elementary::Constants<T>;
  const auto bits = std::bit_cast<LaneBits<T>>(x);
  constexpr auto one = std::bit_cast<std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>>(T(1));
  const LaneBits<T> mantissa_mask = LaneBits<T>{} + ((decltype(one){1} << C::shift) - 1);
  Lane<T> m = std::bit_cast<Lane<T>>((bits & mantissa_mask) | one);
  LaneBits<T> e = ((bits >> C::shift) & (2 * C::bias + 1)) - C::bias;
  const auto big = m > T(1.4142135623730951);
  m = big ? m * T(0.5) : m;
  e -= big;  // a true comparison is −1
  const Lane<T> s = (m - T(1)) / (m + T(1));
  const Lane<T> s2 = s * s;
  Lane<T> q = splat(T(1.0 / (2 * C::log_terms + 1)));
  for (int k = C::log_terms - 1; k >= 1; --k) q = q * s2 + T(1.0 / (2 * k + 1));
  const Lane<T> n = __builtin_convertvector(e, Lane<T>);
  const Lane<T> tail = (s * T(2)) * (s2 * q) + n * C::ln2_low;
  return (n * C::ln2_high + (tail + s * T(2))) + (x - x);
}

template <class T>
inline T log_scalar(T x) {
  return log_lane<T>(splat(x))[0];
}

}  // namespace unrolled
