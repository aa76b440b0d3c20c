#pragma once
// A stacked recurrent language model: characters in, a distribution over the next character out.
//
//   x_t = one_hot(id_t) or E[id_t]        h_t^1 … h_t^L by the cell        z_t = h_t^L W + b
//
// A model owns its parameters. A Pass reads it over T steps of B streams and owns everything that reading leaves
// behind: training, evaluating, generating and tracing each hold a pass of their own shape.

#include <memory>

#include "cells/cell.h"
#include "data/vocabulary.h"
#include "math/spectral.h"

namespace unrolled {

enum class CellKind { lstm, rnn, gru };

struct LanguageModelShape {
  CellKind cell = CellKind::lstm;
  Activation activation = Activation::tanh;  // rnn only
  Index V = 2, E = 0, H = 128, L = 1;        // E = 0: one-hot input
};

/// `train` keeps gradients; `read` only runs forward.
enum class Purpose { train, read };

template <class T>
class Pass {
 public:
  virtual ~Pass() = default;

  Span span() const { return span_; }
  /// T·B ids, time-major: step t of stream b stands at t·B + b.
  std::span<Id> inputs() { return inputs_; }
  std::span<Id> targets() { return targets_; }
  /// How much each prediction counts in the loss; 1 unless set otherwise.
  std::span<T> weights() { return weights_; }

  /// Work is done in chunks of steps, which depend only on the shape: chunk k is [k·S, (k+1)·S) of T.
  Index chunks() const { return (span_.T + chunk_ - 1) / chunk_; }
  std::pair<Index, Index> chunk(Index k) const { return {k * chunk_, std::min(span_.T, (k + 1) * chunk_)}; }

  /// Zero state in every layer, as at the start of a text.
  virtual void reset() = 0;
  /// The state after the window becomes the state before the next one.
  virtual void carry() = 0;
  /// Once before the chunks of a window: takes up changed parameters; for training, zeroes the gradients.
  virtual void begin() = 0;
  /// Logits of chunk k; all chunks before it must have been read.
  virtual void forward(Index k) = 0;
  /// Turns the logits of chunk k into probabilities and returns the weighted sum of its losses in nats. For training also
  /// starts the backward pass, of the mean loss.
  virtual double score(Index k) = 0;
  /// Gradients through chunk k; last chunk first.
  virtual void backward(Index k) = 0;
  /// The mean loss counts so many predictions; T·B unless the pass is a part of something larger.
  void average_over(Index predictions) { predictions_ = predictions; }

  /// Of the chunk read last, one row for each of its steps and streams: z, after `score` softmax(z).
  virtual Matrix<T> logits() = 0;
  /// The loss of every step and stream, in nats, as `score` found it.
  std::span<const T> losses() const { return losses_; }

  /// The gradient of every parameter, under the offsets of the model's own block. Training only.
  virtual Arena<T>& gradients() = 0;
  /// Arrays of layer l by their names in the cell's equations, and their gradients.
  virtual std::vector<NamedView<T>> activations(Index l) const = 0;
  virtual std::vector<NamedView<T>> activation_gradients(Index l) const = 0;

  /// The state before the window, layer by layer: h, c … each [B×H].
  virtual std::vector<std::pair<std::string, Matrix<T>>> state() = 0;
  /// Stream b goes on from what was stream parents[b].
  void reorder(std::span<const Index> parents);

 protected:
  Pass(Span span, Index chunk)
      : span_(span), chunk_(chunk), predictions_(span.T * span.B), inputs_(span.T * span.B), targets_(span.T * span.B), losses_(span.T * span.B), weights_(span.T * span.B, T(1)) {}
  Span span_;
  Index chunk_, predictions_;
  std::vector<Id> inputs_, targets_;
  std::vector<T> losses_, weights_;
};

template <class T>
class LanguageModel {
 public:
  static std::unique_ptr<LanguageModel> make(const LanguageModelShape& shape);
  virtual ~LanguageModel() = default;

  const LanguageModelShape& shape() const { return shape_; }
  /// Every parameter by name: embedding, layers.l.{W,U,b}, head.{W,b}.
  virtual Arena<T>& parameters() = 0;
  /// To be called after writing to `parameters()`; passes notice at their next `begin`.
  void changed() { ++version_; }
  std::uint64_t version() const { return version_; }

  /// PyTorch's: U(±1/√H) for recurrent layers and the head, N(0,1) for an embedding. `forget_bias` is added to b_f.
  /// Recurrent weights as `start` says, if it says anything; of several layers each has a seed of its own.
  virtual void initialize(std::uint64_t seed, T forget_bias, const RecurrentStart& start = {}) = 0;

  /// A model of its own with the same parameters: what it writes is not touched by training that goes on.
  std::unique_ptr<LanguageModel> copy();

  virtual std::unique_ptr<Pass<T>> pass(Span span, Purpose purpose) = 0;

 protected:
  explicit LanguageModel(const LanguageModelShape& shape) : shape_(shape) {}
  LanguageModelShape shape_;
  std::uint64_t version_ = 1;
};

}  // namespace unrolled
