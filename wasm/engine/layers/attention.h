#pragma once
// Attention over what an encoder has left (Luong et al. 2015, global attention; D2L 11.3): for query h_t of the decoder
// and keys k_1 … k_S, which are values as well,
//
//   s_j = h_t · k_j / √H                        dot (scaled: Vaswani et al. 2017)
//   s_j = vᵀ tanh(h_t W_q + k_j W_k)            additive (Bahdanau et al. 2015)
//   α = softmax(s) over the steps that count     c_t = Σ_j α_j k_j
//   o_t = tanh([c_t, h_t] W_c + b_c)
//
// It stands after the recurrent layers, so that all steps of a decoder can be attended at once.

#include "layers/linear.h"

namespace unrolled {

enum class AttentionKind { none, dot, additive };

template <class T>
struct AttentionParams {
  Matrix<T> Wq, Wk, v;  // additive only: [H×H] [H×H] [1×H]
  Linear<T> combine;    // [2H×H]

  static AttentionParams declare(Arena<T>& arena, AttentionKind kind, Index H);
};

template <class T>
class Attention {
 public:
  /// Of T queries and S keys, B streams each.
  Attention(AttentionKind kind, Span keys, Span queries, Index H, Purpose purpose);

  void pack(const AttentionParams<T>& p) { a_.tensors.combine.pack(p.combine); }
  /// Keys[SB×H] of the first steps of each stream count, as many as `lengths` says. For training, zeroes their gradients.
  void look_at(const AttentionParams<T>& p, const Matrix<T>& keys, std::span<const Index> lengths);

  /// o of query steps [first, last), whose h are given.
  void forward(const AttentionParams<T>& p, const Matrix<T>& h, Index first, Index last);
  /// From `output_gradient`; adds to d and dh.
  void backward(const AttentionParams<T>& p, const AttentionParams<T>& d, Matrix<T> dh, Index first, Index last);
  /// After all query steps: completes d and `key_gradients`.
  void finish(const AttentionParams<T>& p, const AttentionParams<T>& d);

  Matrix<T> output(Index first, Index last) const { return of(a_.tensors.o, first, last); }
  Matrix<T> output_gradient(Index first, Index last) const { return of(a_.tensors.d_o, first, last); }
  Matrix<T> key_gradients() const { return rows(a_.tensors.dk, 0, n_); }
  /// α[TB×S], 0 where a stream has no such step.
  Matrix<T> weights() const { return rows(a_.tensors.alpha, 0, a_.tensors.alpha.rows()); }

 private:
  struct Arrays {
    using Scalar = T;
    LinearWork<T> combine;
    Matrix<T> k, kw, qw, alpha, ch, o;  // k, kw[SB×H] qw[TB×H] alpha[TB×S] ch[TB×2H] o[TB×H]
    Matrix<T> dk, dkw, dqw, dch, d_o;   // of k, kw, qw, ch, o
    static Arrays declare(Arena<T>& arena, AttentionKind kind, Span keys, Span queries, Index H, Purpose purpose);
  };
  Matrix<T> of(const Matrix<T>& m, Index first, Index last) const { return rows(m, first * B_, last * B_); }
  const T* key(Index j, Index row) const { return a_.tensors.k.data() + (j * B_ + row % B_) * H_; }
  T score(const AttentionParams<T>& p, const T* h, Index j, Index row) const;
  void score_gradient(const AttentionParams<T>& p, const AttentionParams<T>& d, T* dh, Index j, Index row);

  AttentionKind kind_;
  Index B_, H_, n_ = 0;
  T scale_;
  std::vector<Index> lengths_;
  std::vector<T> ds_;
  Placed<Arrays> a_;
};

}  // namespace unrolled
