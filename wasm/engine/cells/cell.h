#pragma once
// What every cell has in common: how its steps lie in memory.
//
// A cell is a stateless struct with
//   Params   W[I×GH] U[H×GH] b[1×GH], G gates side by side, and v[1×H] where it needs a second bias
//   Saved    what `forward` leaves for `backward`; the exhibits read these very arrays
//   Grads    what `backward` leaves
//   forward(U, saved, options, t)          one time step for B streams
//   backward(Uᵀ, saved, grads, options, t) the same step, gradients flowing back
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

/// `train` keeps gradients; `read` only runs forward.
enum class Purpose { train, read };

enum class CellKind { lstm, rnn, gru };
enum class Activation { tanh, relu, identity, sigmoid };

struct CellOptions {
  Activation activation = Activation::tanh;  // rnn only
  /// Each gate, in the order of its weights, may be held at a value instead of being computed; below 0 it is free.
  /// At 1 a gate is as good as removed (Greff et al. 2017). A held gate learns nothing.
  std::array<float, 4> hold{-1, -1, -1, -1};

  bool holds(Index gate) const { return hold[gate] >= 0; }
};

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

/// How wide a cell's weights are, in units of H: gates side by side, and a second bias.
struct CellSize {
  Index gates, v;
};
inline constexpr CellSize lstm_size{4, 0}, gru_size{3, 1}, elman_size{1, 0};
constexpr CellSize size_of(CellKind kind) {
  return kind == CellKind::lstm ? lstm_size : kind == CellKind::gru ? gru_size : elman_size;
}

template <class T>
struct CellParams {
  using Scalar = T;
  Matrix<T> W, U, b, v;

  static CellParams declare(Arena<T>& arena, CellSize size, Index I, Index H) {
    const Index wide = size.gates * H;
    return {arena.matrix("W", I, wide), arena.matrix("U", H, wide), arena.matrix("b", 1, wide),
            size.v ? arena.matrix("v", 1, H) : Matrix<T>(nullptr, 0, 0)};
  }
};

/// Where the gradient of the state before step t goes: into d, beside what the layer above sent; into `start` for step
/// `cut`; nowhere (no rows) if the step is the window's first.
template <class T>
Matrix<T> gradient_before(const Matrix<T>& d, const Matrix<T>& start, Index t, Index cut) {
  if (t == cut) return rows(start, 0, start.rows());
  const Index B = start.rows();
  return rows(d, t > 0 ? (t - 1) * B : 0, t * B);
}

/// Rows of a window: those of its steps [first, last) · B.
struct Rows {
  Index first, last;
};

/// What cells with one bias do alike.
template <class T, Index G>
struct OneBias {
  using Scalar = T;
  static constexpr Index gates = G;
  using Params = CellParams<T>;

  // code: rnn.forward, lstm.forward
  template <class Saved>
  static void begin(const Params& p, Saved& s, Rows r) {
    fill_rows(p.b, rows(s.a, r.first, r.last));  //= a i f g o
  }

  /// `before` holds the states that these steps began with.
  // code: rnn.backward, lstm.backward
  template <class Grads>
  static void parameter_gradients(const Matrix<T>& before, const Grads& g, Rows r, const Params& d) {
    const Matrix<T> da = rows(g.da, r.first, r.last);
    multiply_add(d.U, transposed(before), plain(da));  //= dU
    sum_rows(da, d.b);  //= db
  }

  /// PyTorch adds two biases where we keep one.
  static void initialize_biases(Random& random, const Params& p, double bound) { fill_double_uniform(random, p.b, bound); }
};

}  // namespace unrolled
