#include "decoding/sampler.h"

#include "math/softmax.h"

namespace unrolled {

template <class T>
Sampler<T>::Sampler(std::unique_ptr<Steps<T>> steps, Index length, const PickOptions& options, std::uint64_t seed, Id end)
    : steps_(std::move(steps)), picker_(options, seed), length_(length), end_(end) {
  written_.reserve(length_);
}

template <class T>
bool Sampler<T>::advance() {
  if (!ready_) {
    if (!(ready_ = steps_->read())) return false;
  } else {
    steps_->take({&written_.back(), 1});
  }
  Matrix<T> z = steps_->logits();
  const Id id = picker_.pick({z.data(), static_cast<size_t>(z.size())});
  log_probability_ -= static_cast<double>(softmax_row(z.data(), z.cols(), id));
  written_.push_back(id);
  return id == end_ || written_.size() == length_;
}

template class Sampler<float>;
template class Sampler<double>;

}  // namespace unrolled
