#include "training/trainer.h"

#include <cmath>

#include "math/error.h"
#include "training/divergence.h"

namespace unrolled {

namespace {

constexpr std::uint64_t steps_between_memories = 10;
// Validation reads at most this much, from the front of the held-out text, and is due when training has read
// this many times as much.
constexpr size_t longest_validation = 16384;
constexpr Index training_per_validation = 20;

}  // namespace

template <class T>
Trainer<T>::Trainer(LanguageModel<T>& model, std::span<const Id> training, std::span<const Id> validation,
                    const TrainerOptions& options)
    : model_(model),
      o_(options),
      streams_(training, options.batch, options.window),
      pass_(model.pass({options.window, options.batch}, Purpose::train)),
      optimizer_(options.optimizer, model.parameters().size()) {
  if (validation.size() >= 2) {
    const auto read = validation.first(std::min(validation.size(), longest_validation));
    validation_ = std::make_unique<Evaluation<T>>(model, read);
    const Index per_step = o_.batch * o_.window;
    validate_every_ = (training_per_validation * static_cast<Index>(read.size()) + per_step - 1) / per_step;
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
      begin_window();
      phase_ = Phase::forward;
      break;
    case Phase::forward:
      pass_->forward(chunk_);
      sum_ += pass_->score(chunk_);
      if (++chunk_ < pass_->chunks()) break;
      loss_ = sum_ / static_cast<double>(o_.batch * o_.window);
      if (!std::isfinite(loss_)) diverged();
      phase_ = Phase::backward;
      break;
    case Phase::backward:
      pass_->backward(--chunk_);
      if (chunk_ == 0) phase_ = Phase::update;
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
  Finished last = Finished::nothing;
  while (phase_ != Phase::begin)
    if (const Finished f = advance(); f == Finished::step) last = f;
  return last;
}

template <class T>
void Trainer<T>::begin_window() {
  window_counters_ = counters();
  if (streams_.next(pass_->inputs(), pass_->targets())) pass_->reset();
  pass_->begin();
  chunk_ = 0;
  sum_ = 0;
}

template <class T>
Finished Trainer<T>::after_step() {
  norm_ = global_norm<T>(pass_->gradients().all());
  if (!std::isfinite(norm_)) diverged();
  // Only now is it known that the state this window began with is a good one; nothing has changed it yet.
  if (step() >= good_counters_.step + steps_between_memories) remember(window_counters_);
  optimizer_.step(model_.parameters().all(), pass_->gradients().all(), T(clip_factor(norm_, o_.clip)));
  model_.changed();
  pass_->carry();
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

template <class T>
void Trainer<T>::diverged() {
  const NonFinite where = first_non_finite(*pass_, model_.shape().L);
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
  return static_cast<double>(step()) / static_cast<double>(streams_.windows());
}

template <class T>
std::vector<std::pair<std::string, std::span<T>>> Trainer<T>::arrays() {
  std::vector<std::pair<std::string, std::span<T>>> all;
  all.emplace_back("parameters", model_.parameters().all());
  for (size_t k = 0; k < optimizer_.moments().size(); ++k) {
    auto& m = optimizer_.moments()[k];
    all.emplace_back("moments." + std::to_string(k), std::span<T>(m.data(), m.size()));
  }
  for (auto& [name, m] : pass_->state()) all.emplace_back("state." + name, std::span<T>(m.data(), m.size()));
  return all;
}

template <class T>
void Trainer<T>::resume(const Counters& at) {
  optimizer_.resume(at.updates);
  steps_before_ = at.step - at.updates;
  streams_.seek(at.window);
  model_.changed();
  phase_ = Phase::begin;
  remember(counters());
}

template class Trainer<float>;
template class Trainer<double>;

}  // namespace unrolled
