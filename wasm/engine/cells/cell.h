#pragma once
// What every cell has in common: how its steps lie in memory.
//
// A cell is a stateless struct with
//   Params   W[I×GH] U[H×GH] b[1×GH], G gates side by side
//   Saved    what `forward` leaves for `backward`; the exhibits read these very arrays
//   Grads    what `backward` leaves
//   forward(U, saved, t)          one time step for B streams
//   backward(Uᵀ, saved, grads, t) the same step, gradients flowing back
// The input product a_t = x_t W + b stands in saved.a before `forward` runs: it is made for many steps at once.

#include <array>
#include <span>
#include <string_view>

#include "math/arena.h"

namespace unrolled {

/// Steps and streams of one window.
struct Span {
  Index T, B;
};

enum class Activation { tanh, relu, identity };

/// A named array inside a larger one: T·B rows of `cols` numbers, `stride` apart.
template <class T>
struct NamedView {
  std::string_view name;
  const T* data;
  Index rows, cols, stride;
};

/// A carried state: a matrix whose first B rows are the state before the window, its last B the state after.
template <class T>
struct NamedState {
  std::string_view name;
  Matrix<T> all;
};

/// The shape G·H of a cell's weights is all the layers need to know.
template <class T, Index G>
struct CellParams {
  using Scalar = T;
  static constexpr Index gates = G;
  Matrix<T> W, U, b;

  static CellParams declare(Arena<T>& arena, Index I, Index H) {
    return {arena.matrix("W", I, G * H), arena.matrix("U", H, G * H), arena.matrix("b", 1, G * H)};
  }
};

}  // namespace unrolled
