#pragma once
// A model of whole examples, and what is asked of it. What reads the model works on a copy of its weights.

#include "bindings/bound_decoding.h"
#include "session/example_trace.h"
#include "session/forecast.h"

namespace unrolled {

class BoundExamples final : public BoundTraining {
 public:
  BoundExamples(const ExampleSessionOptions& options, const Uint8Array& own)
      : session_(guarded([&] { return std::make_unique<ExampleSession>(options, bytes_of(own)); })) {}
  BoundExamples(const ExampleSessionOptions& options, const Uint8Array& own, const Uint8Array& file)
      : session_(guarded([&] { return std::make_unique<ExampleSession>(options, bytes_of(own), bytes_of(file)); })) {}

  ExampleSession& operator*() { return *session_; }
  TrainedSession& session() const override { return *session_; }

  /// Form, width of a frame, examples to train on, held out, steps of the longest source and target, points of a series.
  Float64Array sizes() const {
    const Dataset& d = session_->data();
    return copy_of(std::vector<double>{double(static_cast<int>(d.form())), double(d.width()), double(d.training().size()),
                                       double(d.held_out().size()), double(d.longest().source), double(d.longest().target),
                                       double(d.training_points())});
  }
  /// Characters read, characters written, names of classes, each on lines of their own.
  Uint8Array words(double which) const {
    Metadata metadata;
    session_->data().describe(metadata);
    return copy_of(metadata[which == 0 ? "source" : which == 1 ? "target" : "classes"]);
  }
  /// Source and target of held-out example k, divided by a line feed; and its frames or values.
  Uint8Array text(double k) const {
    const Encoded& e = example(k);
    return copy_of(session_->data().source_text(e) + '\n' + session_->data().target_text(e));
  }
  Float32Array frames(double k) const { return copy_of(session_->data().in_own_units(example(k).frames)); }
  Float32Array values(double k) const { return copy_of(session_->data().in_own_units(example(k).values)); }

  /// One source as the model reads it: text, or numbers where there are any. `field` of the call it was given to.
  Encoded input(const Uint8Array& text, const Float32Array& frames, const char* field) const {
    auto numbers = emscripten::convertJSArrayToNumberVector<float>(frames);
    if (!numbers.empty()) return session_->data().encode(std::move(numbers));
    const auto bytes = bytes_of(text);
    return session_->data().encode({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, field);
  }

 private:
  const Encoded& example(double k) const {
    const auto held = session_->data().held_out();
    return held.empty() ? session_->data().training()[static_cast<size_t>(k)] : held[static_cast<size_t>(k)];
  }
  std::unique_ptr<ExampleSession> session_;
};

class BoundAssessment {
 public:
  explicit BoundAssessment(BoundExamples& bound) : session_(*bound), model_(session_.model().copy()) {}
  /// Adds an input to be answered; without any the held-out examples are.
  void add(const Uint8Array& text, const Float32Array& frames, BoundExamples& bound) {
    guarded([&] { return inputs_.push_back(bound.input(text, frames, "inputs")), true; });
  }
  bool run(double milliseconds) {
    return guarded([&] {
      if (!assessor_) begin();
      return run_for(milliseconds, [&] { return assessor_->advance(); });
    });
  }
  /// Loss, predictions, right, exact, BLEU, examples.
  Float64Array result() const {
    const Assessment& a = assessor_->result();
    return copy_of(std::vector<double>{a.loss, a.predictions, a.right, a.exact, a.bleu, a.examples});
  }
  Uint8Array answer(double k) const { return copy_of(session_.data().decode(assessor_->said()[static_cast<size_t>(k)])); }
  Float32Array numbers(double k) const { return copy_of(assessor_->numbers()[static_cast<size_t>(k)]); }

 private:
  void begin() {
    std::vector<const Encoded*> examples;
    for (const Encoded& e : session_.data().held_out()) examples.push_back(&e);
    if (!inputs_.empty()) {
      examples.clear();
      for (const Encoded& e : inputs_) examples.push_back(&e);
    }
    assessor_ = std::make_unique<Assessor>(*model_, session_.data(), std::move(examples));
  }
  ExampleSession& session_;
  std::unique_ptr<ExampleModel<float>> model_;
  std::vector<Encoded> inputs_;
  std::unique_ptr<Assessor> assessor_;
};

/// Beam search for what to write.
class BoundWriting {
 public:
  BoundWriting(BoundExamples& bound, const Uint8Array& text, const Float32Array& frames, BeamOptions options)
      : model_((*bound).model().copy()), source_(guarded([&] { return bound.input(text, frames, "input"); })) {
    auto& writer = static_cast<EncoderDecoder<float>&>(*model_);
    options.end = writer.shape().eos();
    options.banned = {writer.shape().bos()};
    beam_ = std::make_unique<BeamSearch<float>>(std::make_unique<DecoderSteps<float>>(writer, source_, options.width), options);
  }
  bool run(double milliseconds) {
    return guarded([&] { return run_for(milliseconds, [&] { return beam_->advance(); }); });
  }
  Float64Array tree() const { return flat_tree(*beam_); }
  Float64Array hypotheses() const { return flat_hypotheses(*beam_); }
  /// α[T×S] of writing the best hypothesis: T its tokens with <eos>, S the source's. Empty without attention.
  Float32Array attention() {
    auto& writer = static_cast<EncoderDecoder<float>&>(*model_);
    Encoded example = source_;
    example.target = beam_->path(beam_->hypotheses().front());
    if (!example.target.empty() && example.target.back() == writer.shape().eos()) example.target.pop_back();
    const Index T = static_cast<Index>(example.target.size()) + 1;
    EncoderDecoderPass<float> pass(writer, {std::max<Index>(1, static_cast<Index>(source_.source.size())), T, 1}, Purpose::read);
    pass.set(std::vector<const Encoded*>{&example});
    pass.begin(0);
    pass.forward();
    const Matrix<float> alpha = pass.attention_weights();
    return copy_of(std::span<const float>(alpha.data(), static_cast<size_t>(alpha.size())));
  }

 private:
  std::unique_ptr<ExampleModel<float>> model_;
  Encoded source_;
  std::unique_ptr<BeamSearch<float>> beam_;
};

class BoundExampleTrace {
 public:
  BoundExampleTrace(BoundExamples& bound, const Uint8Array& text, const Float32Array& frames)
      : data_((*bound).data()), model_((*bound).model().copy()), trace_(guarded([&] {
          return std::make_unique<ExampleTrace>(*model_, data_, bound.input(text, frames, "input"));
        })) {}
  bool run(double milliseconds) {
    return guarded([&] { return run_for(milliseconds, [&] { return trace_->advance(); }); });
  }
  Uint8Array written() const { return copy_of(data_.decode(trace_->written())); }
  /// k: layer by layer, each with its directions; then the decoder's.
  Float32Array array(double k, const std::string& name) const { return array_of(trace_->arrays()[static_cast<size_t>(k)], name); }

 private:
  const Dataset& data_;
  std::unique_ptr<ExampleModel<float>> model_;
  std::unique_ptr<ExampleTrace> trace_;
};

class BoundForecast {
 public:
  BoundForecast(BoundExamples& bound, double steps, const Float32Array& history)
      : model_((*bound).model().copy()), forecast_(guarded([&] {
          return std::make_unique<Forecast>(*model_, (*bound).data(), static_cast<Index>(steps),
                                            emscripten::convertJSArrayToNumberVector<float>(history));
        })) {}
  bool run(double milliseconds) {
    return guarded([&] { return run_for(milliseconds, [&] { return forecast_->advance(); }); });
  }
  double first() const { return static_cast<double>(forecast_->first()); }
  Float32Array predictions() const { return copy_of(forecast_->predictions()); }
  Float32Array points() const { return copy_of(forecast_->points()); }

 private:
  std::unique_ptr<ExampleModel<float>> model_;
  std::unique_ptr<Forecast> forecast_;
};

void register_examples();

}  // namespace unrolled
