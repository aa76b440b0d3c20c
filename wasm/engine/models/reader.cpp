#include "models/reader.h"

#include "layers/embedding.h"
#include "layers/loss.h"

namespace unrolled {

template <class T>
void Reader<T>::initialize(const InitialWeights& initial) {
  params_.tensors.initialize(shape_.sequence(), initial);
  this->changed();
}

template <class T>
std::unique_ptr<ExamplePass<T>> Reader<T>::pass(const ExampleSpan& span, Purpose purpose) {
  return std::make_unique<ReaderPass<T>>(*this, span, purpose);
}

template <class T>
typename ReaderPass<T>::Arrays ReaderPass<T>::Arrays::declare(Arena<T>& arena, const ReaderShape& s,
                                                              const ExampleSpan& span, Purpose purpose) {
  const bool every = s.readout == Readout::every, train = purpose == Purpose::train;
  const Index n = span.source * span.B, places = every ? n : span.B, I = s.layers().reads == Reads::ids ? 0 : s.layers().I;
  return {LinearWork<T>::declare(arena, s.sequence().features(), s.O, purpose),
          arena.matrix("x", n, I),
          arena.matrix("dx", train ? n : 0, s.E),
          arena.matrix("f", every ? 0 : span.B, s.sequence().features()),
          arena.matrix("df", every || !train ? 0 : span.B, s.sequence().features()),
          arena.matrix("z", places, s.O),
          arena.matrix("dz", train && s.loss == LossKind::squares ? places : 0, s.O),
          arena.matrix("y", s.loss == LossKind::squares ? places : 0, s.O)};
}

template <class T>
ReaderPass<T>::ReaderPass(const Reader<T>& model, const ExampleSpan& span, Purpose purpose)
    : model_(model),
      span_(span),
      purpose_(purpose),
      ids_(model.shape().V ? span.source * span.B : 0),
      targets_(span.source * span.B),
      lengths_(span.B),
      stack_(model.shape().layers(), {span.source, span.B}, purpose),
      a_(place<Arrays>(model.shape(), span, purpose)),
      gradients_(place<SequenceParams<T>>(purpose == Purpose::train ? model.shape().sequence() : SequenceShape{})) {
  this->losses_.resize(targets_.size());
  this->weights_.resize(targets_.size());
}

/// Steps to read.
template <class T>
Index ReaderPass<T>::steps_of(const Encoded& e) const {
  const auto& s = model_.shape();
  const size_t steps = s.V ? e.source.size() : e.frames.size() / static_cast<size_t>(s.width);
  return std::min(static_cast<Index>(steps), span_.source);
}

template <class T>
Index ReaderPass<T>::count(const Encoded& e) const {
  return model_.shape().readout == Readout::every ? steps_of(e) : 1;
}

template <class T>
void ReaderPass<T>::set(std::span<const Encoded* const> examples) {
  const auto& shape = model_.shape();
  auto& a = a_.tensors;
  const Index B = span_.B;
  T_ = 1;
  std::ranges::fill(ids_, unknown_id), std::ranges::fill(targets_, unknown_id);
  std::ranges::fill(this->weights_, T(0)), std::ranges::fill(lengths_, Index{0});
  if (shape.width) a.x.setZero();
  a.y.setZero();
  for (Index b = 0; b < static_cast<Index>(examples.size()); ++b) {
    const Encoded& e = *examples[b];
    lengths_[b] = steps_of(e);
    T_ = std::max(T_, lengths_[b]);
    for (Index t = 0; t < lengths_[b]; ++t) {
      if (shape.V) ids_[t * B + b] = e.source[t];
      else std::copy_n(e.frames.begin() + t * shape.width, shape.width, a.x.data() + (t * B + b) * shape.width);
    }
    for (Index t = 0; t < count(e); ++t) {
      if (shape.loss == LossKind::classes) targets_[t * B + b] = e.target[t];
      else std::copy_n(e.values.begin() + t * shape.O, shape.O, a.y.data() + (t * B + b) * shape.O);
      this->weights_[t * B + b] = 1;
    }
  }
  this->predictions_ = 0;
  for (const T w : this->weights_) this->predictions_ += static_cast<double>(w);
  stack_.set_lengths(lengths_);
}

template <class T>
void ReaderPass<T>::begin(std::uint64_t noise) {
  if (packed_version_ != model_.version()) {
    stack_.pack(model_.tensors().stack);
    a_.tensors.head.pack(model_.tensors().head);
    packed_version_ = model_.version();
  }
  stack_.begin(noise);
  stack_.reset();
  if (purpose_ == Purpose::train) gradients_.arena.zero();
}

template <class T>
StackInput<T> ReaderPass<T>::input() {
  const Index n = T_ * span_.B;
  if (model_.shape().layers().reads == Reads::ids) return {std::span<const Id>(ids_).first(n)};
  const bool back = purpose_ == Purpose::train && model_.shape().E > 0;
  return {{}, rows(a_.tensors.x, 0, n), rows(a_.tensors.dx, 0, back ? n : 0)};
}

template <class T>
void ReaderPass<T>::forward() {
  const auto& p = model_.tensors();
  const StackInput<T> in = input();
  if (model_.shape().E) {
    Matrix<T> x = in.x;
    x.setZero();
    add_rows(p.embedding, std::span<const Id>(ids_).first(x.rows()), x);
  }
  stack_.forward(p.stack, in, 0, T_);
  if (model_.shape().readout == Readout::every) return a_.tensors.head.forward(p.head, stack_.output(0, T_), outputs());
  gather();
  a_.tensors.head.forward(p.head, a_.tensors.f, outputs());
}

/// f from the states that the readout takes.
template <class T>
void ReaderPass<T>::gather() {
  auto& f = a_.tensors.f;
  const Index B = span_.B, H = model_.shape().stack.H, top = model_.shape().stack.L - 1;
  f.setZero();
  for (Index b = 0; b < B; ++b) {
    T* row = f.data() + b * f.cols();
    if (model_.shape().readout == Readout::mean) {
      const Matrix<T> y = stack_.output(0, T_);
      for (Index t = 0; t < lengths_[b]; ++t) add_row(row, y.data() + (t * B + b) * f.cols(), f.cols(), T(1) / T(lengths_[b]));
    } else {
      for (Index d = 0; d < model_.shape().stack.D; ++d)
        std::copy_n(stack_.layer(top, d).state()[0].all.data() + stack_.end_row(b) * H, H, row + d * H);
    }
  }
}

/// Back from df.
template <class T>
void ReaderPass<T>::scatter() {
  const auto& df = a_.tensors.df;
  const Index B = span_.B, H = model_.shape().stack.H, top = model_.shape().stack.L - 1;
  for (Index b = 0; b < B; ++b) {
    const T* row = df.data() + b * df.cols();
    if (lengths_[b] == 0) continue;
    if (model_.shape().readout == Readout::mean) {
      Matrix<T> dy = stack_.output_gradient(0, T_);
      for (Index t = 0; t < lengths_[b]; ++t) add_row(dy.data() + (t * B + b) * df.cols(), row, df.cols(), T(1) / T(lengths_[b]));
    } else {
      for (Index d = 0; d < model_.shape().stack.D; ++d) {
        Matrix<T> dh = stack_.layer(top, d).state_gradients()[0];
        add_row(dh.data() + (stack_.end_row(b) - B) * H, row + d * H, H);
      }
    }
  }
}

template <class T>
double ReaderPass<T>::score() {
  const auto& shape = model_.shape();
  auto& a = a_.tensors;
  const Index n = places();
  const Matrix<T> z = outputs(), y = rows(a.y, 0, a.y.rows() ? n : 0);
  const auto targets = std::span<const Id>(targets_).first(n);
  const auto weights = std::span<const T>(this->weights_).first(n);
  const auto losses = std::span<T>(this->losses_).first(n);
  const double sum = shape.loss == LossKind::classes ? cross_entropy<T>(z, targets, weights, losses)
                                                     : squared_error<T>(z, y, weights, losses);
  if (purpose_ == Purpose::read) return sum;
  const T scale = T(1) / T(this->average_over_);
  const Matrix<T> dz = shape.loss == LossKind::classes ? z : rows(a.dz, 0, n);
  if (shape.loss == LossKind::classes) cross_entropy_gradient<T>(z, targets, weights, scale);
  else squared_error_gradient<T>(z, y, weights, scale, dz);
  const auto& d = gradients_.tensors.head;
  if (shape.readout == Readout::every) {
    a.head.backward(d, stack_.output(0, T_), dz, stack_.output_gradient(0, T_));
  } else {
    a.df.setZero();
    a.head.backward(d, a.f, dz, a.df);
    scatter();
  }
  return sum;
}

template <class T>
void ReaderPass<T>::backward() {
  const auto& d = gradients_.tensors;
  const StackInput<T> in = input();
  stack_.backward(d.stack, in, {}, 0, T_);
  if (model_.shape().E) scatter_rows(in.dx, std::span<const Id>(ids_).first(in.dx.rows()), d.embedding);
}

template class Reader<float>;
template class Reader<double>;
template class ReaderPass<float>;
template class ReaderPass<double>;

}  // namespace unrolled
