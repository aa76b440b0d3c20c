#pragma once
// Writes a continuation, one character after the other, each read back as the next input.

#include "decoding/pick.h"
#include "models/language_model.h"

namespace unrolled {

template <class T>
class Sampler {
 public:
  /// Reads `prompt` (at least one id) from a zero state, then writes `length` ids.
  Sampler(LanguageModel<T>& model, std::vector<Id> prompt, Index length, const PickOptions& options,
          std::uint64_t seed);

  /// Reads or writes one character. True when all is written.
  bool advance();
  const std::vector<Id>& written() const { return written_; }
  /// Σ ln p of the written characters, at temperature 1.
  double log_probability() const { return log_probability_; }

 private:
  std::unique_ptr<Pass<T>> pass_;
  Picker<T> picker_;
  std::vector<Id> prompt_, written_;
  size_t read_ = 0, length_;
  double log_probability_ = 0;
};

}  // namespace unrolled
