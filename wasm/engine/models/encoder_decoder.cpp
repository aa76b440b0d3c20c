#include "models/encoder_decoder.h"

#include <cmath>

#include "layers/embedding.h"

namespace unrolled {

template <class T>
EncoderDecoderParams<T> EncoderDecoderParams<T>::declare(Arena<T>& arena, const EncoderDecoderShape& s) {
  using Scope = typename Arena<T>::Scope;
  const auto encoder = [&] {
    const Scope scope(arena, "encoder");
    auto embedding = arena.matrix("embedding", s.P ? 0 : s.source_V, s.E);
    auto stack = StackParams<T>::declare(arena, s.encoder());
    return std::tuple(embedding, std::move(stack), PictureParams<T>::declare(arena, s.P, s.P ? s.H : 0));
  }();
  const auto decoder = [&] {
    const Scope scope(arena, "decoder");
    auto embedding = arena.matrix("embedding", s.V, s.E);
    return std::pair(embedding, StackParams<T>::declare(arena, s.decoder()));
  }();
  const auto attention = [&] {
    const Scope scope(arena, "attention");
    return AttentionParams<T>::declare(arena, s.attention, s.H);
  }();
  const Scope scope(arena, "head");
  return {std::get<0>(encoder), std::get<1>(encoder), std::get<2>(encoder), decoder.first,
          decoder.second,       attention,            Linear<T>::declare(arena, s.H, s.V)};
}

template <class T>
void EncoderDecoder<T>::initialize(const InitialWeights& initial) {
  Random random(initial.seed, Stream::initialization);
  auto& p = params_.tensors;
  const auto linear = [&](const Linear<T>& l) {
    const double bound = 1 / std::sqrt(static_cast<double>(std::max<Index>(l.W.rows(), 1)));
    fill_uniform(random, l.W, bound);
    fill_uniform(random, l.b, bound);
  };
  const double bound = 1 / std::sqrt(static_cast<double>(shape_.H));
  fill_normal(random, p.source_embedding);
  initialize_stack(shape_.encoder(), p.encoder, random, initial);
  linear(p.picture.first), linear(p.picture.second);
  fill_normal(random, p.embedding);
  initialize_stack(shape_.decoder(), p.decoder, random, initial);
  for (const Matrix<T>* m : {&p.attention.Wq, &p.attention.Wk, &p.attention.v}) fill_uniform(random, *m, bound);
  linear(p.attention.combine), linear(p.head);
  this->changed();
}

template <class T>
std::unique_ptr<ExamplePass<T>> EncoderDecoder<T>::pass(const ExampleSpan& span, Purpose purpose) {
  return std::make_unique<EncoderDecoderPass<T>>(*this, span, purpose);
}

template class EncoderDecoder<float>;
template class EncoderDecoder<double>;
template struct EncoderDecoderParams<float>;
template struct EncoderDecoderParams<double>;

}  // namespace unrolled
