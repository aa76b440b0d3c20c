#pragma once
// The facade: one language model with its text, all that the bindings see. In float; the rest of the engine is also
// instantiated for double, for the gradient checks.

#include "decoding/beam.h"
#include "decoding/sampler.h"
#include "io/pytorch.h"
#include "lens/lens.h"
#include "training/trainer.h"

namespace unrolled {

/// A session that trains leads; one that helps computes shards for a leader with the same options and text.
enum class Role { trains, helps };

struct SessionOptions {
  LanguageModelShape shape;  // V follows from the text
  double forget_bias = 0;
  RecurrentStart recurrent;
  Index vocabulary = 4096;
  double validation = 0.1;
  TrainerOptions training;
  std::uint32_t seed = 1;
  Role role = Role::trains;
};

/// Something that was done to the text or the settings, with the numbers a sentence needs.
struct SessionNotice {
  std::string code;
  std::map<std::string, double> details;
};

/// What `save` writes: the weights, or with them everything that training on needs.
enum class Contents { weights, training };

class Session {
 public:
  /// A new model for `text` (UTF-8). Throws Error "text-too-short".
  Session(const SessionOptions& options, std::span<const std::uint8_t> text);
  /// A model for a vocabulary that is known (UTF-8, in the order of ids), to be filled by `restore`. With an empty
  /// text it cannot be trained.
  Session(const SessionOptions& options, std::span<const std::uint8_t> text,
          std::span<const std::uint8_t> vocabulary);

  LanguageModel<float>& model() { return *model_; }
  const Vocabulary& vocabulary() const { return vocabulary_; }
  std::string vocabulary_text() const;
  Index parameters() const;
  /// Streams side by side: as asked, or as many as the text fills.
  Index batch() const { return batch_; }
  Index train_characters() const { return static_cast<Index>(train_size_); }
  Index validation_characters() const { return static_cast<Index>(ids_.size() - train_size_); }
  const std::vector<SessionNotice>& notices() const { return notices_; }

  /// Throws Error "no-text" for a model without text.
  Trainer<float>& trainer();
  /// One short piece of training. True when it has finished a step.
  bool advance();
  /// The losses of the steps since the last call, oldest first.
  std::vector<float> take_losses();
  std::uint64_t step() const { return trainer_ ? trainer_->step() : step_; }

  /// Of a session that helps.
  Work<float>& work() { return *work_; }

  /// Ids of a text, where unknown characters are <unk>.
  std::vector<Id> encode(std::span<const std::uint8_t> text) const;
  /// Ids of a prompt, or of `start()` for an empty one. Throws Error "unknown-characters" that names them.
  std::vector<Id> encode_known(std::span<const std::uint8_t> text, const std::string& field) const;
  std::string decode(std::span<const Id> ids) const;

  /// A safetensors file. `metadata` is added to what the session itself needs.
  std::vector<std::uint8_t> save(Contents contents, Metadata metadata);
  /// Takes over the weights and, if the file has it and there is a text, the state of training.
  void restore(std::span<const std::uint8_t> bytes);

 private:
  void build(const SessionOptions& options);
  void split(const SessionOptions& options);
  void keep_loss();

  std::vector<Id> ids_;
  size_t train_size_ = 0;
  Index batch_ = 0;
  Vocabulary vocabulary_;
  std::vector<SessionNotice> notices_;
  std::unique_ptr<LanguageModel<float>> model_;
  std::unique_ptr<Trainer<float>> trainer_;
  std::unique_ptr<Work<float>> work_;
  std::vector<float> losses_;
  std::uint64_t step_ = 0;  // of a model without text: where its training ended
};

}  // namespace unrolled
