#pragma once
// Reads a sequence and says something of it: of each of its steps (many-to-many aligned: tagging), or once, from the
// last state or the mean of all states (many-to-one: classification, regression).
//
//   x_t = frame_t, one_hot(id_t) or E[id_t]        y_t by the stack, in one direction or both
//   z = y_t W + b    or of y_T, or of (1/T) Σ_t y_t
//
// In two directions the last state is that of each direction where it ends: [→h_T, ←h_1].

#include "models/example_model.h"
#include "models/sequence_params.h"

namespace unrolled {

enum class Readout { every, last, mean };
/// Softmax cross-entropy over O classes, or the squared error of O numbers.
enum class LossKind { classes, squares };

struct ReaderShape {
  StackShape stack;    // `reads` and I follow from V, E and width
  Index V = 0, E = 0;  // of ids: how many, and the size of their embedding (0: one-hot)
  Index width = 0;     // of frames
  Index O = 2;
  Readout readout = Readout::last;
  LossKind loss = LossKind::classes;

  StackShape layers() const {
    StackShape s = stack;
    s.reads = V && !E ? Reads::ids : Reads::vectors;
    s.I = V ? (E ? E : V) : width;
    return s;
  }
  SequenceShape sequence() const { return {V, E, layers(), O}; }
};

template <class T>
class Reader final : public ExampleModel<T> {
 public:
  explicit Reader(const ReaderShape& shape) : shape_(shape), params_(place<SequenceParams<T>>(shape.sequence())) {}

  const ReaderShape& shape() const { return shape_; }
  /// embedding, layers.l.{W,U,b}, layers.l.reverse.{W,U,b}, head.{W,b}.
  Arena<T>& parameters() override { return params_.arena; }
  CellKind cell() const override { return shape_.stack.cell; }
  const SequenceParams<T>& tensors() const { return params_.tensors; }
  void initialize(const InitialWeights& initial) override;
  std::unique_ptr<ExampleModel<T>> copy() override { return twin_of(*this); }
  std::unique_ptr<ExamplePass<T>> pass(const ExampleSpan& span, Purpose purpose) override;

 private:
  ReaderShape shape_;
  Placed<SequenceParams<T>> params_;
};

template <class T>
class ReaderPass final : public ExamplePass<T> {
 public:
  ReaderPass(const Reader<T>& model, const ExampleSpan& span, Purpose purpose);

  void set(std::span<const Encoded* const> examples) override;
  Index count(const Encoded& example) const override;
  void begin(std::uint64_t noise) override;
  void forward() override;
  double score() override;
  void backward() override;
  Arena<T>& gradients() override { return gradients_.arena; }
  std::vector<std::vector<NamedView<T>>> activations() const override { return stack_.views(); }
  Matrix<T> outputs() override { return rows(a_.tensors.z, 0, places()); }

 private:
  struct Arrays {
    using Scalar = T;
    LinearWork<T> head;
    Matrix<T> x, dx;         // [TB×I], dx of an embedding only
    Matrix<T> f, df;         // what the head reads, where that is not every y_t [B×DH]
    Matrix<T> z, dz, y;      // [places×O]
    static Arrays declare(Arena<T>& arena, const ReaderShape& shape, const ExampleSpan& span, Purpose purpose);
  };
  Index places() const { return model_.shape().readout == Readout::every ? T_ * span_.B : span_.B; }
  Index steps_of(const Encoded& example) const;
  StackInput<T> input();
  void gather();
  void scatter();

  const Reader<T>& model_;
  ExampleSpan span_;
  Purpose purpose_;
  Index T_ = 0;  // steps of the longest example at hand
  std::uint64_t packed_version_ = 0;
  std::vector<Id> ids_, targets_;
  std::vector<Index> lengths_;
  Stack<T> stack_;
  Placed<Arrays> a_;
  Placed<SequenceParams<T>> gradients_;
};

}  // namespace unrolled
