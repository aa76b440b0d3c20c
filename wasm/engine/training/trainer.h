#pragma once
// Training: windows from the batch streams, forward, backward, clip, update, and now and then the loss on held-out
// text. All of it in short pieces, so that whoever calls can pause between any two.

#include "data/batches.h"
#include "models/language_model.h"
#include "training/evaluation.h"
#include "training/optimizer.h"

namespace unrolled {

struct TrainerOptions {
  Index batch = 32, window = 64;
  OptimizerOptions optimizer;
  double clip = 5;
};

/// What a piece of work has just finished.
enum class Finished { nothing, step, validation };

template <class T>
class Trainer {
 public:
  /// Keeps views of the texts. `validation` may be shorter than two characters: then there is none.
  Trainer(LanguageModel<T>& model, std::span<const Id> training, std::span<const Id> validation,
          const TrainerOptions& options);

  /// One short piece of work; allocates nothing. Throws Error "diverged" when the loss or a gradient is no longer
  /// finite, with the last good state restored.
  Finished advance();
  /// Works on until the step that has begun, if any, is done and validated.
  Finished finish_step();

  bool between_steps() const { return phase_ == Phase::begin; }

  /// Steps since the model was made, in this trainer or before it was saved.
  std::uint64_t step() const { return steps_before_ + optimizer_.steps(); }
  double loss() const { return loss_; }
  double gradient_norm() const { return norm_; }
  double validation_loss() const { return validation_loss_; }
  /// 0 before the first validation.
  std::uint64_t validation_step() const { return validation_step_; }
  double epoch() const;

  /// Every array that training changes, by name; between steps they and `counters` are the whole state.
  std::vector<std::pair<std::string, std::span<T>>> arrays();
  struct Counters {
    std::uint64_t step = 0, updates = 0;  // of the model; of the optimiser, whose moments may be younger
    Index window = 0;
  };
  Counters counters() const { return {step(), optimizer_.steps(), streams_.position()}; }
  /// After the arrays have been filled from elsewhere, or the model's parameters.
  void resume(const Counters& at);

 private:
  enum class Phase { begin, forward, backward, update, validate };
  void begin_window();
  Finished after_step();
  [[noreturn]] void diverged();
  void remember(const Counters& at);

  LanguageModel<T>& model_;
  TrainerOptions o_;
  BatchStreams streams_;
  std::unique_ptr<Pass<T>> pass_;
  Optimizer<T> optimizer_;
  std::unique_ptr<Evaluation<T>> validation_;
  std::uint64_t validate_every_ = 0;

  std::uint64_t steps_before_ = 0;
  Phase phase_ = Phase::begin;
  Index chunk_ = 0;
  double sum_ = 0, loss_ = 0, norm_ = 0, validation_loss_ = 0;
  std::uint64_t validation_step_ = 0;

  Counters window_counters_;  // before the window that is being read
  // The state to return to when training diverges, some steps old.
  std::vector<std::span<T>> live_;
  std::vector<std::vector<T>> good_;
  Counters good_counters_;
};

}  // namespace unrolled
