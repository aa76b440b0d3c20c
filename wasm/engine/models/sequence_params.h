#pragma once
// The parameters of whatever reads a sequence and says something of its steps: an embedding, a stack, a head. Language
// models and readers have the same.

#include "layers/linear.h"
#include "layers/stack.h"

namespace unrolled {

struct SequenceShape {
  Index V = 0, E = 0;  // of ids: how many, and the size of their embedding (0: none)
  StackShape stack{.H = 0, .L = 0};
  Index O = 0;

  Index features() const { return stack.D * stack.H; }
};

template <class T>
struct SequenceParams {
  using Scalar = T;
  Matrix<T> embedding;  // [V×E]
  StackParams<T> stack;
  Linear<T> head;  // [features×O]

  /// embedding, layers.l.{W,U,b}, layers.l.reverse.{W,U,b}, head.{W,b}.
  static SequenceParams declare(Arena<T>& arena, const SequenceShape& shape);
  /// PyTorch's: U(±1/√H) for recurrent layers, U(±1/√features) for the head, N(0,1) for an embedding.
  void initialize(const SequenceShape& shape, const InitialWeights& initial);
};

}  // namespace unrolled
