#pragma once
// Training: a step's gradient from its work, clip, update, and now and then the loss on data that was held out. All of it in short pieces, so that whoever calls can pause between any two.
//
// A step works through the shards of its batch in order. Some of them may be computed elsewhere (`share_out`): the
// trainer then waits for what `contribute` brings, and the bits are the same.

#include <limits>

#include "training/divergence.h"
#include "training/evaluation.h"
#include "training/optimizer.h"
#include "training/schedule.h"
#include "training/text_work.h"

namespace unrolled {

struct TrainerOptions {
  Index batch = 32, window = 64;
  OptimizerOptions optimizer;
  double clip = 5, clip_value = 0;  // by norm, then by value; 0: not
  Schedule schedule;
  Between between = Between::carried;
  Truncation truncation;
  Feeding feeding;
  std::uint64_t seed = 1;  // of the coin flips

  TextOptions text() const { return {{window, batch}, between, truncation, feeding, seed}; }
};

/// What a piece of work has just finished.
enum class Finished { nothing, step, validation };

template <class T>
class Trainer {
 public:
  /// `validation` may be null.
  Trainer(Model<T>& model, std::unique_ptr<Work<T>> work, std::unique_ptr<Measurement<T>> validation,
          const TrainerOptions& options);
  /// On a text. Keeps views of both; `validation` may be shorter than two characters: then there is none.
  Trainer(LanguageModel<T>& model, std::span<const Id> training, std::span<const Id> validation,
          const TrainerOptions& options);

  /// One short piece of work; allocates nothing. Throws Error "diverged" when the loss or a gradient is no longer
  /// finite, with the last good state restored.
  Finished advance();
  /// Works on until the step that has begun, if any, is done and validated.
  Finished finish_step();

  bool between_steps() const { return phase_ == Phase::begin; }

  Index shards() const { return shards_; }
  /// The shards from `first` on of the step that begins next are computed elsewhere. Only between steps.
  void share_out(Index first) { own_ = std::clamp<Index>(first, 1, shards_); }
  /// The trainer computes what is still to come itself, as if it had not been shared out.
  void reclaim();
  /// The shard that `contribute` is to bring before training can go on, or −1.
  Index awaited() const { return phase_ == Phase::shard && shard_ >= own_ ? shard_ : -1; }
  /// For the awaited shard, as its work gave them.
  void contribute(std::span<const T> gradients, double loss_sum, std::span<const T> state);
  /// The state of a shard before the window, which `counters().window` names.
  std::span<T> state(Index shard) { return row(before_, shard); }
  std::span<T> record(Index shard) { return work_->record(shard); }

  /// Of every parameter, ‖∂L/∂p‖ in the step done last, before clipping and after. Only between steps.
  struct GradientNorm {
    std::string name;
    double before, after;
  };
  std::vector<GradientNorm> gradient_norms();

  /// Steps since the model was made, in this trainer or before it was saved.
  std::uint64_t step() const { return steps_before_ + optimizer_.steps(); }
  /// Of the last step, as is ε, the probability of feeding the truth. NaN after `resume`, until there is one.
  double loss() const { return loss_; }
  double teacher_probability() const { return unrolled::teacher_probability(o_.feeding, std::max<std::uint64_t>(step(), 1) - 1); }
  double gradient_norm() const { return norm_; }
  double validation_loss() const { return validation_loss_; }
  /// 0 before the first validation.
  std::uint64_t validation_step() const { return validation_step_; }
  /// Steps from one to the next, or 0: never.
  std::uint64_t validate_every() const { return validate_every_; }
  double epoch() const;

  /// Every array that training changes, by name; between steps they and `counters` are the whole state.
  std::vector<std::pair<std::string, std::span<T>>> arrays();
  struct Counters {
    std::uint64_t step = 0, updates = 0;  // of the model; of the optimiser, whose moments may be younger
    Index window = 0;
  };
  Counters counters() const { return {step(), optimizer_.steps(), window_}; }
  /// After the arrays have been filled from elsewhere, or the model's parameters.
  void resume(const Counters& at);

 private:
  enum class Phase { begin, shard, update, validate };
  void begin_shard();
  void take(std::span<const T> gradients, double loss_sum);
  Finished after_step();
  [[noreturn]] void diverged();
  NonFinite culprit();
  StepAt at() const { return {step(), window_}; }
  void remember(const Counters& at);
  std::span<const T> gradients();
  static std::span<T> row(Matrix<T>& m, Index k) { return {m.data() + k * m.cols(), static_cast<size_t>(m.cols())}; }

  Model<T>& model_;
  TrainerOptions o_;
  std::unique_ptr<Work<T>> work_;
  Index shards_, own_;
  Arena<T> arena_;
  Matrix<T> before_, after_, sum_gradients_;  // states[shards×S] before and after the window; Σ g_k
  Optimizer<T> optimizer_;
  std::unique_ptr<Measurement<T>> validation_;
  std::uint64_t validate_every_ = 0;

  std::uint64_t steps_before_ = 0;
  Phase phase_ = Phase::begin;
  Index window_ = 0, shard_ = 0;
  double sum_ = 0, loss_ = std::numeric_limits<double>::quiet_NaN(), norm_ = 0, validation_loss_ = 0;
  std::uint64_t validation_step_ = 0;

  // The state to return to when training diverges, some steps old.
  std::vector<std::span<T>> live_;
  std::vector<std::vector<T>> good_;
  Counters good_counters_;
};

}  // namespace unrolled
