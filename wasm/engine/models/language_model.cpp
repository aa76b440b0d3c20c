#include "models/language_model.h"

#include <cmath>

#include "layers/embedding.h"
#include "layers/loss.h"

namespace unrolled {

namespace {

/// Rows of a chunk: enough for the tall products, little enough that a chunk is a short piece of work.
constexpr Index chunk_rows = 256;

Index chunk_steps(Span s, Index asked) { return asked ? asked : std::clamp<Index>(chunk_rows / s.B, 1, s.T); }

}  // namespace

template <class T>
typename Pass<T>::Arrays Pass<T>::Arrays::declare(Arena<T>& arena, const LanguageModelShape& s, Span span,
                                                  Purpose purpose, Index S) {
  const Index n = S * span.B, back = purpose == Purpose::train ? n : 0;
  return {LinearWork<T>::declare(arena, s.H, s.V, purpose), arena.matrix("x", span.T * span.B, s.E),
          arena.matrix("dx", back, s.E), arena.matrix("z", n, s.V)};
}

template <class T>
Pass<T>::Pass(const LanguageModel<T>& model, Span span, Purpose purpose, Index steps)
    : model_(model),
      span_(span),
      purpose_(purpose),
      chunk_(chunk_steps(span, steps)),
      predictions_(span.T * span.B),
      inputs_(predictions_),
      targets_(predictions_),
      losses_(predictions_),
      weights_(predictions_, T(1)),
      stack_(model.shape().stack(), span, purpose),
      arrays_(place<Arrays>(model.shape(), span, purpose, chunk_)),
      gradients_(place<SequenceParams<T>>(purpose == Purpose::train ? model.shape().sequence() : SequenceShape{})) {}

template <class T>
void Pass<T>::begin(std::uint64_t noise) {
  const auto& p = model_.tensors();
  if (packed_version_ != model_.version()) {
    stack_.pack(p.stack);
    arrays_.tensors.head.pack(p.head);
    packed_version_ = model_.version();
  }
  stack_.begin(noise);
  if (purpose_ == Purpose::train) gradients_.arena.zero();
}

template <class T>
StackInput<T> Pass<T>::input(Index first, Index last) {
  if (model_.shape().E == 0) return {ids(inputs_, first, last)};
  const Matrix<T> x = rows(arrays_.tensors.x, first * span_.B, last * span_.B);
  return {{}, x, rows(arrays_.tensors.dx, 0, purpose_ == Purpose::train ? x.rows() : 0)};
}

template <class T>
void Pass<T>::forward(Index k) {
  const auto [first, last] = chunk(k);
  const auto& p = model_.tensors();
  StackInput<T> in = input(first, last);
  if (in.ids.empty()) {
    in.x.setZero();
    add_rows(p.embedding, ids(inputs_, first, last), in.x);
  }
  stack_.forward(p.stack, in, first, last);
  z_rows_ = (last - first) * span_.B;
  arrays_.tensors.head.forward(p.head, stack_.output(first, last), logits());
}

template <class T>
double Pass<T>::score(Index k) {
  const auto [first, last] = chunk(k);
  const auto expected = ids(targets_, first, last);
  const auto weights = std::span<const T>(weights_).subspan(first * span_.B, expected.size());
  const double nats = cross_entropy(logits(), expected, weights,
                                    std::span<T>(losses_).subspan(first * span_.B, expected.size()));
  if (purpose_ == Purpose::read) return nats;
  const Matrix<T> dz = logits();
  cross_entropy_gradient(dz, expected, weights, T(1) / T(predictions_));
  arrays_.tensors.head.backward(gradients_.tensors.head, stack_.output(first, last), dz,
                                stack_.output_gradient(first, last));
  return nats;
}

template <class T>
void Pass<T>::backward(Index k) {
  const auto [first, last] = chunk(k);
  const auto& d = gradients_.tensors;
  const StackInput<T> in = input(first, last);
  stack_.backward(d.stack, in, flow_, first, last);
  if (in.ids.empty()) scatter_rows(in.dx, ids(inputs_, first, last), d.embedding);
}

template <class T>
std::vector<std::pair<std::string, Matrix<T>>> Pass<T>::state() {
  std::vector<std::pair<std::string, Matrix<T>>> all;
  for (Index l = 0; l < model_.shape().L; ++l)
    for (auto& [name, m] : stack_.layer(l).state())
      all.emplace_back("layers." + std::to_string(l) + "." + std::string(name), rows(m, 0, span_.B));
  return all;
}

template <class T>
void LanguageModel<T>::initialize(std::uint64_t seed, T forget_bias, const RecurrentStart& start) {
  params_.tensors.initialize(shape_.sequence(), {seed, static_cast<double>(forget_bias), start});
  this->changed();
}

template <class T>
void Pass<T>::reorder(std::span<const Index> parents) {
  for (Index l = 0; l < model_.shape().L; ++l) stack_.layer(l).reorder(parents);
}

template class LanguageModel<float>;
template class LanguageModel<double>;
template class Pass<float>;
template class Pass<double>;

}  // namespace unrolled
