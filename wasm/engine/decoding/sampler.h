#pragma once
// Writes a continuation, one character after the other, each read back as the next input.

#include "decoding/pick.h"
#include "decoding/steps.h"

namespace unrolled {

template <class T>
class Sampler {
 public:
  /// Writes `length` ids, or until it has written `end`. `steps` is one hypothesis wide.
  Sampler(std::unique_ptr<Steps<T>> steps, Index length, const PickOptions& options, std::uint64_t seed,
          Id end = no_id);

  /// Reads a piece of what comes before, or writes one id. True when all is written.
  bool advance();
  const std::vector<Id>& written() const { return written_; }
  /// Σ ln p of what is written, at temperature 1.
  double log_probability() const { return log_probability_; }

 private:
  std::unique_ptr<Steps<T>> steps_;
  Picker<T> picker_;
  std::vector<Id> written_;
  size_t length_;
  Id end_;
  bool ready_ = false;
  double log_probability_ = 0;
};

}  // namespace unrolled
