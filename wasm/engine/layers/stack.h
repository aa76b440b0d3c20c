#pragma once
// Recurrent layers on top of each other, each reading what the one below leaves, in one direction or in both
// (Schuster & Paliwal 1997): y_t = [h_t of the forward direction, h_t of the backward direction].
//
// Between layers some of y may be dropped (Srivastava et al. 2014; between layers only, Zaremba et al. 2014):
// y ⊙ m / (1 − p), m a row of seeded coin flips. A stack that only reads drops nothing.

#include "data/vocabulary.h"
#include "layers/recurrent.h"
#include "math/spectral.h"

namespace unrolled {

enum class Reads { ids, vectors };

struct StackShape {
  CellKind cell = CellKind::lstm;
  CellOptions options;
  Reads reads = Reads::vectors;  // layer 0
  Index I = 0, H = 128, L = 1;   // I: how many ids there are, or numbers in a vector
  Index D = 1;                  // directions
  double dropout = 0;           // p

  Index layer_input(Index l) const { return l ? D * H : I; }
};

template <class T>
struct StackParams {
  using Scalar = T;
  std::vector<CellParams<T>> layers;  // layer by layer; of two directions the forward one first

  /// "layers.l.W" …, and "layers.l.reverse.W" … of the backward direction.
  static StackParams declare(Arena<T>& arena, const StackShape& shape);
};

struct InitialWeights {
  std::uint64_t seed = 1;
  double forget_bias = 0;  // added to b_f
  RecurrentStart recurrent;
};

/// PyTorch's U(±1/√H); recurrent weights as asked for, of several layers each from a seed of its own.
template <class T>
void initialize_stack(const StackShape& shape, const StackParams<T>& p, Random& random, const InitialWeights& initial);

/// What layer 0 reads, for the steps at hand: ids, of which each picks a row of W, or vectors.
template <class T>
struct StackInput {
  std::span<const Id> ids;
  Matrix<T> x{nullptr, 0, 0}, dx{nullptr, 0, 0};  // dx receives the gradient of x; no rows: it is not wanted
};

template <class T>
class Stack {
 public:
  Stack(const StackShape& shape, Span span, Purpose purpose);

  void pack(const StackParams<T>& p);
  /// Of each stream, how many of the steps count; needed by the backward direction, which begins at the last of them.
  void set_lengths(std::span<const Index> lengths);
  /// Zeroes what flows back, and begins the coin flips of dropout from this seed.
  void begin(std::uint64_t noise);
  void reset();
  void carry();

  /// Steps [first, last); all of them at once where there are two directions.
  void forward(const StackParams<T>& p, const StackInput<T>& in, Index first, Index last);
  /// From `output_gradient`; adds to d. Of what a step sends back to the state before it, flow[t] times arrives.
  void backward(const StackParams<T>& d, const StackInput<T>& in, std::span<const T> flow, Index first, Index last);

  Matrix<T> output(Index first, Index last) const { return above(shape_.L - 1, first, last); }
  Matrix<T> output_gradient(Index first, Index last) const { return above_gradient(shape_.L - 1, first, last); }

  const StackShape& shape() const { return shape_; }
  Span span() const { return span_; }
  Recurrent<T>& layer(Index l, Index direction = 0) { return *layers_[l * shape_.D + direction]; }
  const Recurrent<T>& layer(Index l, Index direction = 0) const { return *layers_[l * shape_.D + direction]; }
  /// Of every direction of every layer.
  std::vector<std::vector<NamedView<T>>> views() const {
    std::vector<std::vector<NamedView<T>>> all;
    for (const auto& layer : layers_) all.push_back(layer->views());
    return all;
  }
  /// The row of `state()` that holds the state of stream b after the last of its steps.
  Index end_row(Index b) const { return lengths_[b] * span_.B + b; }

 private:
  struct Arrays {
    using Scalar = T;
    std::vector<Packed<T>> W, Wt;           // of every direction of every layer that reads vectors; Wt only to train
    std::vector<Matrix<T>> y, dy, mask;     // of every layer whose output is not its h as it is [TB×DH]
    std::vector<Matrix<T>> reversed;        // what a backward direction reads [TB×I], in its order
    Matrix<T> sent;                         // scratch: what it sends back
    static Arrays declare(Arena<T>& arena, const StackShape& shape, Span span, Purpose purpose);
  };

  bool drops(Index l) const { return a_.tensors.mask[l].rows() > 0; }
  bool joins(Index l) const { return a_.tensors.y[l].rows() > 0; }
  Matrix<T> above(Index l, Index first, Index last) const;
  Matrix<T> above_gradient(Index l, Index first, Index last) const;
  void read(const CellParams<T>& p, const StackInput<T>& in, Index at, Index first, Index last);
  void join(Index l, Index first, Index last);
  void part(Index l, Index first, Index last);
  void send(const CellParams<T>& d, const StackInput<T>& in, Index at, Index first, Index last);
  StackInput<T> between(Index l, Index first, Index last) const;
  std::span<const Id> ids_of(const StackInput<T>& in, Index direction);

  StackShape shape_;
  Span span_;
  Purpose purpose_;
  std::vector<std::unique_ptr<Recurrent<T>>> layers_;
  Placed<Arrays> a_;
  std::vector<Index> lengths_, turned_;  // turned_[row]: where the backward direction reads this row
  std::vector<Id> reversed_ids_;
  Random random_{0, Stream::dropout};
};

}  // namespace unrolled
