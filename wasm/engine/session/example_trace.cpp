#include "session/example_trace.h"

#include <utility>

namespace unrolled {

ExampleTrace::ExampleTrace(ExampleModel<float>& model, const Dataset& data, Encoded input)
    : model_(model), to_write_(dynamic_cast<EncoderDecoder<float>*>(&model)), longest_(2 * data.longest().target), example_(std::move(input)) {
  span_.source = data.steps(example_);
}

bool ExampleTrace::advance() {
  const std::vector<const Encoded*> one{&example_};
  if (to_write_) {
    EncoderDecoderPass<float> writing(*std::exchange(to_write_, nullptr), span_, Purpose::read);
    example_.target = written_ = write_greedily(writing, std::span(one), longest_)[0];
    span_.target = static_cast<Index>(written_.size()) + 1;
    return false;
  }
  pass_ = model_.pass(span_, Purpose::read);
  pass_->set(one);
  pass_->begin(0);
  pass_->forward();
  return true;
}

}  // namespace unrolled
