#pragma once
// An encoder-decoder as decoding sees it: one source, several hypotheses side by side; and many sources at once, each
// written greedily.

#include "decoding/steps.h"
#include "models/encoder_decoder.h"

namespace unrolled {

/// Hypotheses of what to write for one source.
template <class T>
class DecoderSteps final : public Steps<T> {
 public:
  DecoderSteps(const EncoderDecoder<T>& model, const Encoded& source, Index width);

  bool read() override;
  Matrix<T> logits() override { return pass_.outputs(); }
  void take(std::span<const Id> ids) override;
  void reorder(std::span<const Index> parents) override { pass_.reorder(parents); }
  void store(Index level) override;
  void recall(Index level) override;

 private:
  EncoderDecoderPass<T> pass_;
  std::vector<std::vector<T>> stored_;
};

/// Writes the most probable token each time, for every source until its <eos> or `longest` tokens.
template <class T>
std::vector<std::vector<Id>> write_greedily(EncoderDecoderPass<T>& pass, std::span<const Encoded* const> sources, Index longest);

}  // namespace unrolled
