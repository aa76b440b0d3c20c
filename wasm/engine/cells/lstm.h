#pragma once
// Long short-term memory: a memory cell c whose self-loop is gated (Hochreiter & Schmidhuber 1997; forget gate
// after Gers et al. 2000).
//
//   i_t = σ(x_t W_i + h_{t−1} U_i + b_i)        input gate
//   f_t = σ(x_t W_f + h_{t−1} U_f + b_f)        forget gate
//   g_t = tanh(x_t W_g + h_{t−1} U_g + b_g)     input node
//   o_t = σ(x_t W_o + h_{t−1} U_o + b_o)        output gate
//   c_t = f_t ⊙ c_{t−1} + i_t ⊙ g_t             cell memory
//   h_t = o_t ⊙ tanh(c_t)                       hidden state
//
// W, U, b hold the gates side by side in PyTorch's order i f g o. Saved: the gates after their activation, c and
// tanh(c), since the backward pass needs each of them and an exhibit may show them. c and h have one block of
// rows more than there are steps: block 0 is the state before the window.

#include "cells/cell.h"
#include "math/elementary.h"

namespace unrolled {

template <class T>
struct Lstm : OneBias<T, 4> {
  using OneBias<T, 4>::gates;
  static constexpr CellSize size = lstm_size;

  struct Saved {
    using Scalar = T;
    Span span;
    Matrix<T> a, c, tanh_c, h;  // a[TB×4H] c[(T+1)B×H] tanh_c[TB×H] h[(T+1)B×H]

    static Saved declare(Arena<T>& arena, Span s, Index H) {
      return {s, arena.matrix("a", s.T * s.B, gates * H), arena.matrix("c", (s.T + 1) * s.B, H),
              arena.matrix("tanh_c", s.T * s.B, H), arena.matrix("h", (s.T + 1) * s.B, H)};
    }
    /// The carried state: what block 0 of each holds between windows.
    std::array<NamedState<T>, 2> state() const { return {{{"h", h}, {"c", c}}}; }
    std::vector<NamedView<T>> views() const {
      const Index H = h.cols(), n = span.T * span.B;
      const T *p = a.data(), *first_c = c.data() + span.B * H, *first_h = h.data() + span.B * H;
      return {{"i", p, n, H, gates * H},         {"f", p + H, n, H, gates * H}, {"g", p + 2 * H, n, H, gates * H},
              {"o", p + 3 * H, n, H, gates * H}, {"c", first_c, n, H, H},       {"h", first_h, n, H, H}};
    }
  };

  struct Grads {
    using Scalar = T;
    Matrix<T> da, dc, dh;          // da[TB×4H] before the activations; dc, dh[TB×H] in full
    Matrix<T> dc_start, dh_start;  // [B×H]
    Index cut = -1;

    static Grads declare(Arena<T>& arena, Span s, Index H) {
      return {arena.matrix("da", s.T * s.B, gates * H), arena.matrix("dc", s.T * s.B, H),
              arena.matrix("dh", s.T * s.B, H), arena.matrix("dc_start", s.B, H), arena.matrix("dh_start", s.B, H)};
    }
    std::vector<NamedView<T>> views() const {
      const Index H = dh.cols(), n = dh.rows();
      const T* p = da.data();
      return {{"i", p, n, H, gates * H},         {"f", p + H, n, H, gates * H}, {"g", p + 2 * H, n, H, gates * H},
              {"o", p + 3 * H, n, H, gates * H}, {"c", dc.data(), n, H, H},     {"h", dh.data(), n, H, H}};
    }
  };

  // code: lstm.forward
  static void forward(const Packed<T>& U, Saved& s, const CellOptions& options, Index t) {
    const Index B = s.span.B, H = s.h.cols();
    const auto held = [&](Index gate, const Lane<T>& free) {
      return options.holds(gate) ? splat(T(options.hold[gate])) : free;
    };
    Matrix<T> a_t = rows(s.a, t * B, (t + 1) * B);
    multiply_add(a_t, plain(rows(s.h, t * B, (t + 1) * B)), U);  //= i f g o
    for (Index r = t * B; r < (t + 1) * B; ++r) {
      T* a = s.a.data() + r * gates * H;
      const T* c_before = s.c.data() + r * H;
      T *c = s.c.data() + (r + B) * H, *h = s.h.data() + (r + B) * H, *tc = s.tanh_c.data() + r * H;
      for_lanes(H, [&](Index j, auto n) {
        const Lane<T> i = held(0, sigmoid_lane<T>(load(a + j, n)));  //= i
        const Lane<T> f = held(1, sigmoid_lane<T>(load(a + H + j, n)));  //= f
        const Lane<T> g = held(2, tanh_lane<T>(load(a + 2 * H + j, n)));  //= g
        const Lane<T> o = held(3, sigmoid_lane<T>(load(a + 3 * H + j, n)));  //= o
        const Lane<T> memory = f * load(c_before + j, n) + i * g;  //= c
        const Lane<T> bounded = tanh_lane<T>(memory);  //= h
        store<T>(a + j, i, n), store<T>(a + H + j, f, n), store<T>(a + 2 * H + j, g, n);
        store<T>(a + 3 * H + j, o, n), store<T>(c + j, memory, n), store<T>(tc + j, bounded, n);
        store<T>(h + j, o * bounded, n);  //= h
      });
    }
  }

  //   do = dh ⊙ tanh c        dc += dh ⊙ o ⊙ (1 − tanh² c)
  //   di = dc ⊙ g   df = dc ⊙ c_{t−1}   dg = dc ⊙ i        each through its activation into da
  //   dc_{t−1} += dc ⊙ f      dh_{t−1} += da Uᵀ
  // dh_t and dc_t hold on entry what steps after t and layers above have sent.
  // code: lstm.backward
  static void backward(const Packed<T>& Ut, const Saved& s, Grads& d, const CellOptions& options, Index t) {
    const Index B = s.span.B, H = s.h.cols();
    Matrix<T> dh_before = gradient_before(d.dh, d.dh_start, t, d.cut);
    Matrix<T> dc_before = gradient_before(d.dc, d.dc_start, t, d.cut);
    const auto learned = [&](Index gate, const Lane<T>& da) { return options.holds(gate) ? splat(T(0)) : da; };
    for (Index r = t * B; r < (t + 1) * B; ++r) {
      const T *a = s.a.data() + r * gates * H, *c_before = s.c.data() + r * H, *tc = s.tanh_c.data() + r * H;
      T *da = d.da.data() + r * gates * H, *dc = d.dc.data() + r * H;
      const T* dh = d.dh.data() + r * H;
      T* to = dc_before.rows() ? dc_before.data() + (r - t * B) * H : nullptr;
      for_lanes(H, [&](Index j, auto n) {
        const Lane<T> i = load(a + j, n), f = load(a + H + j, n), g = load(a + 2 * H + j, n), o = load(a + 3 * H + j, n);
        const Lane<T> bounded = load(tc + j, n), dh_t = load(dh + j, n);
        const Lane<T> dc_t = load(dc + j, n) + dh_t * o * (T(1) - bounded * bounded);  //= dc
        store<T>(dc + j, dc_t, n);
        store<T>(da + j, learned(0, dc_t * g * i * (T(1) - i)), n);  //= da_i
        store<T>(da + H + j, learned(1, dc_t * load(c_before + j, n) * f * (T(1) - f)), n);  //= da_f
        store<T>(da + 2 * H + j, learned(2, dc_t * i * (T(1) - g * g)), n);  //= da_g
        store<T>(da + 3 * H + j, learned(3, dh_t * bounded * o * (T(1) - o)), n);  //= da_o
        if (to) store<T>(to + j, load(to + j, n) + dc_t * f, n);  //= dc_prev
      });
    }
    if (dh_before.rows()) multiply_add(dh_before, plain(rows(d.da, t * B, (t + 1) * B)), Ut);  //= dh_prev
  }
};

}  // namespace unrolled
