#include "training/trainer.h"

#include <cmath>

#include "math/error.h"
#include "math/rows.h"

namespace unrolled {

namespace {

constexpr std::uint64_t steps_between_memories = 10;
// Validation reads at most this much of a text, from the front of what was held out, and is due when training has read
// this many times as much.
constexpr size_t longest_validation = 16384;
constexpr double training_per_validation = 20;

template <class T>
std::unique_ptr<Measurement<T>> measurement(LanguageModel<T>& model, std::span<const Id> text) {
  if (text.size() < 2) return nullptr;
  return std::make_unique<Evaluation<T>>(model, text.first(std::min(text.size(), longest_validation)));
}

}  // namespace

template <class T>
Trainer<T>::Trainer(LanguageModel<T>& model, std::span<const Id> training, std::span<const Id> validation,
                    const TrainerOptions& options)
    : Trainer(model, std::make_unique<TextWork<T>>(model, training, options.text()), measurement(model, validation),
              options) {}

template <class T>
Trainer<T>::Trainer(Model<T>& model, std::unique_ptr<Work<T>> work, std::unique_ptr<Measurement<T>> validation,
                    const TrainerOptions& options)
    : model_(model),
      o_(options),
      work_(std::move(work)),
      shards_(work_->shards()),
      own_(shards_),
      arena_(shards_ * 2 * (work_->state_size() + 16) + (shards_ > 1 ? model.parameters().size() + 16 : 0)),
      before_(arena_.matrix("before", shards_, work_->state_size())),
      after_(arena_.matrix("after", shards_, work_->state_size())),
      sum_gradients_(arena_.matrix("gradients", shards_ > 1 ? 1 : 0, model.parameters().size())),
      optimizer_(options.optimizer, model.parameters().size()),
      validation_(std::move(validation)) {
  if (validation_) {
    const double read = training_per_validation * static_cast<double>(validation_->predictions());
    validate_every_ = static_cast<std::uint64_t>(std::ceil(read / work_->predictions()));
  }
  for (auto& [name, array] : arrays()) {
    live_.push_back(array);
    good_.emplace_back(array.size());
  }
  remember({});
}

template <class T>
Finished Trainer<T>::advance() {
  switch (phase_) {
    case Phase::begin:
      shard_ = 0;
      sum_ = 0;
      phase_ = Phase::shard;
      begin_shard();
      break;
    case Phase::shard:
      if (shard_ >= own_ || !work_->advance()) break;
      work_->read_state(row(after_, shard_));
      take(work_->gradients(), work_->loss_sum());
      break;
    case Phase::update: return after_step();
    case Phase::validate:
      if (!validation_->advance()) break;
      validation_loss_ = validation_->nats();
      validation_step_ = step();
      phase_ = Phase::begin;
      return Finished::validation;
  }
  return Finished::nothing;
}

template <class T>
Finished Trainer<T>::finish_step() {
  reclaim();
  Finished last = Finished::nothing;
  while (phase_ != Phase::begin)
    if (const Finished f = advance(); f == Finished::step) last = f;
  return last;
}

template <class T>
void Trainer<T>::begin_shard() {
  if (shard_ < own_) work_->begin(shard_, at(), state(shard_));
}

template <class T>
void Trainer<T>::reclaim() {
  const bool waited = awaited() >= 0;
  own_ = shards_;
  if (waited) begin_shard();
}

template <class T>
void Trainer<T>::contribute(std::span<const T> gradients, double loss_sum, std::span<const T> state) {
  // What is no finite number will be none here either, and here it can be said where it began.
  if (!std::isfinite(loss_sum)) return reclaim();
  std::ranges::copy(state, row(after_, shard_).begin());
  take(gradients, loss_sum);
}

/// Adds what shard `shard_` has given.
template <class T>
void Trainer<T>::take(std::span<const T> gradients, double loss_sum) {
  if (!std::isfinite(loss_sum)) diverged();
  sum_ += loss_sum;
  if (shards_ > 1) {
    if (shard_ == 0) std::ranges::copy(gradients, sum_gradients_.data());
    else add_row(sum_gradients_.data(), gradients.data(), sum_gradients_.size());
  }
  if (++shard_ < shards_) return begin_shard();
  loss_ = sum_ / work_->predictions();
  phase_ = Phase::update;
}

template <class T>
std::span<const T> Trainer<T>::gradients() {
  if (shards_ == 1) return work_->gradients();
  return row(sum_gradients_, 0);
}

template <class T>
std::vector<typename Trainer<T>::GradientNorm> Trainer<T>::gradient_norms() {
  std::vector<GradientNorm> all;
  const double factor = clip_factor(norm_, o_.clip), limit = o_.clip_value > 0 ? o_.clip_value : INFINITY;
  for (const ArenaEntry& e : model_.parameters().entries()) {
    double before = 0, after = 0;
    for (const T g : gradients().subspan(e.offset, e.rows * e.cols)) {
      const double x = static_cast<double>(g), clipped = std::clamp(x * factor, -limit, limit);
      before += x * x, after += clipped * clipped;
    }
    if (e.rows * e.cols > 0) all.push_back({e.name, std::sqrt(before), std::sqrt(after)});
  }
  return all;
}

template <class T>
Finished Trainer<T>::after_step() {
  norm_ = global_norm<T>(gradients());
  if (!std::isfinite(norm_)) diverged();
  // Only now is it known that the state this window began with is a good one; nothing has changed it yet.
  if (step() >= good_counters_.step + steps_between_memories) remember(counters());
  const Update update{clip_factor(norm_, o_.clip), o_.clip_value, rate_factor(o_.schedule, step())};
  optimizer_.step(model_.parameters().all(), gradients(), update);
  model_.changed();
  std::copy_n(after_.data(), after_.size(), before_.data());
  window_ = (window_ + 1) % work_->windows();
  own_ = shards_;
  phase_ = Phase::begin;
  if (validation_ && step() % validate_every_ == 0) {
    validation_->restart();
    phase_ = Phase::validate;
  }
  return Finished::step;
}

template <class T>
void Trainer<T>::remember(const Counters& at) {
  for (size_t k = 0; k < live_.size(); ++k) std::ranges::copy(live_[k], good_[k].begin());
  good_counters_ = at;
}

/// The first shard whose numbers are not finite, worked through once more.
template <class T>
NonFinite Trainer<T>::culprit() {
  for (Index k = 0; k < shards_; ++k) {
    work_->begin(k, at(), state(k));
    while (!work_->advance()) continue;
    if (!std::isfinite(work_->loss_sum()) || !std::isfinite(global_norm<T>(work_->gradients()))) break;
  }
  return work_->first_non_finite();
}

template <class T>
void Trainer<T>::diverged() {
  const NonFinite where = culprit();
  const std::uint64_t at = step() + 1;
  for (size_t k = 0; k < live_.size(); ++k) std::ranges::copy(good_[k], live_[k].begin());
  resume(good_counters_);
  throw Error("diverged", "optimizer.rate", "the loss is no longer a finite number",
              {{"step", std::to_string(at)},
               {"restored", std::to_string(step())},
               {"tensor", where.tensor},
               {"layer", std::to_string(where.layer + 1)},
               {"time", std::to_string(where.time + 1)}});
}

template <class T>
double Trainer<T>::epoch() const {
  return static_cast<double>(step()) / static_cast<double>(work_->windows());
}

template <class T>
std::vector<std::pair<std::string, std::span<T>>> Trainer<T>::arrays() {
  std::vector<std::pair<std::string, std::span<T>>> all;
  all.emplace_back("parameters", model_.parameters().all());
  for (size_t k = 0; k < optimizer_.moments().size(); ++k) {
    auto& m = optimizer_.moments()[k];
    all.emplace_back("moments." + std::to_string(k), std::span<T>(m.data(), m.size()));
  }
  all.emplace_back("state", std::span<T>(before_.data(), before_.size()));
  return all;
}

template <class T>
void Trainer<T>::resume(const Counters& at) {
  optimizer_.resume(at.updates);
  steps_before_ = at.step - at.updates;
  window_ = at.window % work_->windows();
  own_ = shards_;
  model_.changed();
  phase_ = Phase::begin;
  loss_ = std::numeric_limits<double>::quiet_NaN();
  if (validation_step_ > step()) validation_step_ = 0;  // of a step that is yet to come
  remember(counters());
}

template class Trainer<float>;
template class Trainer<double>;

}  // namespace unrolled
