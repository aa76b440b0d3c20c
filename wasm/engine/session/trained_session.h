#pragma once
// What every session is: one model that is trained, saved and restored, whatever it learns. In float; the rest of the
// engine is also instantiated for double, for the gradient checks.

#include <map>

#include "io/pytorch.h"
#include "training/trainer.h"

namespace unrolled {

/// A session that trains leads; one that helps computes shards for a leader with the same options and data.
enum class Role { trains, helps };

/// Something that was done to the data or the settings, with the numbers a sentence needs.
struct SessionNotice {
  std::string code;
  std::map<std::string, double> details;
};

/// What `save` writes: the weights, or with them everything that training on needs.
enum class Contents { weights, training };

class TrainedSession {
 public:
  TrainedSession() = default;
  TrainedSession(TrainedSession&&) = default;
  virtual ~TrainedSession() = default;

  virtual Model<float>& trained() = 0;
  Index parameters();
  /// Streams or examples side by side: as asked, or as many as the data fills.
  Index batch() const { return batch_; }
  const std::vector<SessionNotice>& notices() const { return notices_; }

  /// Throws Error "no-text" for a model without data.
  Trainer<float>& trainer();
  /// One short piece of training. True when it has finished a step.
  bool advance();
  /// The losses of the steps since the last call, oldest first.
  std::vector<float> take_losses();
  /// Works on until the step that has begun, if any, is done and validated.
  void finish_step();
  /// Of the step done last; ends one that has begun.
  std::vector<Trainer<float>::GradientNorm> gradient_norms();
  std::uint64_t step() const { return trainer_ ? trainer_->step() : step_; }

  /// Of a session that helps.
  Work<float>& work() { return *work_; }

  /// A safetensors file. `metadata` is added to what the session itself needs.
  std::vector<std::uint8_t> save(Contents contents, Metadata metadata);
  /// Takes over the weights and, if there is data, what the file has of the state of training: the optimiser's moments
  /// when it is the same optimiser, the place in the data when data, batch and window are the same. Throws Error
  /// "bad-file" and leaves the session as it was.
  void restore(std::span<const std::uint8_t> bytes) { restore(SafetensorsFile(bytes)); }

 protected:
  /// What is written besides: vocabularies.
  virtual void describe(Metadata& metadata) const = 0;
  void restore(const SafetensorsFile& file);
  /// `stream`: a mark of data, batch and window.
  void start(std::unique_ptr<Trainer<float>> trainer, OptimizerKind optimizer, std::string stream);
  void keep_loss();

  Index batch_ = 0;
  std::vector<SessionNotice> notices_;
  std::unique_ptr<Trainer<float>> trainer_;
  std::unique_ptr<Work<float>> work_;

 private:
  std::string optimizer_, stream_;  // in a file: whose moments; of which data the place
  std::vector<float> losses_;
  std::uint64_t step_ = 0;  // of a model without data: where its training ended
};

/// A mark by which numbers are known again (FNV-1a).
class Mark {
 public:
  void add(std::uint64_t x) { hash_ = (hash_ ^ x) * 0x100000001b3; }
  std::string text() const { return std::to_string(hash_); }

 private:
  std::uint64_t hash_ = 0xcbf29ce484222325;
};

/// The entry of that name; "" where there is none.
std::string value_of(const Metadata& metadata, const char* key);
std::span<const std::uint8_t> octets(const std::string& s);

}  // namespace unrolled
