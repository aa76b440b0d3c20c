#include "session/forecast.h"

#include <algorithm>

#include "math/error.h"

namespace unrolled {

namespace {

constexpr Index side_by_side = 32;

}  // namespace

Forecast::Forecast(ExampleModel<float>& model, const Dataset& data, Index steps, std::vector<float> history)
    : data_(data),
      reach_(data.width() > 1 ? data.width() : data.longest().source),
      steps_(steps),
      one_frame_(data.width() > 1 || data.longest().source == 1) {
  const bool own = !history.empty();
  points_ = own ? std::move(history) : data.in_own_units({data.points().begin(), data.points().end()});
  const Index seen = static_cast<Index>(points_.size());
  if (seen < reach_)
    throw Error("bad-data", "history", "the history is too short", {{"problem", "too-short"}, {"value", std::to_string(seen)}, {"needed", std::to_string(reach_)}});
  starts_ = own ? 1 : seen - reach_;
  if (own) points_.erase(points_.begin(), points_.end() - reach_);
  B_ = std::min(side_by_side, starts_);
  pass_ = model.pass({one_frame_ ? 1 : reach_, one_frame_ ? 1 : reach_, B_}, Purpose::read);
  predictions_.resize(static_cast<size_t>(starts_ * steps_));
  begin_batch();
}

void Forecast::begin_batch() {
  windows_.clear();
  for (Index b = at_; b < std::min(at_ + B_, starts_); ++b)
    windows_.push_back(data_.encode(std::vector<float>(points_.begin() + b, points_.begin() + b + reach_)));
}

bool Forecast::advance() {
  std::vector<const Encoded*> batch;
  for (const Encoded& e : windows_) batch.push_back(&e);
  pass_->set(batch);
  pass_->begin(0);
  pass_->forward();
  const Matrix<float> z = pass_->outputs();
  for (size_t b = 0; b < windows_.size(); ++b) {
    const float next = z.data()[z.rows() - B_ + static_cast<Index>(b)];
    auto& frames = windows_[b].frames;
    frames.erase(frames.begin());
    frames.push_back(next);
    predictions_[static_cast<size_t>((at_ + static_cast<Index>(b)) * steps_ + step_)] = data_.in_own_units(next);
  }
  if (++step_ < steps_) return false;
  step_ = 0;
  at_ += B_;
  if (at_ >= starts_) return true;
  begin_batch();
  return false;
}

}  // namespace unrolled
