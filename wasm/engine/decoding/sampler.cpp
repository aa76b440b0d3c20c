#include "decoding/sampler.h"

namespace unrolled {

template <class T>
Sampler<T>::Sampler(LanguageModel<T>& model, std::vector<Id> prompt, Index length, const PickOptions& options,
                    std::uint64_t seed)
    : pass_(model.pass({1, 1}, Purpose::read)), picker_(options, seed), prompt_(std::move(prompt)), length_(length) {
  written_.reserve(length_);
}

template <class T>
bool Sampler<T>::advance() {
  pass_->inputs()[0] = read_ < prompt_.size() ? prompt_[read_] : written_.back();
  pass_->begin();
  pass_->forward(0);
  pass_->carry();
  if (++read_ < prompt_.size()) return false;
  const Matrix<T> z = pass_->logits();
  const Id id = picker_.pick({z.data(), static_cast<size_t>(z.size())});
  pass_->targets()[0] = id;
  log_probability_ -= pass_->score(0);
  written_.push_back(id);
  return written_.size() == length_;
}

template class Sampler<float>;
template class Sampler<double>;

}  // namespace unrolled
