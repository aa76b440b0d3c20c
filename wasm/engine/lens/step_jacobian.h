#pragma once
// The Jacobian of one step of one layer, J_t = ∂s_t/∂s_{t−1}, where x_t is held: from the cell's equations, with the
// gates that a reading really had and the recurrent weights U. In double.
//
//   RNN    s = h        diag(φ′) Uᵀ
//   GRU    s = h        diag(z) + diag((h_{t−1} − n) z (1 − z)) U_zᵀ
//                       + diag((1 − z)(1 − n²)) (diag(r) U_nᵀ + diag(m r (1 − r)) U_rᵀ),   m = h_{t−1} U_n + v
//   LSTM   s = (h, c)   rows of c: [diag(g i (1 − i)) U_iᵀ + diag(c_{t−1} f (1 − f)) U_fᵀ + diag(i (1 − g²)) U_gᵀ,  diag(f)]
//                       rows of h: diag(o (1 − tanh² c)) (rows of c) + [diag(tanh c o (1 − o)) U_oᵀ,  0]

#include "lens/analysis.h"

namespace unrolled {

/// φ′, read off h = φ(a).
double activation_slope(Activation f, double h);

template <class T>
class StepJacobian {
 public:
  /// `trace` must live as long, and have been read when `fill` is called.
  StepJacobian(LanguageModel<T>& model, const Trace<T>& trace, Index layer);

  /// H, or 2H for the LSTM.
  Index size() const { return size_; }
  /// J[N×N]: row j is what unit j of s_t takes from s_{t−1}.
  void fill(Index t, Matrix<double> J) const;

  /// Array `name` at step t, unit j; 0 before the text.
  double value(const char* name, Index t, Index j) const;
  /// o (1 − tanh² c), how much of a change of c shows in h. LSTM only.
  double memory_slope(Index t, Index j) const;

 private:
  void fill_rnn(Index t, Matrix<double> J) const;
  void fill_gru(Index t, Matrix<double> J) const;
  void fill_lstm(Index t, Matrix<double> J) const;
  /// tanh c = h / o, as the reading had it; where o is 0, it does not matter.
  double bounded_memory(Index t, Index j) const;
  /// row[0 … H) += factor · (row j of U_gateᵀ); nothing comes through a gate that is held.
  void add_weights(double* row, double factor, Index gate, Index j) const;

  const LanguageModelShape shape_;
  const Trace<T>& trace_;
  Index layer_, size_;
  std::vector<double> Ut_, v_;  // [GH×H] [H]
};

}  // namespace unrolled
