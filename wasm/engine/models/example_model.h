#pragma once
// What models of whole examples have in common: a pass takes up to B examples, as long as its span allows, pads the
// shorter ones, and counts nothing of the padding.

#include <memory>
#include <span>

#include "data/encoded.h"
#include "layers/stack.h"
#include "models/model.h"

namespace unrolled {

struct ExampleSpan {
  Index source = 1, target = 1, B = 1;  // steps of the longest, examples side by side
};

/// What a decoder reads instead of the truth.
template <class T>
class Feed {
 public:
  virtual ~Feed() = default;
  /// May replace the inputs of step t + 1, given the logits[B×V] of step t.
  virtual void feed(Index t, const Matrix<T>& logits, std::span<Id> next) = 0;
};

template <class T>
class ExamplePass {
 public:
  virtual ~ExamplePass() = default;

  /// At most B examples; places that are left over are empty.
  virtual void set(std::span<const Encoded* const> examples) = 0;
  /// How many predictions count in the examples that have been set, or in one example.
  Index predictions() const { return static_cast<Index>(predictions_); }
  virtual Index count(const Encoded& example) const = 0;
  /// The mean loss counts so many predictions.
  void average_over(Index predictions) { average_over_ = predictions; }

  /// Takes up changed parameters; for training, zeroes the gradients and begins the coin flips of dropout from `noise`.
  virtual void begin(std::uint64_t noise) = 0;
  virtual void forward() = 0;
  /// The same, with inputs that `feed` decides step by step; models without a decoder have none.
  virtual void forward_fed(Feed<T>&) { forward(); }
  /// The sum of the losses that count; for training also starts the backward pass, of the mean loss.
  virtual double score() = 0;
  virtual void backward() = 0;

  /// The gradient of every parameter, under the offsets of the model's own block. Training only.
  virtual Arena<T>& gradients() = 0;
  /// Of the recurrent layers, in the order of computing: where they left the finite numbers, if they did.
  virtual std::vector<std::vector<NamedView<T>>> activations() const = 0;
  /// One row a prediction: probabilities (after `score`) or numbers; row t·B + b, or b if there is one an example.
  virtual Matrix<T> outputs() = 0;
  /// The loss of every prediction, and how much it counts.
  std::span<const T> losses() const { return losses_; }
  std::span<const T> weights() const { return weights_; }

 protected:
  double predictions_ = 0;
  Index average_over_ = 1;
  std::vector<T> losses_, weights_;
};

template <class T>
class ExampleModel : public Model<T> {
 public:
  virtual std::unique_ptr<ExamplePass<T>> pass(const ExampleSpan& span, Purpose purpose) = 0;
  /// A model of its own with the same parameters.
  virtual std::unique_ptr<ExampleModel> copy() = 0;
  virtual void initialize(const InitialWeights& initial) = 0;
};

}  // namespace unrolled
