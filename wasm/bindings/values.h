#pragma once
// What crosses the border: typed arrays, options, errors.

#include <emscripten/bind.h>
#include <emscripten/emscripten.h>

#include <span>
#include <vector>

#include "math/error.h"

namespace unrolled {

EMSCRIPTEN_DECLARE_VAL_TYPE(Uint8Array)
EMSCRIPTEN_DECLARE_VAL_TYPE(Float32Array)
EMSCRIPTEN_DECLARE_VAL_TYPE(Float64Array)
EMSCRIPTEN_DECLARE_VAL_TYPE(Notices)
EMSCRIPTEN_DECLARE_VAL_TYPE(GradientNorms)
EMSCRIPTEN_DECLARE_VAL_TYPE(Weights)

void register_array_types();
void register_options();

inline std::vector<std::uint8_t> bytes_of(const Uint8Array& array) {
  return emscripten::convertJSArrayToNumberVector<std::uint8_t>(array);
}

/// A JS array of its own memory: a view would be cut off when the wasm memory grows.
template <class Array, class T>
Array js_copy(const T* data, size_t count) {
  return Array(emscripten::val(emscripten::typed_memory_view(count, data)).template call<emscripten::val>("slice"));
}
inline Uint8Array copy_of(const std::vector<std::uint8_t>& v) { return js_copy<Uint8Array>(v.data(), v.size()); }
inline Uint8Array copy_of(const std::string& s) {
  return js_copy<Uint8Array>(reinterpret_cast<const std::uint8_t*>(s.data()), s.size());
}
inline Float32Array copy_of(std::span<const float> v) { return js_copy<Float32Array>(v.data(), v.size()); }
inline Float64Array copy_of(const std::vector<double>& v) { return js_copy<Float64Array>(v.data(), v.size()); }

/// Writes numbers into a JS array, from element `at` on.
inline void put(std::span<const float> from, const Float32Array& to, size_t at) {
  to.call<void>("set", emscripten::val(emscripten::typed_memory_view(from.size(), from.data())), at);
}
/// Reads as many numbers of a JS array as `to` holds, from element `at` on.
inline void take(const Float32Array& from, size_t at, std::span<float> to) {
  emscripten::val(emscripten::typed_memory_view(to.size(), to.data()))
      .call<void>("set", from.call<emscripten::val>("subarray", at, at + to.size()));
}

[[noreturn]] void throw_to_js(const Error& error);
[[noreturn]] void throw_out_of_memory();

/// Runs `f`; a C++ exception becomes a JS object { code, field, message, details }.
template <class F>
auto guarded(F&& f) -> decltype(f()) {
  try {
    return f();
  } catch (const Error& error) {
    throw_to_js(error);
  } catch (const std::bad_alloc&) {
    throw_out_of_memory();
  }
}

/// Pieces of work until it is finished or `milliseconds` have passed.
template <class Advance>
bool run_for(double milliseconds, Advance&& advance) {
  const double deadline = emscripten_get_now() + milliseconds;
  do {
    if (advance()) return true;
  } while (emscripten_get_now() < deadline);
  return false;
}

}  // namespace unrolled
