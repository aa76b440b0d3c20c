#pragma once
// The plain recurrent network (Elman 1990): the hidden state is both memory and output.
//
//   h_t = φ(x_t W + h_{t−1} U + b),   φ = tanh, relu, identity or σ
//
// Saved: h alone, since φ′ can be read off it: tanh′ = 1 − h², relu′ = [h > 0], identity′ = 1,
// σ′ = h (1 − h). h has one block of rows more than there are steps: block 0 is the state before the window.

#include "cells/cell.h"
#include "math/elementary.h"

namespace unrolled {

template <class T>
struct Elman : OneBias<T, 1> {
  using OneBias<T, 1>::gates;
  static constexpr CellSize size = elman_size;

  struct Saved {
    using Scalar = T;
    Span span;
    Matrix<T> a, h;  // a[TB×H] before φ; h[(T+1)B×H]

    static Saved declare(Arena<T>& arena, Span s, Index H) {
      return {s, arena.matrix("a", s.T * s.B, H), arena.matrix("h", (s.T + 1) * s.B, H)};
    }
    std::array<NamedState<T>, 1> state() const { return {{{"h", h}}}; }
    std::vector<NamedView<T>> views() const {
      const Index H = h.cols(), n = span.T * span.B;
      return {{"h", h.data() + span.B * H, n, H, H}};
    }
  };

  struct Grads {
    using Scalar = T;
    Matrix<T> da, dh, dh_start;  // [TB×H], start[B×H]
    Index cut = -1;

    static Grads declare(Arena<T>& arena, Span s, Index H) {
      return {arena.matrix("da", s.T * s.B, H), arena.matrix("dh", s.T * s.B, H), arena.matrix("dh_start", s.B, H)};
    }
    std::vector<NamedView<T>> views() const { return {{"h", dh.data(), dh.rows(), dh.cols(), dh.cols()}}; }
  };

  // code: rnn.forward
  static Lane<T> phi(Activation f, Lane<T> a) {
    switch (f) {
      case Activation::tanh: return tanh_lane<T>(a);  //= h
      case Activation::relu: return a < T(0) ? splat(T(0)) : a;  //= h
      case Activation::sigmoid: return sigmoid_lane<T>(a);  //= h
      case Activation::identity: break;
    }
    return a;  //= h
  }

  // code: rnn.backward
  static Lane<T> phi_slope(Activation f, Lane<T> h) {
    switch (f) {
      case Activation::tanh: return T(1) - h * h;  //= da
      case Activation::relu: return h > T(0) ? splat(T(1)) : splat(T(0));  //= da
      case Activation::sigmoid: return h * (T(1) - h);  //= da
      case Activation::identity: break;
    }
    return splat(T(1));  //= da
  }

  // code: rnn.forward
  static void forward(const Packed<T>& U, Saved& s, const CellOptions& o, Index t) {
    const Index B = s.span.B, n = B * s.h.cols();
    Matrix<T> a_t = rows(s.a, t * B, (t + 1) * B);
    multiply_add(a_t, plain(rows(s.h, t * B, (t + 1) * B)), U);  //= a
    T* h = rows(s.h, (t + 1) * B, (t + 2) * B).data();
    for_lanes(n, [&](Index j, auto part) { store<T>(h + j, phi(o.activation, load(a_t.data() + j, part)), part); });  //= h
  }

  //   da = dh ⊙ φ′        dh_{t−1} += da Uᵀ
  // code: rnn.backward
  static void backward(const Packed<T>& Ut, const Saved& s, Grads& d, const CellOptions& o, Index t) {
    const Index B = s.span.B, n = B * s.h.cols();
    const T *h = rows(s.h, (t + 1) * B, (t + 2) * B).data(), *dh = rows(d.dh, t * B, (t + 1) * B).data();
    Matrix<T> da_t = rows(d.da, t * B, (t + 1) * B);
    for_lanes(n, [&](Index j, auto part) {
      store<T>(da_t.data() + j, load(dh + j, part) * phi_slope(o.activation, load(h + j, part)), part);  //= da
    });
    const Matrix<T> before = gradient_before(d.dh, d.dh_start, t, d.cut);
    if (before.rows()) multiply_add(before, plain(da_t), Ut);  //= dh_prev
  }
};

}  // namespace unrolled
