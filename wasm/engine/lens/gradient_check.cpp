#include "lens/gradient_check.h"

#include <cmath>

#include "math/random.h"

namespace unrolled {

namespace {

// Far enough apart that the rounding of the loss does not show, near enough that its curvature does not.
template <class T>
constexpr double step = sizeof(T) == 4 ? 0.08 : 3e-4;
constexpr double shifts[4] = {1, -1, 2, -2};

}  // namespace

template <class T>
GradientCheck<T>::GradientCheck(LanguageModel<T>& model, const std::vector<Id>& ids, const CheckRequest& request)
    : TracedAnalysis<T>(model, ids, Purpose::train), moved_(model.copy()), entry_(entry_of(model, request.parameter)) {
  draw(request);
  this->add("shape", 1, 2);
  this->at(5, 0)[0] = static_cast<double>(entry_.rows);
  this->at(5, 0)[1] = static_cast<double>(entry_.cols);
}

/// Selection sampling (Knuth, The Art of Computer Programming 3.4.2, algorithm S): in order, without replacement.
template <class T>
void GradientCheck<T>::draw(const CheckRequest& request) {
  const Index size = entry_.rows * entry_.cols, n = std::min(request.entries, size);
  for (const char* name : {"row", "column", "analytic", "numeric", "error"}) this->add(name, 1, n);
  Random random(request.seed, Stream::gradient_check);
  for (Index k = 0, found = 0; found < n; ++k)
    if (random.uniform53() * static_cast<double>(size - k) < static_cast<double>(n - found)) {
      places_.push_back(static_cast<size_t>(entry_.offset + k));
      this->at(0, 0)[found] = static_cast<double>(k / entry_.cols);
      this->at(1, 0)[found++] = static_cast<double>(k % entry_.cols);
    }
}

template <class T>
bool GradientCheck<T>::piece() {
  if (!reading_) {
    if (done_ == 0) take_gradients();
    move();
    return false;
  }
  if (!reading_->advance()) return false;
  losses_[point_] = mean(reading_->losses());
  reading_.reset();
  if (++point_ < 4) return false;
  point_ = 0;
  keep();
  return ++done_ == static_cast<Index>(places_.size());
}

template <class T>
void GradientCheck<T>::take_gradients() {
  const auto all = this->trace_.pass().gradients().all();
  for (const T gradient : all.subspan(entry_.offset, entry_.rows * entry_.cols))
    largest_ = std::max(largest_, std::abs(static_cast<double>(gradient)));
  for (size_t k = 0; k < places_.size(); ++k) this->at(2, 0)[k] = static_cast<double>(all[places_[k]]);
}

template <class T>
void GradientCheck<T>::move() {
  const size_t place = places_[done_];
  const T x = this->model_.parameters().all()[place];
  moved_->parameters().all()[place] = x + T(shifts[point_] * step<T>);
  moved_->changed();
  reading_ = std::make_unique<Trace<T>>(*moved_, this->ids_, Purpose::read);
}

template <class T>
void GradientCheck<T>::keep() {
  const size_t place = places_[done_];
  moved_->parameters().all()[place] = this->model_.parameters().all()[place];
  const double analytic = this->at(2, 0)[done_];
  const double numeric = (8 * (losses_[0] - losses_[1]) - (losses_[2] - losses_[3])) / (12 * step<T>);
  const double against = std::max({std::abs(analytic), std::abs(numeric), largest_ / 10});
  this->at(3, 0)[done_] = numeric;
  this->at(4, 0)[done_] = against > 0 ? std::abs(analytic - numeric) / against : 0;
}

template class GradientCheck<float>;
template class GradientCheck<double>;

}  // namespace unrolled
