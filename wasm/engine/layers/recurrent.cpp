#include "layers/recurrent.h"

#include <cmath>

#include "cells/elman.h"
#include "cells/gru.h"
#include "cells/lstm.h"
#include "layers/unroll.h"

namespace unrolled {

namespace {

template <class Cell>
class RecurrentOf final : public Recurrent<typename Cell::Scalar> {
  using T = typename Cell::Scalar;
  using Arrays = Placed<Unroll<Cell>>;

 public:
  RecurrentOf(const CellOptions& options, Arrays arrays)
      : Recurrent<T>(views_of(arrays.tensors)), options_(options), arrays_(std::move(arrays)) {}

  void pack(const CellParams<T>& p) override { layer().pack(p); }
  void reach_start() override { layer().grads.cut = 0; }

  void begin(const CellParams<T>& p, Index first, Index last) override { layer().begin(p, first, last); }
  void forward(Index first, Index last) override { layer().forward(options_, first, last); }
  void backward(const CellParams<T>& d, std::span<const T> flow, Index first, Index last) override {
    layer().backward(options_, d, flow, first, last);
  }

  std::vector<NamedView<T>> views() const override { return layer().saved.views(); }
  std::vector<NamedView<T>> gradient_views() const override { return layer().grads.views(); }

 private:
  static Matrix<T> kept_by(const typename Cell::Saved& s) {
    if constexpr (requires { s.tanh_c; }) return s.tanh_c;
    else if constexpr (requires { s.u; }) return s.u;
    else return s.a;
  }
  static typename Recurrent<T>::Views views_of(const Unroll<Cell>& u) {
    const auto states = u.saved.state();
    typename Recurrent<T>::Views v{u.saved.span.B, u.saved.a,      u.saved.h,           u.grads.da, u.grads.dh, kept_by(u.saved),
                                   {states.begin(), states.end()}, {u.grads.dh}, {u.grads.dh_start}};
    if constexpr (requires { u.grads.dc; }) {
      v.gradients.push_back(u.grads.dc);
      v.start_gradients.push_back(u.grads.dc_start);
    }
    return v;
  }
  Unroll<Cell>& layer() { return arrays_.tensors; }
  const Unroll<Cell>& layer() const { return arrays_.tensors; }
  CellOptions options_;
  Arrays arrays_;
};

template <class Cell>
std::unique_ptr<Recurrent<typename Cell::Scalar>> made(const CellOptions& options, Span span, Index H, Purpose purpose) {
  const Span back = purpose == Purpose::train ? span : Span{0, 0};
  return std::make_unique<RecurrentOf<Cell>>(options, place<Unroll<Cell>>(span, back, H));
}

}  // namespace

template <class T>
std::unique_ptr<Recurrent<T>> Recurrent<T>::make(CellKind kind, const CellOptions& options, Span span, Index H,
                                                 Purpose purpose) {
  switch (kind) {
    case CellKind::lstm: return made<Lstm<T>>(options, span, H, purpose);
    case CellKind::gru: return made<Gru<T>>(options, span, H, purpose);
    case CellKind::rnn: break;
  }
  return made<Elman<T>>(options, span, H, purpose);
}

template <class T>
void Recurrent<T>::reorder(std::span<const Index> parents) {
  for (const auto& [name, all] : v_.state) {
    const Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> before = rows(all, 0, v_.B);
    for (Index b = 0; b < v_.B; ++b) rows(all, b, b + 1) = before.row(parents[b]);
  }
}

template <class T>
void initialize_cell_biases(CellKind kind, Random& random, const CellParams<T>& p, double bound) {
  switch (kind) {
    case CellKind::lstm: return Lstm<T>::initialize_biases(random, p, bound);
    case CellKind::gru: return Gru<T>::initialize_biases(random, p, bound);
    case CellKind::rnn: return Elman<T>::initialize_biases(random, p, bound);
  }
}

template class Recurrent<float>;
template class Recurrent<double>;
template void initialize_cell_biases(CellKind, Random&, const CellParams<float>&, double);
template void initialize_cell_biases(CellKind, Random&, const CellParams<double>&, double);

}  // namespace unrolled
