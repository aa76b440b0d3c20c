#include "layers/attention.h"

#include <cmath>

#include "math/elementary.h"
#include "math/softmax.h"

namespace unrolled {

template <class T>
AttentionParams<T> AttentionParams<T>::declare(Arena<T>& arena, AttentionKind kind, Index H) {
  const Index A = kind == AttentionKind::additive ? H : 0, some = kind == AttentionKind::none ? 0 : H;
  auto Wq = arena.matrix("W_q", A, A), Wk = arena.matrix("W_k", A, A), v = arena.matrix("v", A ? 1 : 0, A);
  const typename Arena<T>::Scope scope(arena, "combine");
  return {Wq, Wk, v, Linear<T>::declare(arena, 2 * some, some)};
}

template <class T>
typename Attention<T>::Arrays Attention<T>::Arrays::declare(Arena<T>& arena, AttentionKind kind, Span keys, Span queries,
                                                            Index H, Purpose purpose) {
  const bool on = kind != AttentionKind::none, train = on && purpose == Purpose::train;
  const Index n = on ? keys.T * keys.B : 0, m = on ? queries.T * queries.B : 0;
  const Index A = kind == AttentionKind::additive ? H : 0;
  const auto back = [&](const char* name, Index count, Index width) { return arena.matrix(name, train ? count : 0, width); };
  return {LinearWork<T>::declare(arena, on ? 2 * H : 0, on ? H : 0, purpose),
          arena.matrix("k", n, H), arena.matrix("k W_k", n, A), arena.matrix("h W_q", m, A), arena.matrix("alpha", m, keys.T),
          arena.matrix("ch", m, 2 * H), arena.matrix("o", m, H), back("dk", n, H), back("dkw", n, A), back("dqw", m, A),
          back("dch", m, 2 * H), back("do", m, H)};
}

template <class T>
Attention<T>::Attention(AttentionKind kind, Span keys, Span queries, Index H, Purpose purpose)
    : kind_(kind),
      B_(keys.B),
      H_(H),
      scale_(T(1 / std::sqrt(static_cast<double>(H)))),
      lengths_(keys.B),
      ds_(keys.T),
      a_(place<Arrays>(kind, keys, queries, H, purpose)) {}

template <class T>
void Attention<T>::look_at(const AttentionParams<T>& p, const Matrix<T>& keys, std::span<const Index> lengths) {
  auto& a = a_.tensors;
  n_ = keys.rows();
  std::ranges::copy(lengths, lengths_.begin());
  std::copy_n(keys.data(), keys.size(), a.k.data());
  if (kind_ == AttentionKind::additive) {
    Matrix<T> kw = rows(a.kw, 0, n_);
    kw.setZero();
    multiply_add(kw, plain(keys), plain(p.Wk));
  }
  for (Matrix<T>* d : {&a.dk, &a.dkw, &a.dqw, &a.dch, &a.d_o}) d->setZero();
}

template <class T>
T Attention<T>::score(const AttentionParams<T>& p, const T* h, Index j, Index row) const {
  if (kind_ == AttentionKind::dot) return dot_row(h, key(j, row), H_) * scale_;
  const T *q = a_.tensors.qw.data() + row * H_, *k = a_.tensors.kw.data() + (j * B_ + row % B_) * H_;
  Lane<T> sums = splat(T(0));
  for_lanes(H_, [&](Index i, auto n) {
    sums += load(p.v.data() + i, n) * tanh_lane<T>(load(q + i, n) + load(k + i, n));
  });
  return lane_sum<T>(sums);
}

template <class T>
void Attention<T>::forward(const AttentionParams<T>& p, const Matrix<T>& h, Index first, Index last) {
  auto& a = a_.tensors;
  const Index S = a.alpha.cols();
  if (kind_ == AttentionKind::additive) {
    Matrix<T> qw = of(a.qw, first, last);
    qw.setZero();
    multiply_add(qw, plain(h), plain(p.Wq));
  }
  for (Index row = first * B_; row < last * B_; ++row) {
    const T* query = h.data() + (row - first * B_) * H_;
    T *alpha = a.alpha.data() + row * S, *c = a.ch.data() + row * 2 * H_;
    const Index count = lengths_[row % B_];
    std::fill_n(alpha, S, T(0));
    std::fill_n(c, H_, T(0));
    std::copy_n(query, H_, c + H_);
    if (count == 0) continue;
    for (Index j = 0; j < count; ++j) alpha[j] = score(p, query, j, row);
    softmax_row(alpha, count, Index{0});
    for (Index j = 0; j < count; ++j) add_row(c, key(j, row), H_, alpha[j]);
  }
  Matrix<T> o = output(first, last);
  a.combine.forward(p.combine, of(a.ch, first, last), o);
  for_lanes(o.size(), [&](Index j, auto n) { store<T>(o.data() + j, tanh_lane<T>(load(o.data() + j, n)), n); });
}

template <class T>
void Attention<T>::backward(const AttentionParams<T>& p, const AttentionParams<T>& d, Matrix<T> dh, Index first, Index last) {
  auto& a = a_.tensors;
  const Index S = a.alpha.cols();
  Matrix<T> o = output(first, last), d_o = output_gradient(first, last);
  for_lanes(o.size(), [&](Index j, auto n) {
    const Lane<T> y = load(o.data() + j, n);
    store<T>(d_o.data() + j, load(d_o.data() + j, n) * (T(1) - y * y), n);
  });
  a.combine.backward(d.combine, of(a.ch, first, last), d_o, of(a.dch, first, last));
  for (Index row = first * B_; row < last * B_; ++row) {
    const T *alpha = a.alpha.data() + row * S, *dc = a.dch.data() + row * 2 * H_;
    T* dq = dh.data() + (row - first * B_) * H_;
    add_row(dq, dc + H_, H_);
    T mean = 0;
    for (Index j = 0; j < lengths_[row % B_]; ++j) {
      ds_[j] = dot_row(dc, key(j, row), H_);
      mean += alpha[j] * ds_[j];
      add_row(a.dk.data() + (j * B_ + row % B_) * H_, dc, H_, alpha[j]);
    }
    for (Index j = 0; j < lengths_[row % B_]; ++j) {
      ds_[j] = alpha[j] * (ds_[j] - mean);
      score_gradient(p, d, dq, j, row);
    }
  }
  if (kind_ != AttentionKind::additive) return;
  const Matrix<T> dqw = of(a.dqw, first, last);
  // The queries stand in the right half of ch.
  const Strided<T> queries{a.ch.data() + first * B_ * 2 * H_ + H_, H_, dqw.rows(), 1, 2 * H_};
  multiply_add(Matrix<T>(d.Wq), queries, plain(dqw));
  multiply_add(dh, plain(dqw), transposed(p.Wq));
}

/// From ds_[j].
template <class T>
void Attention<T>::score_gradient(const AttentionParams<T>& p, const AttentionParams<T>& d, T* dh, Index j, Index row) {
  auto& a = a_.tensors;
  const Index at = (j * B_ + row % B_) * H_;
  if (kind_ == AttentionKind::dot) {
    add_row(dh, key(j, row), H_, ds_[j] * scale_);
    return add_row(a.dk.data() + at, a.ch.data() + row * 2 * H_ + H_, H_, ds_[j] * scale_);
  }
  const T *q = a.qw.data() + row * H_, *k = a.kw.data() + at, *v = p.v.data();
  T *dq = a.dqw.data() + row * H_, *dk = a.dkw.data() + at, *dv = Matrix<T>(d.v).data();
  for_lanes(H_, [&](Index i, auto n) {
    const Lane<T> u = tanh_lane<T>(load(q + i, n) + load(k + i, n));
    const Lane<T> da = load(v + i, n) * (T(1) - u * u) * ds_[j];
    store<T>(dv + i, load(dv + i, n) + u * ds_[j], n);
    store<T>(dq + i, load(dq + i, n) + da, n);
    store<T>(dk + i, load(dk + i, n) + da, n);
  });
}

template <class T>
void Attention<T>::finish(const AttentionParams<T>& p, const AttentionParams<T>& d) {
  if (kind_ != AttentionKind::additive) return;
  auto& a = a_.tensors;
  const Matrix<T> k = rows(a.k, 0, n_), dkw = rows(a.dkw, 0, n_);
  multiply_add(Matrix<T>(d.Wk), transposed(k), plain(dkw));
  multiply_add(key_gradients(), plain(dkw), transposed(p.Wk));
}

template struct AttentionParams<float>;
template struct AttentionParams<double>;
template class Attention<float>;
template class Attention<double>;

}  // namespace unrolled
