#pragma once
// A stacked recurrent language model: characters in, a distribution over the next character out.
//
//   x_t = one_hot(id_t) or E[id_t]        h_t^1 … h_t^L by the cell        z_t = h_t^L W + b
//
// A model owns its parameters. A Pass reads it over T steps of B streams and owns everything that reading leaves
// behind: training, evaluating, generating and tracing each hold a pass of their own shape.

#include "models/model.h"
#include "models/sequence_params.h"

namespace unrolled {

struct LanguageModelShape {
  CellKind cell = CellKind::lstm;
  Activation activation = Activation::tanh;  // rnn only
  Index V = 2, E = 0, H = 128, L = 1;        // E = 0: one-hot input
  std::array<float, 4> hold{-1, -1, -1, -1};  // of CellOptions
  double dropout = 0;

  StackShape stack() const {
    return {.cell = cell, .options = {activation, hold}, .reads = E ? Reads::vectors : Reads::ids, .I = E ? E : V,
            .H = H, .L = L, .dropout = dropout};
  }
  SequenceShape sequence() const { return {V, E, stack(), V}; }
};

template <class T>
class LanguageModel;

template <class T>
class Pass {
 public:
  /// Of `steps` steps at once; 0: as many as the shape suggests.
  Pass(const LanguageModel<T>& model, Span span, Purpose purpose, Index steps = 0);

  Span span() const { return span_; }
  /// T·B ids, time-major: step t of stream b stands at t·B + b.
  std::span<Id> inputs() { return inputs_; }
  std::span<Id> targets() { return targets_; }
  /// How much each prediction counts in the loss; 1 unless set otherwise.
  std::span<T> weights() { return weights_; }
  /// Of what step t sends back to the state before it, flow()[t] times arrives; empty: all of it.
  std::vector<T>& flow() { return flow_; }

  /// Work is done in chunks of steps, which depend only on the shape: chunk k is [k·S, (k+1)·S) of T.
  Index chunks() const { return (span_.T + chunk_ - 1) / chunk_; }
  std::pair<Index, Index> chunk(Index k) const { return {k * chunk_, std::min(span_.T, (k + 1) * chunk_)}; }

  /// Zero state in every layer, as at the start of a text.
  void reset() { stack_.reset(); }
  /// The state after the window becomes the state before the next one.
  void carry() { stack_.carry(); }
  /// Once before the chunks of a window: takes up changed parameters; for training, zeroes the gradients and begins the
  /// coin flips of dropout from `noise`.
  void begin(std::uint64_t noise = 0);
  /// Logits of chunk k; all chunks before it must have been read.
  void forward(Index k);
  /// Turns the logits of chunk k into probabilities and returns the weighted sum of its losses in nats. For training
  /// also starts the backward pass, of the mean loss.
  double score(Index k);
  /// Gradients through chunk k; last chunk first.
  void backward(Index k);
  /// The mean loss counts so many predictions; T·B unless the pass is a part of something larger.
  void average_over(Index predictions) { predictions_ = predictions; }

  /// Of the chunk read last, one row for each of its steps and streams: z, after `score` softmax(z).
  Matrix<T> logits() { return rows(arrays_.tensors.z, 0, z_rows_); }
  /// The loss of every step and stream, in nats, as `score` found it.
  std::span<const T> losses() const { return losses_; }

  /// The gradient of every parameter, under the offsets of the model's own block. Training only.
  Arena<T>& gradients() { return gradients_.arena; }
  /// Arrays of layer l by their names in the cell's equations, and their gradients.
  std::vector<NamedView<T>> activations(Index l) const { return stack_.layer(l).views(); }
  std::vector<NamedView<T>> activation_gradients(Index l) const { return stack_.layer(l).gradient_views(); }

  /// The state before the window, layer by layer: h, c … each [B×H].
  std::vector<std::pair<std::string, Matrix<T>>> state();
  /// Stream b goes on from what was stream parents[b].
  void reorder(std::span<const Index> parents);

 private:
  struct Arrays {
    using Scalar = T;
    LinearWork<T> head;
    Matrix<T> x, dx, z;  // x[TB×E] dx[SB×E] z[SB×V], S steps a chunk
    static Arrays declare(Arena<T>& arena, const LanguageModelShape& shape, Span span, Purpose purpose, Index S);
  };
  StackInput<T> input(Index first, Index last);
  std::span<const Id> ids(const std::vector<Id>& all, Index first, Index last) const {
    return std::span(all).subspan(first * span_.B, (last - first) * span_.B);
  }

  const LanguageModel<T>& model_;
  Span span_;
  Purpose purpose_;
  Index chunk_, predictions_, z_rows_ = 0;
  std::uint64_t packed_version_ = 0;
  std::vector<Id> inputs_, targets_;
  std::vector<T> losses_, weights_, flow_;
  Stack<T> stack_;
  Placed<Arrays> arrays_;
  Placed<SequenceParams<T>> gradients_;
};

template <class T>
class LanguageModel final : public Model<T> {
 public:
  explicit LanguageModel(const LanguageModelShape& shape)
      : shape_(shape), params_(place<SequenceParams<T>>(shape.sequence())) {}
  static std::unique_ptr<LanguageModel> make(const LanguageModelShape& shape) {
    return std::make_unique<LanguageModel>(shape);
  }

  const LanguageModelShape& shape() const { return shape_; }
  /// Every parameter by name: embedding, layers.l.{W,U,b}, head.{W,b}.
  Arena<T>& parameters() override { return params_.arena; }
  CellKind cell() const override { return shape_.cell; }
  const SequenceParams<T>& tensors() const { return params_.tensors; }

  /// PyTorch's: U(±1/√H) for recurrent layers and the head, N(0,1) for an embedding. `forget_bias` is added to b_f.
  /// Recurrent weights as `start` says, if it says anything; of several layers each has a seed of its own.
  void initialize(std::uint64_t seed, T forget_bias, const RecurrentStart& start = {});

  /// A model of its own with the same parameters: what it writes is not touched by training that goes on.
  std::unique_ptr<LanguageModel> copy() { return twin_of(*this); }

  std::unique_ptr<Pass<T>> pass(Span span, Purpose purpose, Index steps = 0) {
    return std::make_unique<Pass<T>>(*this, span, purpose, steps);
  }

 private:
  LanguageModelShape shape_;
  Placed<SequenceParams<T>> params_;
};

}  // namespace unrolled
