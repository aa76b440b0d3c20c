#pragma once
// The arrays of one real reading of an example's input, and of what the model writes of it.

#include "session/example_session.h"

namespace unrolled {

class ExampleTrace {
 public:
  /// Keeps a view of the model.
  ExampleTrace(ExampleModel<float>& model, const Dataset& data, Encoded input);

  /// Writes, greedily, where the model writes; then reads. True when done.
  bool advance();

  /// Empty where the model writes nothing.
  const std::vector<Id>& written() const { return written_; }
  /// Of every direction of every layer, from the input up, the decoder's last; row 0 of a backward direction is the step
  /// that it read first, the last of the input. A decoder reads <bos>, then what was written.
  std::vector<std::vector<NamedView<float>>> arrays() const { return pass_->activations(); }

 private:
  ExampleModel<float>& model_;
  EncoderDecoder<float>* to_write_;  // null when it has written, or never does
  Index longest_;
  Encoded example_;
  std::vector<Id> written_;
  ExampleSpan span_;
  std::unique_ptr<ExamplePass<float>> pass_;
};

}  // namespace unrolled
