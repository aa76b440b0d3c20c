#include "models/sequence_params.h"

#include <cmath>

namespace unrolled {

template <class T>
SequenceParams<T> SequenceParams<T>::declare(Arena<T>& arena, const SequenceShape& s) {
  auto embedding = arena.matrix("embedding", s.E ? s.V : 0, s.E);
  auto layers = StackParams<T>::declare(arena, s.stack);
  const typename Arena<T>::Scope scope(arena, "head");
  return {embedding, std::move(layers), Linear<T>::declare(arena, s.features(), s.O)};
}

template <class T>
void SequenceParams<T>::initialize(const SequenceShape& shape, const InitialWeights& initial) {
  Random random(initial.seed, Stream::initialization);
  const double bound = 1 / std::sqrt(static_cast<double>(shape.features()));
  fill_normal(random, embedding);
  initialize_stack(shape.stack, stack, random, initial);
  fill_uniform(random, head.W, bound);
  fill_uniform(random, head.b, bound);
}

template struct SequenceParams<float>;
template struct SequenceParams<double>;

}  // namespace unrolled
