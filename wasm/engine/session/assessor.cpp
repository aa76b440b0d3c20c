#include <algorithm>

#include "decoding/bleu.h"
#include "decoding/writer.h"
#include "session/example_session.h"

namespace unrolled {

namespace {

constexpr Index side_by_side = 32;

}  // namespace

Assessor::Assessor(ExampleModel<float>& model, const Dataset& data, std::vector<const Encoded*> examples)
    : data_(data), examples_(std::move(examples)), writer_(dynamic_cast<EncoderDecoder<float>*>(&model)),
      B_(std::clamp<Index>(static_cast<Index>(examples_.size()), 1, side_by_side)) {
  ExampleSpan span{1, 1, B_};
  for (const Encoded* e : examples_) {
    const Index steps = data.steps(*e);
    span.source = std::max(span.source, steps);
    span.target = std::max({span.target, steps, static_cast<Index>(e->target.size()) + 1});
  }
  pass_ = model.pass(span, Purpose::read);
  if (writer_) writing_ = std::make_unique<EncoderDecoderPass<float>>(*writer_, ExampleSpan{span.source, 1, B_}, Purpose::read);
}

bool Assessor::advance() {
  const size_t count = std::min(static_cast<size_t>(B_), examples_.size() - at_);
  const auto batch = std::span<const Encoded* const>(examples_).subspan(at_, count);
  if (count == 0) return true;
  pass_->set(batch);
  pass_->begin(0);
  pass_->forward();
  nats_ += pass_->score();
  sum_.predictions += static_cast<double>(pass_->predictions());
  const double unit = data_.form() == Form::numbers ? data_.scale() * data_.scale() : 1;
  sum_.loss = nats_ / sum_.predictions * unit;
  read_answers(batch);
  return (at_ += count) == examples_.size();
}

/// What the model says of a batch, and how much of it is right.
void Assessor::read_answers(std::span<const Encoded* const> batch) {
  const Matrix<float> z = pass_->outputs();
  // Twice as long as the longest that was learned is no answer any more.
  const auto written = writer_ ? write_greedily(*writing_, batch, 2 * data_.longest().target) : std::vector<std::vector<Id>>{};
  for (size_t b = 0; b < batch.size(); ++b) {
    std::vector<Id> best;
    std::vector<float> numbers;
    for (Index row = static_cast<Index>(b); row < z.rows(); row += B_) {
      if (pass_->weights()[row] == 0) continue;
      const float* first = z.data() + row * z.cols();
      if (data_.form() == Form::numbers) numbers.push_back(data_.in_own_units(*first));
      else best.push_back(static_cast<Id>(std::max_element(first, first + z.cols()) - first));
    }
    for (size_t t = 0; t < std::min(best.size(), batch[b]->target.size()); ++t) sum_.right += best[t] == batch[b]->target[t];
    if (writer_ && best.size() == batch[b]->target.size() + 1) sum_.right += best.back() == writer_->shape().eos();
    compare(*batch[b], writer_ ? written[b] : best);
    said_.push_back(writer_ ? written[b] : std::move(best));
    numbers_.push_back(std::move(numbers));
  }
}

void Assessor::compare(const Encoded& example, const std::vector<Id>& said) {
  sum_.examples += 1;
  sum_.exact += said == example.target && data_.form() != Form::numbers;
  if (!writer_) return;
  const double n = sum_.examples;
  sum_.bleu += (bleu(said, example.target) - sum_.bleu) / n;
}

}  // namespace unrolled
