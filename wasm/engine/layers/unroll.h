#pragma once
// One recurrent layer over T time steps, and back: backpropagation through time (Werbos 1990), truncated at the
// window's first step (Williams & Peng 1990): the state before the window is a constant, unless its gradient is asked
// for (`grads.cut` = 0 puts it into `grads.…_start`).
//
// Steps are done in chunks [first, last), so that a caller can pause between them and so that the tall products
// run over a few hundred rows at once.

#include <utility>

#include "cells/cell.h"

namespace unrolled {

template <class Cell>
struct Unroll {
  using T = typename Cell::Scalar;
  using Scalar = T;
  typename Cell::Saved saved;
  typename Cell::Grads grads;
  Packed<T> U, Ut;

  /// `backward_span` is {0, 0} where no gradients are wanted.
  static Unroll declare(Arena<T>& arena, Span span, Span backward_span, Index H) {
    const Index wide = Cell::gates * H, back = backward_span.T ? H : 0;
    return {Cell::Saved::declare(arena, span, H), Cell::Grads::declare(arena, backward_span, H),
            Packed<T>::declare(arena, H, wide), Packed<T>::declare(arena, back ? wide : 0, back)};
  }

  void pack(const CellParams<T>& p) {
    U.pack(plain(p.U));
    if (Ut.rows()) Ut.pack(transposed(p.U));
  }

  /// The biases, for these steps; x W is then added to saved.a.
  void begin(const CellParams<T>& p, Index first, Index last) {
    Cell::begin(p, saved, {first * saved.span.B, last * saved.span.B});
  }

  /// saved.a holds x W + b for these steps.
  void forward(const CellOptions& o, Index first, Index last) {
    for (Index t = first; t < last; ++t) Cell::forward(U, saved, o, t);
  }

  /// grads.dh holds what the layer above sent. Leaves grads.da; adds to all of d but dW. Of what step t sends to the
  /// state before it, flow[t] times arrives; all of it where `flow` is empty.
  void backward(const CellOptions& o, const CellParams<T>& d, std::span<const T> flow, Index first, Index last) {
    for (Index t = last; t-- > first;) {
      if (flow.empty() || flow[t] == T(1)) Cell::backward(Ut, saved, grads, o, t);
      else backward_aside(o, flow[t], t);
    }
    const Rows done{first * saved.span.B, last * saved.span.B};
    Cell::parameter_gradients(rows(saved.h, done.first, done.last), grads, done, d);
  }

  /// h_t for t in [first, last): what the layer above reads.
  Matrix<T> output(Index first, Index last) const { return steps(saved.h, first + 1, last + 1); }
  Matrix<T> steps(const Matrix<T>& m, Index first, Index last) const {
    return rows(m, first * saved.span.B, last * saved.span.B);
  }

 private:
  void backward_aside(const CellOptions& o, T factor, Index t) {
    const Index cut = std::exchange(grads.cut, t);
    grads.dh_start.setZero();
    if constexpr (requires { grads.dc; }) grads.dc_start.setZero();
    Cell::backward(Ut, saved, grads, o, t);
    grads.cut = cut;
    add_scaled(grads.dh_start, grads.dh, factor, t);
    if constexpr (requires { grads.dc; }) add_scaled(grads.dc_start, grads.dc, factor, t);
  }
  void add_scaled(const Matrix<T>& aside, const Matrix<T>& d, T factor, Index t) {
    if (t == 0) return;
    add_row(steps(d, t - 1, t).data(), aside.data(), aside.size(), factor);
  }
};

}  // namespace unrolled
