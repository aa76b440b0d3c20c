#pragma once
// What every cell has in common: how its steps lie in memory.
//
// A cell is a stateless struct with
//   Params   W[I×GH] U[H×GH] b[1×GH], G gates side by side, and what else it needs
//   Saved    what `forward` leaves for `backward`; the exhibits read these very arrays
//   Grads    what `backward` leaves
//   forward(U, saved, t)          one time step for B streams
//   backward(Uᵀ, saved, grads, t) the same step, gradients flowing back
// and, for many steps at once, since the tall products pay:
//   begin(params, saved, rows)    biases in place; x_t W is then added to saved.a before `forward` runs
//   parameter_gradients(…)        dU and the biases' from what `backward` has left

#include <array>
#include <span>
#include <string_view>

#include "math/arena.h"
#include "math/init.h"
#include "math/product.h"
#include "math/rows.h"

namespace unrolled {

/// Steps and streams of one window.
struct Span {
  Index T, B;
};

enum class Activation { tanh, relu, identity, sigmoid };

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

/// Rows of a window: those of its steps [first, last) · B.
struct Rows {
  Index first, last;
};

/// What cells with one bias do alike.
template <class T, Index G>
struct OneBias {
  using Scalar = T;
  static constexpr Index gates = G;
  using Params = CellParams<T, G>;

  template <class Saved>
  static void begin(const Params& p, Saved& s, Rows r) {
    fill_rows(p.b, rows(s.a, r.first, r.last));
  }
  /// `before` holds the states that these steps began with.
  template <class Grads>
  static void parameter_gradients(const Matrix<T>& before, const Grads& g, Rows r, Params& d) {
    const Matrix<T> da = rows(g.da, r.first, r.last);
    multiply_add(d.U, transposed(before), plain(da));
    sum_rows(da, d.b);
  }
  /// PyTorch adds two biases where we keep one.
  static void initialize_biases(Random& random, Params& p, double bound) { fill_double_uniform(random, p.b, bound); }
};

}  // namespace unrolled
