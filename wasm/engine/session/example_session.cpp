#include "session/example_session.h"

#include <algorithm>
#include <bit>

#include "io/pytorch.h"
#include "math/error.h"
#include "training/example_work.h"

namespace unrolled {

namespace {

// Examples measured while training: enough for a steady number, few enough to be done between two pictures.
constexpr size_t most_measured = 512;

bool writes(Form form) { return form == Form::pairs || form == Form::picture; }

EncoderDecoderShape writer_shape(const ExampleModelOptions& o, const Dataset& data) {
  return {.cell = o.cell, .options = {o.activation, o.hold}, .H = o.hidden, .L = o.layers, .D = o.directions, .dropout = o.dropout,
          .E = o.embedding, .source_V = data.source().size(), .P = data.form() == Form::picture ? data.width() : 0,
          .V = data.target().size() + 2, .context = o.context, .attention = o.attention};
}

ReaderShape reader_shape(const ExampleModelOptions& o, const Dataset& data) {
  const Form form = data.form();
  const bool numbers = form == Form::numbers;
  return {
      .stack = {.cell = o.cell, .options = {o.activation, o.hold}, .H = o.hidden, .L = o.layers, .D = o.directions, .dropout = o.dropout},
      .V = data.width() ? 0 : data.source().size(), .E = data.width() ? 0 : o.embedding, .width = data.width(),
      .O = numbers ? 1 : form == Form::classes ? static_cast<Index>(data.classes().size()) : data.target().size(),
      .readout = data.every() ? Readout::every : o.readout,
      .loss = numbers ? LossKind::squares : LossKind::classes};
}

/// Before there is a model of that size: a few bytes of settings may claim any.
Dataset fitting(const ExampleModelOptions& o, Dataset data, const SafetensorsFile& file) {
  Arena<float> measure;
  if (writes(data.form())) EncoderDecoderParams<float>::declare(measure, writer_shape(o, data));
  else SequenceParams<float>::declare(measure, reader_shape(o, data).sequence());
  expect_pytorch(file, measure.entries(), o.cell);
  return data;
}

}  // namespace

std::unique_ptr<ExampleModel<float>> make_model(const ExampleModelOptions& o, const Dataset& data) {
  if (writes(data.form())) return std::make_unique<EncoderDecoder<float>>(writer_shape(o, data));
  return std::make_unique<Reader<float>>(reader_shape(o, data));
}

ExampleSession::ExampleSession(const ExampleSessionOptions& options, std::span<const std::uint8_t> own)
    : ExampleSession(options, Dataset(options.data, own)) {
  model_->initialize({options.seed, options.forget_bias, options.recurrent});
  if (trainer_) trainer_->resume({});
}

ExampleSession::ExampleSession(const ExampleSessionOptions& options, std::span<const std::uint8_t> own,
                               std::span<const std::uint8_t> file)
    : ExampleSession(options, own, SafetensorsFile(file)) {}

ExampleSession::ExampleSession(const ExampleSessionOptions& options, std::span<const std::uint8_t> own, const SafetensorsFile& file)
    : ExampleSession(options, fitting(options.model, Dataset(options.data, own, file.metadata()), file)) {
  restore(file);
}

ExampleSession::ExampleSession(const ExampleSessionOptions& o, Dataset data)
    : data_(std::move(data)), model_(make_model(o.model, data_)) {
  const auto examples = data_.training();
  if (examples.empty()) return;
  batch_ = std::min(o.training.batch, static_cast<Index>(examples.size()));
  if (batch_ < o.training.batch)
    notices_.push_back({"few-examples", {{"batch", double(batch_)}, {"asked", double(o.training.batch)}}});
  const ExampleOptions work{batch_, data_.longest(), o.training.feeding, o.seed};
  if (o.role == Role::helps) {
    work_ = std::make_unique<ExampleWork<float>>(*model_, examples, work);
    return;
  }
  const auto held = data_.held_out();
  std::unique_ptr<Measurement<float>> measurement;
  if (!held.empty())
    measurement = std::make_unique<ExampleMeasurement<float>>(*model_, held.first(std::min(held.size(), most_measured)), data_.longest());
  Mark stream;
  for (const Encoded& e : examples) {
    for (const auto* ids : {&e.source, &e.target})
      for (const Id id : *ids) stream.add(static_cast<std::uint64_t>(id));
    for (const float x : e.values) stream.add(std::bit_cast<std::uint32_t>(x));
  }
  for (const Index n : {static_cast<Index>(examples.size()), batch_}) stream.add(static_cast<std::uint64_t>(n));
  start(std::make_unique<Trainer<float>>(*model_, std::make_unique<ExampleWork<float>>(*model_, examples, work),
                                         std::move(measurement), o.training),
        o.training.optimizer.kind, stream.text());
}

}  // namespace unrolled
