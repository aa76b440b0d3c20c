#include "layers/stack.h"

#include <cmath>

#include "layers/embedding.h"

namespace unrolled {

template <class T>
StackParams<T> StackParams<T>::declare(Arena<T>& arena, const StackShape& s) {
  StackParams params;
  for (Index l = 0; l < s.L; ++l)
    for (Index d = 0; d < s.D; ++d) {
      const typename Arena<T>::Scope scope(arena, "layers." + std::to_string(l) + (d ? ".reverse" : ""));
      params.layers.push_back(CellParams<T>::declare(arena, size_of(s.cell), s.layer_input(l), s.H));
    }
  return params;
}

template <class T>
void initialize_stack(const StackShape& shape, const StackParams<T>& p, Random& random, const InitialWeights& initial) {
  const double bound = 1 / std::sqrt(static_cast<double>(shape.H));
  std::uint64_t seed = initial.seed;
  for (const CellParams<T>& layer : p.layers) {
    fill_uniform(random, layer.W, bound);
    fill_uniform(random, layer.U, bound);
    start_recurrent(seed++, layer.U, initial.recurrent);
    initialize_cell_biases(shape.cell, random, layer, bound);
    if (shape.cell != CellKind::lstm) continue;
    Matrix<T> b = layer.b;
    for (Index j = shape.H; j < 2 * shape.H; ++j) b.data()[j] += T(initial.forget_bias);
  }
}

template <class T>
typename Stack<T>::Arrays Stack<T>::Arrays::declare(Arena<T>& arena, const StackShape& s, Span span, Purpose purpose) {
  const Index n = span.T * span.B, DH = s.D * s.H, wide = size_of(s.cell).gates * s.H;
  const Index back = purpose == Purpose::train ? n : 0;
  std::vector<Packed<T>> W, Wt;
  std::vector<Matrix<T>> y, dy, mask, reversed;
  Index widest = 0;
  for (Index l = 0; l < s.L; ++l) {
    const Index I = l == 0 && s.reads == Reads::ids ? 0 : s.layer_input(l);
    for (Index d = 0; d < s.D; ++d) {
      W.push_back(Packed<T>::declare(arena, I, wide));
      Wt.push_back(Packed<T>::declare(arena, back ? wide : 0, back ? I : 0));
    }
    const Index dropped = s.dropout > 0 && l + 1 < s.L ? back : 0;
    const bool joins = s.D > 1 || dropped;
    y.push_back(arena.matrix("y", joins ? n : 0, DH));
    dy.push_back(arena.matrix("dy", joins ? back : 0, DH));
    mask.push_back(arena.matrix("mask", dropped, DH));
    reversed.push_back(arena.matrix("reversed", s.D > 1 ? n : 0, I));
    widest = std::max(widest, I);
  }
  return {std::move(W),    std::move(Wt),       std::move(y), std::move(dy),
          std::move(mask), std::move(reversed), arena.matrix("sent", s.D > 1 ? back : 0, widest)};
}

template <class T>
Stack<T>::Stack(const StackShape& shape, Span span, Purpose purpose)
    : shape_(shape), span_(span), purpose_(purpose), a_(place<Arrays>(shape, span, purpose)), lengths_(span.B, span.T) {
  for (Index k = 0; k < shape.L * shape.D; ++k)
    layers_.push_back(Recurrent<T>::make(shape.cell, shape.options, span, shape.H, purpose));
  if (shape.D > 1) {
    turned_.resize(span.T * span.B);
    reversed_ids_.resize(shape.reads == Reads::ids ? turned_.size() : 0);
    set_lengths(std::vector<Index>(lengths_));
  }
}

template <class T>
void Stack<T>::pack(const StackParams<T>& p) {
  for (size_t at = 0; at < layers_.size(); ++at) {
    layers_[at]->pack(p.layers[at]);
    if (a_.tensors.W[at].rows()) a_.tensors.W[at].pack(plain(p.layers[at].W));
    if (a_.tensors.Wt[at].cols()) a_.tensors.Wt[at].pack(transposed(p.layers[at].W));
  }
}

template <class T>
void Stack<T>::set_lengths(std::span<const Index> lengths) {
  std::ranges::copy(lengths, lengths_.begin());
  for (size_t row = 0; row < turned_.size(); ++row) {
    const Index t = static_cast<Index>(row) / span_.B, b = static_cast<Index>(row) % span_.B;
    turned_[row] = t < lengths_[b] ? (lengths_[b] - 1 - t) * span_.B + b : static_cast<Index>(row);
  }
}

template <class T>
void Stack<T>::begin(std::uint64_t noise) {
  random_ = Random(noise, Stream::dropout);
  if (purpose_ == Purpose::read) return;
  for (auto& layer : layers_) {
    for (Matrix<T> d : layer->state_gradients()) d.setZero();
    for (Matrix<T> d : layer->start_gradients()) d.setZero();
  }
  for (Matrix<T>& dy : a_.tensors.dy) dy.setZero();
}

template <class T>
void Stack<T>::reset() {
  for (auto& layer : layers_)
    for (const auto& [name, all] : layer->state()) rows(all, 0, span_.B).setZero();
}

template <class T>
void Stack<T>::carry() {
  const Index B = span_.B, end = span_.T * B;
  for (auto& layer : layers_)
    for (const auto& [name, all] : layer->state()) {
      Matrix<T> before = rows(all, 0, B);
      before = rows(all, end, end + B);
    }
}

template <class T>
Matrix<T> Stack<T>::above(Index l, Index first, Index last) const {
  return joins(l) ? rows(a_.tensors.y[l], first * span_.B, last * span_.B) : layer(l).output(first, last);
}
template <class T>
Matrix<T> Stack<T>::above_gradient(Index l, Index first, Index last) const {
  return joins(l) ? rows(a_.tensors.dy[l], first * span_.B, last * span_.B) : layer(l).output_gradient(first, last);
}

/// What layer l > 0 reads.
template <class T>
StackInput<T> Stack<T>::between(Index l, Index first, Index last) const {
  if (purpose_ == Purpose::read) return {{}, above(l - 1, first, last)};
  return {{}, above(l - 1, first, last), above_gradient(l - 1, first, last)};
}

template <class T>
void Stack<T>::forward(const StackParams<T>& p, const StackInput<T>& in, Index first, Index last) {
  for (Index l = 0; l < shape_.L; ++l) {
    for (Index d = 0; d < shape_.D; ++d) {
      const Index at = l * shape_.D + d;
      layers_[at]->begin(p.layers[at], first, last);
      if (l == 0) read(p.layers[at], in, at, first, last);
      else read(p.layers[at], between(l, first, last), at, first, last);
      layers_[at]->forward(first, last);
    }
    if (joins(l)) join(l, first, last);
  }
}

template <class T>
std::span<const Id> Stack<T>::ids_of(const StackInput<T>& in, Index direction) {
  if (direction == 0) return in.ids;
  for (size_t row = 0; row < in.ids.size(); ++row) reversed_ids_[row] = in.ids[turned_[row]];
  return std::span(reversed_ids_).first(in.ids.size());
}

/// Adds x W.
template <class T>
void Stack<T>::read(const CellParams<T>& p, const StackInput<T>& in, Index at, Index first, Index last) {
  const Index direction = at % shape_.D;
  const Matrix<T> into = layers_[at]->input(first, last);
  if (!in.ids.empty()) return add_rows(p.W, ids_of(in, direction), into);
  if (direction == 0) return multiply_add(into, plain(in.x), a_.tensors.W[at]);
  Matrix<T> x = rows(a_.tensors.reversed[at / shape_.D], 0, in.x.rows());
  for (Index row = 0; row < x.rows(); ++row) std::copy_n(in.x.data() + turned_[row] * x.cols(), x.cols(), x.data() + row * x.cols());
  multiply_add(into, plain(x), a_.tensors.W[at]);
}

/// y from the h of the directions.
template <class T>
void Stack<T>::join(Index l, Index first, Index last) {
  const Index H = shape_.H, DH = shape_.D * H;
  Matrix<T> y = above(l, first, last);
  for (Index d = 0; d < shape_.D; ++d) {
    const Matrix<T> h = layer(l, d).output(first, last);
    for (Index row = 0; row < y.rows(); ++row)
      std::copy_n(h.data() + (d ? turned_[row] : row) * H, H, y.data() + row * DH + d * H);
  }
  if (!drops(l)) return;
  Matrix<T> mask = rows(a_.tensors.mask[l], first * span_.B, last * span_.B);
  const T kept = T(1 / (1 - shape_.dropout));
  for (Index k = 0; k < mask.size(); ++k) {
    mask.data()[k] = random_.uniform() < shape_.dropout ? T(0) : kept;
    y.data()[k] *= mask.data()[k];
  }
}

/// What has come back to y goes on to the directions' h.
template <class T>
void Stack<T>::part(Index l, Index first, Index last) {
  const Index H = shape_.H, DH = shape_.D * H;
  Matrix<T> dy = above_gradient(l, first, last);
  const Matrix<T> mask = drops(l) ? rows(a_.tensors.mask[l], first * span_.B, last * span_.B) : dy;
  if (drops(l))
    for (Index k = 0; k < dy.size(); ++k) dy.data()[k] *= mask.data()[k];
  for (Index d = 0; d < shape_.D; ++d) {
    Matrix<T> dh = layer(l, d).output_gradient(first, last);
    for (Index row = 0; row < dy.rows(); ++row)
      add_row(dh.data() + (d ? turned_[row] : row) * H, dy.data() + row * DH + d * H, H);
  }
}

template <class T>
void Stack<T>::backward(const StackParams<T>& d, const StackInput<T>& in, std::span<const T> flow, Index first, Index last) {
  Matrix<T>(in.dx).setZero();
  for (Index l = shape_.L; l-- > 0;) {
    if (joins(l)) part(l, first, last);
    for (Index at = l * shape_.D; at < (l + 1) * shape_.D; ++at) {
      layers_[at]->backward(d.layers[at], flow, first, last);
      if (l == 0) send(d.layers[at], in, at, first, last);
      else send(d.layers[at], between(l, first, last), at, first, last);
    }
  }
}

/// dW, and the gradient of x.
template <class T>
void Stack<T>::send(const CellParams<T>& d, const StackInput<T>& in, Index at, Index first, Index last) {
  const Index direction = at % shape_.D;
  const Matrix<T> da = layers_[at]->input_gradient(first, last);
  if (!in.ids.empty()) return scatter_rows(da, ids_of(in, direction), d.W);
  const Matrix<T> x = direction ? rows(a_.tensors.reversed[at / shape_.D], 0, da.rows()) : in.x;
  multiply_add(d.W, transposed(x), plain(da));
  if (!in.dx.rows()) return;
  if (direction == 0) return multiply_add(in.dx, plain(da), a_.tensors.Wt[at]);
  Matrix<T> dx = in.dx, sent(a_.tensors.sent.data(), dx.rows(), dx.cols());
  sent.setZero();
  multiply_add(sent, plain(da), a_.tensors.Wt[at]);
  for (Index row = 0; row < sent.rows(); ++row)
    add_row(dx.data() + turned_[row] * dx.cols(), sent.data() + row * dx.cols(), dx.cols());
}

template struct StackParams<float>;
template struct StackParams<double>;
template class Stack<float>;
template class Stack<double>;
template void initialize_stack(const StackShape&, const StackParams<float>&, Random&, const InitialWeights&);
template void initialize_stack(const StackShape&, const StackParams<double>&, Random&, const InitialWeights&);

}  // namespace unrolled
