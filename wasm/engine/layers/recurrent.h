#pragma once
// One direction of one recurrent layer, whatever its cell: what a stack is made of. The cell is chosen here, once for
// a whole layer, so that everything above is compiled once and not for each cell.

#include <memory>

#include "cells/cell.h"

namespace unrolled {

template <class T>
class Recurrent {
 public:
  static std::unique_ptr<Recurrent> make(CellKind kind, const CellOptions& options, Span span, Index H, Purpose purpose);
  virtual ~Recurrent() = default;

  /// Takes up changed parameters.
  virtual void pack(const CellParams<T>& p) = 0;
  /// The gradient of the state before the window is wanted, too.
  virtual void reach_start() = 0;

  virtual void begin(const CellParams<T>& p, Index first, Index last) = 0;
  virtual void forward(Index first, Index last) = 0;
  virtual void backward(const CellParams<T>& d, std::span<const T> flow, Index first, Index last) = 0;

  virtual std::vector<NamedView<T>> views() const = 0;
  virtual std::vector<NamedView<T>> gradient_views() const = 0;

  /// h, c …: block 0 is the state before the window, block t + 1 that after step t.
  const std::vector<NamedState<T>>& state() const { return v_.state; }
  /// In the order of `state()`: its gradients after each step [TB×H], and before the window [B×H].
  const std::vector<Matrix<T>>& state_gradients() const { return v_.gradients; }
  const std::vector<Matrix<T>>& start_gradients() const { return v_.start_gradients; }

  /// Before the window, stream b goes on from what was stream parents[b].
  void reorder(std::span<const Index> parents);

  /// Of steps [first, last): x W + b; h; what the layer above sends back; the gradient of x W + b.
  Matrix<T> input(Index first, Index last) const { return rows(v_.a, first * v_.B, last * v_.B); }
  Matrix<T> output(Index first, Index last) const { return rows(v_.h, (first + 1) * v_.B, (last + 1) * v_.B); }
  Matrix<T> output_gradient(Index first, Index last) const { return rows(v_.dh, first * v_.B, last * v_.B); }
  Matrix<T> input_gradient(Index first, Index last) const { return rows(v_.da, first * v_.B, last * v_.B); }
  /// What the cell keeps for its way back besides its views: tanh_c of an LSTM, u of a GRU, a of an RNN.
  const Matrix<T>& kept() const { return v_.kept; }

 protected:
  struct Views {
    Index B;
    Matrix<T> a, h, da, dh, kept;
    std::vector<NamedState<T>> state;
    std::vector<Matrix<T>> gradients, start_gradients;
  };
  explicit Recurrent(Views v) : v_(std::move(v)) {}

 private:
  Views v_;
};

template <class T>
void initialize_cell_biases(CellKind kind, Random& random, const CellParams<T>& p, double bound);

}  // namespace unrolled
