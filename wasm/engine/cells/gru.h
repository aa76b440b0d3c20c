#pragma once
// Gated recurrent unit (Cho et al. 2014), in the form of PyTorch and cuDNN.
//
//   r_t = σ(x_t W_r + h_{t−1} U_r + b_r)         reset gate
//   z_t = σ(x_t W_z + h_{t−1} U_z + b_z)         update gate
//   m_t = h_{t−1} U_n + v                         what the state has to say
//   n_t = tanh(x_t W_n + b_n + r_t ⊙ m_t)         candidate
//   h_t = z_t ⊙ h_{t−1} + (1 − z_t) ⊙ n_t        hidden state
//
// Cho et al. and D2L 10.2 reset before the product, (r ⊙ h_{t−1}) U_n; here r gates its result, so that one product
// serves all three gates, and m needs a bias of its own. The limits are the same: r = 1, z = 0 is the plain RNN,
// z = 1 copies the state, r = 0 reads only x.
//
// W, U, b hold the gates side by side in PyTorch's order r z n. Saved: the gates after their activation, and u with
// m in its last third, since the backward pass needs both. h has one block of rows more than there are steps.

#include "cells/cell.h"
#include "math/elementary.h"

namespace unrolled {

template <class T>
struct Gru {
  using Scalar = T;
  static constexpr Index gates = 3;
  static constexpr CellSize size = gru_size;
  using Params = CellParams<T>;

  struct Saved {
    using Scalar = T;
    Span span;
    Matrix<T> a, u, h;  // a[TB×3H] u[TB×3H] h[(T+1)B×H]

    static Saved declare(Arena<T>& arena, Span s, Index H) {
      return {s, arena.matrix("a", s.T * s.B, gates * H), arena.matrix("u", s.T * s.B, gates * H),
              arena.matrix("h", (s.T + 1) * s.B, H)};
    }
    std::array<NamedState<T>, 1> state() const { return {{{"h", h}}}; }
    std::vector<NamedView<T>> views() const {
      const Index H = h.cols(), n = span.T * span.B;
      const T* p = a.data();
      return {{"r", p, n, H, gates * H},
              {"z", p + H, n, H, gates * H},
              {"n", p + 2 * H, n, H, gates * H},
              {"h", h.data() + span.B * H, n, H, H}};
    }
  };

  struct Grads {
    using Scalar = T;
    Matrix<T> da, du, dh, dh_start;  // da, du[TB×3H] before the activations, of a and of u; dh[TB×H], start[B×H]
    Index cut = -1;

    static Grads declare(Arena<T>& arena, Span s, Index H) {
      return {arena.matrix("da", s.T * s.B, gates * H), arena.matrix("du", s.T * s.B, gates * H),
              arena.matrix("dh", s.T * s.B, H), arena.matrix("dh_start", s.B, H)};
    }
    std::vector<NamedView<T>> views() const {
      const Index H = dh.cols(), n = dh.rows();
      const T* p = da.data();
      return {{"r", p, n, H, gates * H},
              {"z", p + H, n, H, gates * H},
              {"n", p + 2 * H, n, H, gates * H},
              {"h", dh.data(), n, H, H}};
    }
  };

  // code: gru.forward
  static void begin(const Params& p, Saved& s, Rows r) {
    const Index H = p.v.cols();
    fill_rows(p.b, rows(s.a, r.first, r.last));  //= r z n
    for (Index row = r.first; row < r.last; ++row) {
      T* u = s.u.data() + row * gates * H;
      std::fill_n(u, 2 * H, T(0));
      std::copy_n(p.v.data(), H, u + 2 * H);  //= m
    }
  }

  // code: gru.forward
  static void forward(const Packed<T>& U, Saved& s, const CellOptions& o, Index t) {
    const Index B = s.span.B, H = s.h.cols();
    const auto held = [&](Index gate, const Lane<T>& free) { return o.holds(gate) ? splat(T(o.hold[gate])) : free; };
    multiply_add(rows(s.u, t * B, (t + 1) * B), plain(rows(s.h, t * B, (t + 1) * B)), U);  //= r z m
    for (Index row = t * B; row < (t + 1) * B; ++row) {
      T* a = s.a.data() + row * gates * H;
      const T *u = s.u.data() + row * gates * H, *before = s.h.data() + row * H;
      T* h = s.h.data() + (row + B) * H;
      for_lanes(H, [&](Index j, auto part) {
        const Lane<T> r = held(0, sigmoid_lane<T>(load(a + j, part) + load(u + j, part)));  //= r
        const Lane<T> z = held(1, sigmoid_lane<T>(load(a + H + j, part) + load(u + H + j, part)));  //= z
        const Lane<T> n = tanh_lane<T>(load(a + 2 * H + j, part) + r * load(u + 2 * H + j, part));  //= n
        store<T>(a + j, r, part), store<T>(a + H + j, z, part), store<T>(a + 2 * H + j, n, part);
        store<T>(h + j, z * load(before + j, part) + (T(1) - z) * n, part);  //= h
      });
    }
  }

  //   dz = dh ⊙ (h_{t−1} − n)   dn = dh ⊙ (1 − z)   each through its activation into da
  //   dr = da_n ⊙ m             dm = da_n ⊙ r       du = da_r, da_z, dm
  //   dh_{t−1} += dh ⊙ z + du Uᵀ
  // code: gru.backward
  static void backward(const Packed<T>& Ut, const Saved& s, Grads& d, const CellOptions& o, Index t) {
    const Index B = s.span.B, H = s.h.cols();
    Matrix<T> dh_before = gradient_before(d.dh, d.dh_start, t, d.cut);
    const auto learned = [&](Index gate, const Lane<T>& da) { return o.holds(gate) ? splat(T(0)) : da; };
    for (Index row = t * B; row < (t + 1) * B; ++row) {
      const T *a = s.a.data() + row * gates * H, *u = s.u.data() + row * gates * H, *before = s.h.data() + row * H;
      T *da = d.da.data() + row * gates * H, *du = d.du.data() + row * gates * H, *dh = d.dh.data() + row * H;
      T* to = dh_before.rows() ? dh_before.data() + (row - t * B) * H : nullptr;
      for_lanes(H, [&](Index j, auto part) {
        const Lane<T> r = load(a + j, part), z = load(a + H + j, part), n = load(a + 2 * H + j, part);
        const Lane<T> dh_t = load(dh + j, part);
        const Lane<T> da_n = dh_t * (T(1) - z) * (T(1) - n * n);  //= da_n
        const Lane<T> da_z = learned(1, dh_t * (load(before + j, part) - n) * z * (T(1) - z));  //= da_z
        const Lane<T> da_r = learned(0, da_n * load(u + 2 * H + j, part) * r * (T(1) - r));  //= da_r
        store<T>(da + j, da_r, part), store<T>(da + H + j, da_z, part), store<T>(da + 2 * H + j, da_n, part);
        store<T>(du + j, da_r, part), store<T>(du + H + j, da_z, part), store<T>(du + 2 * H + j, da_n * r, part);  //= dm
        if (to) store<T>(to + j, load(to + j, part) + dh_t * z, part);  //= dh_prev
      });
    }
    if (dh_before.rows()) multiply_add(dh_before, plain(rows(d.du, t * B, (t + 1) * B)), Ut);  //= dh_prev
  }

  // code: gru.backward
  static void parameter_gradients(const Matrix<T>& before, const Grads& g, Rows r, const Params& d) {
    const Matrix<T> du = rows(g.du, r.first, r.last);
    multiply_add(d.U, transposed(before), plain(du));  //= dU
    sum_rows(rows(g.da, r.first, r.last), d.b);  //= db
    Matrix<T> dv = d.v;
    const Index H = dv.cols();
    for (Index row = r.first; row < r.last; ++row) add_row(dv.data(), g.du.data() + (row * gates + 2) * H, H);  //= dv
  }

  /// Of PyTorch's two biases those of r and z are one here; those of n are b_n and v.
  static void initialize_biases(Random& random, const Params& p, double bound) {
    const Index H = p.v.cols();
    Matrix<T> b = p.b;
    fill_double_uniform(random, Matrix<T>(b.data(), 1, 2 * H), bound);
    fill_uniform(random, Matrix<T>(b.data() + 2 * H, 1, H), bound);
    fill_uniform(random, p.v, bound);
  }
};

}  // namespace unrolled
