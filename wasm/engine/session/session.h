#pragma once
// One language model with its text.

#include "data/ngram.h"
#include "data/tokens.h"
#include "decoding/beam.h"
#include "decoding/exhaustive.h"
#include "decoding/sampler.h"
#include "lens/cell_step.h"
#include "lens/lens.h"
#include "session/trained_session.h"
#include "training/exposure.h"

namespace unrolled {

struct SessionOptions {
  LanguageModelShape shape;  // V follows from the text
  double forget_bias = 0;
  RecurrentStart recurrent;
  TokenOptions tokens;
  double validation = 0.1;
  TrainerOptions training;
  std::uint32_t seed = 1;
  Role role = Role::trains;
};

class Session final : public TrainedSession {
 public:
  /// A new model for `text` (UTF-8). Throws Error "text-too-short".
  Session(const SessionOptions& options, std::span<const std::uint8_t> text);
  /// A model from a file of `save`; its settings are among the options. With an empty text it cannot be trained. Throws
  /// Error "bad-file", before there is a model, when the file has not the tensors that such a model needs.
  Session(const SessionOptions& options, std::span<const std::uint8_t> text, std::span<const std::uint8_t> file);

  Model<float>& trained() override { return *model_; }
  LanguageModel<float>& model() { return *model_; }
  const Tokens& tokens() const { return tokens_; }
  Index train_tokens() const { return static_cast<Index>(train_size_); }
  Index validation_tokens() const { return static_cast<Index>(ids_.size() - train_size_); }
  /// Ids of a text, where unknown tokens are <unk>.
  std::vector<Id> encode(std::span<const std::uint8_t> text) const;
  /// Ids of a prompt, or of `start()` for an empty one. Throws Error "unknown-characters" that names what is unknown.
  std::vector<Id> encode_known(std::span<const std::uint8_t> text, const std::string& field) const;
  std::string decode(std::span<const Id> ids) const;

  /// N-gram models of the training part, measured on `text`, or on what is held out where that is empty. Keeps a view
  /// of it. Throws Error "no-text" and "nothing-held-out".
  NgramBaselines baselines(std::span<const Id> text, const NgramBaselines::Epsilon& epsilon);
  /// What training does not read. Throws Error "no-text" and "nothing-held-out".
  std::span<const Id> held_out();
  /// `text`, or what is held out where that is empty.
  std::vector<Id> text_or_held_out(std::vector<Id> text);

 private:
  Session(const SessionOptions& options, const std::vector<char32_t>& text);
  Session(const SessionOptions& options, std::span<const std::uint8_t> text, const SafetensorsFile& file);
  void build(const SessionOptions& options);
  void split(const SessionOptions& options);
  void describe(Metadata& metadata) const override;

  Tokens tokens_;
  std::vector<Id> ids_;
  size_t train_size_ = 0;
  std::unique_ptr<LanguageModel<float>> model_;
};

}  // namespace unrolled
