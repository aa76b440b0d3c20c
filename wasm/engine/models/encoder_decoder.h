#pragma once
// A conditional language model (Sutskever et al. 2014; Cho et al. 2014; D2L 10.7): an encoder reads a sequence or a
// picture, a decoder writes a sequence.
//
//   encoder    h_1 … h_S by its stack, in one direction or both; or f of a picture
//   context    q: the state of every layer after the last step (of two directions side by side, each of H/2 units);
//              of a picture f as the h of every layer
//   decoder    starts from q and reads E[y_{t−1}], or [E[y_{t−1}], c] where the context c = h of the top layer of q
//              stands beside every input
//   attention  o_t from h_t and all of the encoder's h (layers/attention.h); without it o_t = h_t
//   z_t = o_t W + b
//
// While training the decoder reads the true y_{t−1} (teacher forcing), or what `feed` gives instead.

#include "layers/attention.h"
#include "layers/picture.h"
#include "models/example_model.h"

namespace unrolled {

/// Whether the decoder meets the context at its start only, or at every step as well.
enum class Context { initial, every };

struct EncoderDecoderShape {
  CellKind cell = CellKind::lstm;
  CellOptions options;
  Index H = 64, L = 1, D = 1;   // D: directions of the encoder
  double dropout = 0;
  Index E = 32;                 // embeddings of both sides
  Index source_V = 0, P = 0;    // ids to read, or numbers in a picture
  Index V = 3;                  // ids to write; <bos> and <eos> are its last two
  Context context = Context::initial;
  AttentionKind attention = AttentionKind::none;

  Id bos() const { return static_cast<Id>(V) - 2; }
  Id eos() const { return static_cast<Id>(V) - 1; }
  StackShape encoder() const {
    return {.cell = cell, .options = options, .I = E, .H = P ? 0 : H / D, .L = P ? 0 : L, .D = D, .dropout = dropout};
  }
  StackShape decoder() const {
    return {.cell = cell, .options = options, .I = E + (context == Context::every ? H : 0), .H = H, .L = L, .dropout = dropout};
  }
};

template <class T>
struct EncoderDecoderParams {
  using Scalar = T;
  Matrix<T> source_embedding;  // [Vs×E]
  StackParams<T> encoder;
  PictureParams<T> picture;
  Matrix<T> embedding;  // [V×E]
  StackParams<T> decoder;
  AttentionParams<T> attention;
  Linear<T> head;

  static EncoderDecoderParams declare(Arena<T>& arena, const EncoderDecoderShape& shape);
};

template <class T>
class EncoderDecoderPass;

template <class T>
class EncoderDecoder final : public ExampleModel<T> {
 public:
  explicit EncoderDecoder(const EncoderDecoderShape& shape)
      : shape_(shape), params_(place<EncoderDecoderParams<T>>(shape)) {}

  const EncoderDecoderShape& shape() const { return shape_; }
  /// encoder.{embedding, layers.l.…} or encoder.{first, second}.…, decoder.{embedding, layers.l.…},
  /// attention.{W_q, W_k, v, combine.…}, head.{W, b}.
  Arena<T>& parameters() override { return params_.arena; }
  CellKind cell() const override { return shape_.cell; }
  const EncoderDecoderParams<T>& tensors() const { return params_.tensors; }
  void initialize(const InitialWeights& initial) override;
  std::unique_ptr<ExampleModel<T>> copy() override { return twin_of(*this); }
  std::unique_ptr<ExamplePass<T>> pass(const ExampleSpan& span, Purpose purpose) override;

 private:
  EncoderDecoderShape shape_;
  Placed<EncoderDecoderParams<T>> params_;
};

template <class T>
class EncoderDecoderPass final : public ExamplePass<T> {
 public:
  EncoderDecoderPass(const EncoderDecoder<T>& model, const ExampleSpan& span, Purpose purpose);

  void set(std::span<const Encoded* const> examples) override;
  Index count(const Encoded& example) const override;
  void begin(std::uint64_t noise) override;
  void forward() override;
  void forward_fed(Feed<T>& feed) override;
  double score() override;
  void backward() override;
  Arena<T>& gradients() override { return gradients_.arena; }
  std::vector<std::vector<NamedView<T>>> activations() const override;
  Matrix<T> outputs() override { return rows(a_.tensors.z, 0, T_ * span_.B); }

  /// Piece by piece: reads the source and puts its state before the decoder …
  void encode();
  /// … then the decoder reads the `inputs` of steps [first, last), and leaves their logits in `outputs`.
  void decode(Index first, Index last);
  /// The state after step 0 becomes that before it: for writing on, step by step.
  void carry() { decoder_.carry(); }
  void reorder(std::span<const Index> parents);
  /// The decoder's state before step 0, layer by layer.
  std::vector<Matrix<T>> state();

  /// What the decoder reads, time-major: <bos>, then the true target, unless something else is fed.
  std::span<Id> inputs() { return inputs_; }
  std::span<const Id> targets() const { return targets_; }
  Index steps() const { return T_; }
  const EncoderDecoderShape& shape() const { return model_.shape(); }
  /// α[TB×S] of what has been decoded; no rows without attention.
  Matrix<T> attention_weights() const { return attention_.weights(); }

 private:
  struct Arrays {
    using Scalar = T;
    Matrix<T> source, d_source;  // [SB×E]
    Picture<T> picture;
    Matrix<T> context, d_context;  // [B×H]
    Matrix<T> x, dx;               // [TB×I]
    LinearWork<T> head;
    Matrix<T> z;  // [TB×V]
    static Arrays declare(Arena<T>& arena, const EncoderDecoderShape& s, const ExampleSpan& span, Purpose purpose);
  };
  bool attends() const { return model_.shape().attention != AttentionKind::none; }
  bool sees_picture() const { return model_.shape().P > 0; }
  StackInput<T> source_input();
  StackInput<T> decoder_input(Index first, Index last);
  void set_source(const Encoded& example, Index b);
  void bridge();
  void bridge_back();
  Matrix<T> spoken(Index first, Index last) const;

  const EncoderDecoder<T>& model_;
  ExampleSpan span_;
  Purpose purpose_;
  Index S_ = 1, T_ = 1;  // steps of the longest examples at hand
  std::uint64_t packed_version_ = 0;
  std::vector<Id> source_ids_, inputs_, targets_;
  std::vector<Index> lengths_;
  Stack<T> encoder_, decoder_;
  Attention<T> attention_;
  Placed<Arrays> a_;
  Placed<EncoderDecoderParams<T>> gradients_;
};

}  // namespace unrolled
