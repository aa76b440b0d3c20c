#pragma once
// What decoding asks of a model, whatever it is: hypotheses side by side, each of which goes on by a token at a time.

#include <memory>

#include "models/language_model.h"

namespace unrolled {

/// Where an id may be left out: none.
inline constexpr Id no_id = -1;

/// The ids that may be written: all but <unk> and what is banned.
std::vector<Id> writable_ids(Index V, const std::vector<Id>& banned);

/// Before the first token all hypotheses stand at the same place.
template <class T>
class Steps {
 public:
  Steps(Index width, Index V) : width_(width), V_(V) {}
  virtual ~Steps() = default;

  /// Hypotheses side by side.
  Index width() const { return width_; }
  Index V() const { return V_; }

  /// A short piece of what is read before the first token: a prompt, a sentence to translate. True when all is read;
  /// the rest may be asked for from then on.
  virtual bool read() = 0;
  /// z[width×V], what follows each hypothesis. They may be overwritten, and hold until the next call.
  virtual Matrix<T> logits() = 0;
  /// Hypothesis b goes on by ids[b].
  virtual void take(std::span<const Id> ids) = 0;
  /// Hypothesis b goes on from what was hypothesis parents[b]. `take` comes before the next `logits`.
  virtual void reorder(std::span<const Index> parents) = 0;
  /// Sets aside, as number `level`, where all hypotheses stand. Only exhaustive search does.
  virtual void store(Index level) = 0;
  /// Goes back to what was set aside. `take` comes before the next `logits`.
  virtual void recall(Index level) = 0;

 private:
  Index width_, V_;
};

/// A text that a language model writes, after a prompt of at least one id, from a zero state. The model must outlive it.
template <class T>
class TextSteps final : public Steps<T> {
 public:
  TextSteps(LanguageModel<T>& model, std::vector<Id> prompt, Index width);

  /// One id of the prompt.
  bool read() override;
  Matrix<T> logits() override { return pass_->logits(); }
  void take(std::span<const Id> ids) override;
  void reorder(std::span<const Index> parents) override { pass_->reorder(parents); }
  void store(Index level) override;
  void recall(Index level) override;

 private:
  void step();

  std::unique_ptr<Pass<T>> pass_;
  std::vector<Id> prompt_;
  size_t read_ = 0;
  std::vector<std::vector<T>> stored_;  // by level: the states, one after the other
};

}  // namespace unrolled
