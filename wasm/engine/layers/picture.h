#pragma once
// What a picture says to a decoder: a small network of two layers, trained with it.
//
//   u = relu(p W_1 + b_1)        f = tanh(u W_2 + b_2)
//
// f[H] is as large as the decoder's state, so that it can be its start.

#include "layers/linear.h"
#include "math/elementary.h"

namespace unrolled {

template <class T>
struct PictureParams {
  Linear<T> first, second;

  static PictureParams declare(Arena<T>& arena, Index P, Index H) {
    const auto part = [&](const char* name, Index I, Index O) {
      const typename Arena<T>::Scope scope(arena, name);
      return Linear<T>::declare(arena, I, O);
    };
    return {part("first", P, H), part("second", H, H)};
  }
};

template <class T>
struct Picture {
  using Scalar = T;
  LinearWork<T> first, second;
  Matrix<T> p, u, f, du, df;  // p[B×P], the others [B×H]

  static Picture declare(Arena<T>& arena, Index B, Index P, Index H, Purpose purpose) {
    const Index back = purpose == Purpose::train ? B : 0;
    return {LinearWork<T>::declare(arena, P, H, purpose), LinearWork<T>::declare(arena, H, H, purpose),
            arena.matrix("p", B, P), arena.matrix("u", B, H), arena.matrix("f", B, H), arena.matrix("du", back, H),
            arena.matrix("df", back, H)};
  }
  void pack(const PictureParams<T>& params) { first.pack(params.first), second.pack(params.second); }

  void forward(const PictureParams<T>& params) {
    first.forward(params.first, p, u);
    for_lanes(u.size(), [&](Index j, auto n) {
      const Lane<T> a = load(u.data() + j, n);
      store<T>(u.data() + j, a < T(0) ? splat(T(0)) : a, n);
    });
    second.forward(params.second, u, f);
    for_lanes(f.size(), [&](Index j, auto n) { store<T>(f.data() + j, tanh_lane<T>(load(f.data() + j, n)), n); });
  }

  /// From df.
  void backward(const PictureParams<T>& d) {
    for_lanes(f.size(), [&](Index j, auto n) {
      const Lane<T> y = load(f.data() + j, n);
      store<T>(df.data() + j, load(df.data() + j, n) * (T(1) - y * y), n);
    });
    du.setZero();
    second.backward(d.second, u, df, du);
    for_lanes(u.size(), [&](Index j, auto n) {
      store<T>(du.data() + j, load(u.data() + j, n) > T(0) ? load(du.data() + j, n) : splat(T(0)), n);
    });
    first.backward(d.first, p, du, rows(du, 0, 0));
  }
};

}  // namespace unrolled
