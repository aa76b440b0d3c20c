#include "layers/embedding.h"
#include "layers/loss.h"
#include "math/error.h"
#include "models/encoder_decoder.h"

namespace unrolled {

namespace {

EncoderDecoderShape no_gradients() { return {.H = 0, .L = 0, .E = 0, .V = 0}; }

}  // namespace

template <class T>
typename EncoderDecoderPass<T>::Arrays EncoderDecoderPass<T>::Arrays::declare(Arena<T>& arena, const EncoderDecoderShape& s,
                                                                              const ExampleSpan& span, Purpose purpose) {
  const Index n = s.P ? 0 : span.source * span.B, m = span.target * span.B;
  const auto back = [&](Index count) { return purpose == Purpose::train ? count : 0; };
  return {arena.matrix("source", n, s.E),
          arena.matrix("d_source", back(n), s.E),
          Picture<T>::declare(arena, s.P ? span.B : 0, s.P, s.P ? s.H : 0, purpose),
          arena.matrix("context", span.B, s.H),
          arena.matrix("d_context", back(span.B), s.H),
          arena.matrix("x", m, s.decoder().I),
          arena.matrix("dx", back(m), s.decoder().I),
          LinearWork<T>::declare(arena, s.H, s.V, purpose),
          arena.matrix("z", m, s.V)};
}

template <class T>
EncoderDecoderPass<T>::EncoderDecoderPass(const EncoderDecoder<T>& model, const ExampleSpan& span, Purpose purpose)
    : model_(model),
      span_(span),
      purpose_(purpose),
      source_ids_(span.source * span.B),
      inputs_(span.target * span.B),
      targets_(span.target * span.B),
      lengths_(span.B),
      encoder_(model.shape().encoder(), {model.shape().P ? 0 : span.source, span.B}, purpose),
      decoder_(model.shape().decoder(), {span.target, span.B}, purpose),
      attention_(model.shape().attention, {span.source, span.B}, {span.target, span.B}, model.shape().H, purpose),
      a_(place<Arrays>(model.shape(), span, purpose)),
      gradients_(place<EncoderDecoderParams<T>>(purpose == Purpose::train ? model.shape() : no_gradients())) {
  this->losses_.resize(targets_.size());
  this->weights_.resize(targets_.size());
  for (Index l = 0; l < model.shape().L; ++l) decoder_.layer(l).reach_start();
}

template <class T>
void EncoderDecoderPass<T>::set_source(const Encoded& e, Index b) {
  if (sees_picture()) {
    if (static_cast<Index>(e.frames.size()) != model_.shape().P)
      throw Error("invalid-field", "input", "the picture is of another size",
                  {{"reason", "wrong-kind"}, {"value", std::to_string(e.frames.size()) + " numbers"},
                   {"wanted", "a picture of " + std::to_string(model_.shape().P) + " numbers"}});
    std::ranges::copy(e.frames, a_.tensors.picture.p.data() + b * model_.shape().P);
    return;
  }
  lengths_[b] = std::min(static_cast<Index>(e.source.size()), span_.source);
  S_ = std::max(S_, lengths_[b]);
  for (Index t = 0; t < lengths_[b]; ++t) source_ids_[t * span_.B + b] = e.source[t];
}

/// With <eos>.
template <class T>
Index EncoderDecoderPass<T>::count(const Encoded& e) const {
  return std::min(static_cast<Index>(e.target.size()) + 1, span_.target);
}

template <class T>
void EncoderDecoderPass<T>::set(std::span<const Encoded* const> examples) {
  const Index B = span_.B;
  const Id bos = model_.shape().bos(), eos = model_.shape().eos();
  S_ = T_ = 1;
  std::ranges::fill(source_ids_, unknown_id), std::ranges::fill(lengths_, Index{0});
  std::ranges::fill(inputs_, eos), std::ranges::fill(targets_, eos), std::ranges::fill(this->weights_, T(0));
  a_.tensors.picture.p.setZero();
  this->predictions_ = 0;
  for (Index b = 0; b < B; ++b) inputs_[b] = bos;
  for (Index b = 0; b < static_cast<Index>(examples.size()); ++b) {
    const Encoded& e = *examples[b];
    set_source(e, b);
    const Index said = count(e);
    T_ = std::max(T_, said);
    for (Index t = 0; t < said; ++t) {
      if (t > 0) inputs_[t * B + b] = e.target[t - 1];
      if (t < static_cast<Index>(e.target.size())) targets_[t * B + b] = e.target[t];
      this->weights_[t * B + b] = 1;
    }
    this->predictions_ += static_cast<double>(said);
  }
  if (!sees_picture()) encoder_.set_lengths(lengths_);
}

template <class T>
void EncoderDecoderPass<T>::begin(std::uint64_t noise) {
  auto& a = a_.tensors;
  if (packed_version_ != model_.version()) {
    const auto& p = model_.tensors();
    encoder_.pack(p.encoder), decoder_.pack(p.decoder), a.picture.pack(p.picture), a.head.pack(p.head);
    if (attends()) attention_.pack(p.attention);
    packed_version_ = model_.version();
  }
  encoder_.begin(noise), decoder_.begin(noise + 1);
  encoder_.reset(), decoder_.reset();
  if (purpose_ == Purpose::read) return;
  gradients_.arena.zero();
  a.d_context.setZero(), a.picture.df.setZero();
}

template <class T>
StackInput<T> EncoderDecoderPass<T>::source_input() {
  const Index n = S_ * span_.B;
  return {{}, rows(a_.tensors.source, 0, n), rows(a_.tensors.d_source, 0, purpose_ == Purpose::train ? n : 0)};
}

template <class T>
void EncoderDecoderPass<T>::encode() {
  const auto& p = model_.tensors();
  if (sees_picture()) {
    a_.tensors.picture.forward(p.picture);
  } else {
    const StackInput<T> in = source_input();
    Matrix<T> x = in.x;
    x.setZero();
    add_rows(p.source_embedding, std::span<const Id>(source_ids_).first(x.rows()), x);
    encoder_.forward(p.encoder, in, 0, S_);
    if (attends()) attention_.look_at(p.attention, encoder_.output(0, S_), lengths_);
  }
  bridge();
}

/// The state before the decoder's first step, and the context.
template <class T>
void EncoderDecoderPass<T>::bridge() {
  const auto& s = model_.shape();
  const Index part = s.H / s.D;
  for (Index l = 0; l < s.L; ++l) {
    const auto& states = decoder_.layer(l).state();
    if (sees_picture()) {
      std::copy_n(a_.tensors.picture.f.data(), span_.B * s.H, Matrix<T>(states[0].all).data());
      continue;
    }
    for (size_t k = 0; k < states.size(); ++k)
      for (Index b = 0; b < span_.B; ++b)
        for (Index d = 0; d < s.D; ++d)
          std::copy_n(encoder_.layer(l, d).state()[k].all.data() + encoder_.end_row(b) * part, part,
                      Matrix<T>(states[k].all).data() + b * s.H + d * part);
  }
  std::copy_n(decoder_.layer(s.L - 1).state()[0].all.data(), span_.B * s.H, a_.tensors.context.data());
}

template <class T>
void EncoderDecoderPass<T>::bridge_back() {
  const auto& s = model_.shape();
  const Index part = s.H / s.D;
  Matrix<T> top = decoder_.layer(s.L - 1).start_gradients()[0];
  add_row(top.data(), a_.tensors.d_context.data(), top.size());
  for (Index l = 0; l < s.L; ++l) {
    const auto& starts = decoder_.layer(l).start_gradients();
    if (sees_picture()) {
      add_row(a_.tensors.picture.df.data(), starts[0].data(), starts[0].size());
      continue;
    }
    for (size_t k = 0; k < starts.size(); ++k)
      for (Index b = 0; b < span_.B; ++b)
        for (Index d = 0; d < s.D && lengths_[b] > 0; ++d) {
          Matrix<T> to = encoder_.layer(l, d).state_gradients()[k];
          add_row(to.data() + (encoder_.end_row(b) - span_.B) * part, starts[k].data() + b * s.H + d * part, part);
        }
  }
}

template <class T>
StackInput<T> EncoderDecoderPass<T>::decoder_input(Index first, Index last) {
  const Index from = first * span_.B, to = last * span_.B;
  const bool back = purpose_ == Purpose::train;
  return {{}, rows(a_.tensors.x, from, to), rows(a_.tensors.dx, back ? from : 0, back ? to : 0)};
}

/// What the head reads.
template <class T>
Matrix<T> EncoderDecoderPass<T>::spoken(Index first, Index last) const {
  return attends() ? attention_.output(first, last) : decoder_.output(first, last);
}

template <class T>
void EncoderDecoderPass<T>::decode(Index first, Index last) {
  const auto& p = model_.tensors();
  const auto& s = model_.shape();
  const StackInput<T> in = decoder_input(first, last);
  Matrix<T> x = in.x;
  x.setZero();
  for (Index row = 0; row < x.rows(); ++row) {
    T* to = x.data() + row * x.cols();
    add_row(to, p.embedding.data() + inputs_[first * span_.B + row] * s.E, s.E);
    if (s.context == Context::every) std::copy_n(a_.tensors.context.data() + row % span_.B * s.H, s.H, to + s.E);
  }
  decoder_.forward(p.decoder, in, first, last);
  if (attends()) attention_.forward(p.attention, decoder_.output(first, last), first, last);
  a_.tensors.head.forward(p.head, spoken(first, last), rows(a_.tensors.z, first * span_.B, last * span_.B));
}

template <class T>
void EncoderDecoderPass<T>::forward() {
  encode();
  decode(0, T_);
}

template <class T>
void EncoderDecoderPass<T>::forward_fed(Feed<T>& feed) {
  const Index B = span_.B;
  encode();
  for (Index t = 0; t < T_; ++t) {
    decode(t, t + 1);
    if (t + 1 < T_) feed.feed(t, rows(a_.tensors.z, t * B, (t + 1) * B), inputs().subspan((t + 1) * B, B));
  }
}

template <class T>
double EncoderDecoderPass<T>::score() {
  const Matrix<T> z = outputs();
  const auto targets = std::span<const Id>(targets_).first(z.rows());
  const auto weights = std::span<const T>(this->weights_).first(z.rows());
  const double sum = cross_entropy<T>(z, targets, weights, std::span<T>(this->losses_).first(z.rows()));
  if (purpose_ == Purpose::read) return sum;
  cross_entropy_gradient<T>(z, targets, weights, T(1) / T(this->average_over_));
  a_.tensors.head.backward(gradients_.tensors.head, spoken(0, T_), z,
                           attends() ? attention_.output_gradient(0, T_) : decoder_.output_gradient(0, T_));
  return sum;
}

template <class T>
void EncoderDecoderPass<T>::backward() {
  const auto& s = model_.shape();
  const auto& p = model_.tensors();
  const auto& d = gradients_.tensors;
  if (attends()) {
    attention_.backward(p.attention, d.attention, decoder_.output_gradient(0, T_), 0, T_);
    attention_.finish(p.attention, d.attention);
    add_row(encoder_.output_gradient(0, S_).data(), attention_.key_gradients().data(), S_ * span_.B * s.H);
  }
  const StackInput<T> in = decoder_input(0, T_);
  decoder_.backward(d.decoder, in, {}, 0, T_);
  for (Index row = 0; row < in.dx.rows(); ++row) {
    const T* from = in.dx.data() + row * in.dx.cols();
    add_row(Matrix<T>(d.embedding).data() + inputs_[row] * s.E, from, s.E);
    if (s.context == Context::every) add_row(a_.tensors.d_context.data() + row % span_.B * s.H, from + s.E, s.H);
  }
  bridge_back();
  if (sees_picture()) return a_.tensors.picture.backward(d.picture);
  const StackInput<T> source = source_input();
  encoder_.backward(d.encoder, source, {}, 0, S_);
  scatter_rows(source.dx, std::span<const Id>(source_ids_).first(source.dx.rows()), d.source_embedding);
}

template <class T>
std::vector<std::vector<NamedView<T>>> EncoderDecoderPass<T>::activations() const {
  auto all = encoder_.views();
  for (auto& layer : decoder_.views()) all.push_back(std::move(layer));
  return all;
}

template <class T>
void EncoderDecoderPass<T>::reorder(std::span<const Index> parents) {
  for (Index l = 0; l < model_.shape().L; ++l) decoder_.layer(l).reorder(parents);
}

template <class T>
std::vector<Matrix<T>> EncoderDecoderPass<T>::state() {
  std::vector<Matrix<T>> all;
  for (Index l = 0; l < model_.shape().L; ++l)
    for (const auto& [name, m] : decoder_.layer(l).state()) all.push_back(rows(m, 0, span_.B));
  return all;
}

template class EncoderDecoderPass<float>;
template class EncoderDecoderPass<double>;

}  // namespace unrolled
