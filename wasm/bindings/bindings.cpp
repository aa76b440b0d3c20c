// The border between C++ and JavaScript: few fat calls. Every array is copied out once; no view outlives its call.
//
// Errors cross as plain objects { code, field, message, details }, thrown by `guarded`; the worker makes typed
// errors of them.

#include <emscripten/bind.h>
#include <emscripten/heap.h>

#include "bindings/values.h"
#include "session/session.h"

namespace unrolled {
namespace {

using emscripten::val;

/// Pieces of work until it is finished or `milliseconds` have passed.
template <class Advance>
bool run_for(double milliseconds, Advance&& advance) {
  const double deadline = emscripten_get_now() + milliseconds;
  do {
    if (advance()) return true;
  } while (emscripten_get_now() < deadline);
  return false;
}

struct Training {
  double step, loss, validationLoss, validationStep, gradientNorm, epoch;
  Float32Array losses{val::array()};
};

class BoundSession {
 public:
  BoundSession(const SessionOptions& options, const Uint8Array& text)
      : session_(guarded([&] { return std::make_unique<Session>(options, bytes_of(text)); })) {}
  BoundSession(const SessionOptions& options, const Uint8Array& text, const Uint8Array& vocabulary)
      : session_(guarded([&] { return std::make_unique<Session>(options, bytes_of(text), bytes_of(vocabulary)); })) {}

  Session& operator*() { return *session_; }

  double parameters() const { return static_cast<double>(session_->parameters()); }
  double batch() const { return static_cast<double>(session_->batch()); }
  double train_characters() const { return static_cast<double>(session_->train_characters()); }
  double validation_characters() const { return static_cast<double>(session_->validation_characters()); }
  Uint8Array vocabulary() const { return copy_of(session_->vocabulary_text()); }
  Notices notices() const {
    val all = val::array();
    for (const auto& notice : session_->notices()) {
      val details = val::object();
      for (const auto& [key, value] : notice.details) details.set(key, value);
      val one = val::object();
      one.set("code", notice.code);
      one.set("details", details);
      all.call<void>("push", one);
    }
    return Notices(all);
  }

  /// Trains until step `target` is done and, where due, validated, or the time is over; true when done.
  bool train(double target, double milliseconds) {
    return guarded([&] {
      auto& trainer = session_->trainer();
      const auto done = [&] { return static_cast<double>(trainer.step()) >= target && trainer.between_steps(); };
      return done() || run_for(milliseconds, [&] { return session_->advance(), done(); });
    });
  }
  Training training() {
    return guarded([&] {
      auto& t = session_->trainer();
      return Training{static_cast<double>(t.step()), t.loss(), t.validation_loss(),
                      static_cast<double>(t.validation_step()), t.gradient_norm(), t.epoch(),
                      copy_of(session_->take_losses())};
    });
  }
  bool between_steps() const { return session_->trainer().between_steps(); }
  double step() const { return static_cast<double>(session_->step()); }

  Uint8Array save(const std::string& settings) {
    return guarded([&] { return copy_of(session_->save(Contents::weights, {{"settings", settings}})); });
  }
  Uint8Array snapshot(const std::string& settings) {
    return guarded([&] { return copy_of(session_->save(Contents::training, {{"settings", settings}})); });
  }
  void restore(const Uint8Array& bytes) {
    guarded([&] { session_->restore(bytes_of(bytes)); return true; });
  }

 private:
  std::unique_ptr<Session> session_;
};

/// What reads the model while training goes on works on a copy of the weights as they are now.
class BoundSampling {
 public:
  BoundSampling(BoundSession& bound, const Uint8Array& prompt, double length, PickOptions options, double seed)
      : session_(*bound), model_(session_.model().copy()), sampler_(guarded([&] {
          return std::make_unique<Sampler<float>>(*model_, session_.encode_known(bytes_of(prompt), "prompt"),
                                                  static_cast<Index>(length), options,
                                                  static_cast<std::uint64_t>(seed));
        })) {}
  bool run(double milliseconds) {
    return guarded([&] { return run_for(milliseconds, [&] { return sampler_->advance(); }); });
  }
  Uint8Array text() const { return copy_of(session_.decode(sampler_->written())); }
  double log_probability() const { return sampler_->log_probability(); }

 private:
  Session& session_;
  std::unique_ptr<LanguageModel<float>> model_;
  std::unique_ptr<Sampler<float>> sampler_;
};

class BoundBeam {
 public:
  BoundBeam(BoundSession& bound, const Uint8Array& prompt, double width, double length, double length_penalty)
      : session_(*bound), model_(session_.model().copy()), beam_(guarded([&] {
          const BeamOptions options{static_cast<Index>(width), static_cast<Index>(length), length_penalty};
          return std::make_unique<BeamSearch<float>>(*model_, session_.encode_known(bytes_of(prompt), "prompt"), options);
        })) {}
  bool run(double milliseconds) {
    return guarded([&] { return run_for(milliseconds, [&] { return beam_->advance(); }); });
  }
  /// Per node: parent, depth, id, ln p, score, kept.
  Float64Array tree() const {
    std::vector<double> flat;
    for (const auto& n : beam_->tree())
      flat.insert(flat.end(), {double(n.parent), double(n.depth), double(n.id), n.log_probability, n.score, double(n.kept)});
    return copy_of(flat);
  }
  Float64Array hypotheses() const {
    return copy_of(std::vector<double>(beam_->hypotheses().begin(), beam_->hypotheses().end()));
  }

 private:
  Session& session_;
  std::unique_ptr<LanguageModel<float>> model_;
  std::unique_ptr<BeamSearch<float>> beam_;
};

class BoundEvaluation {
 public:
  BoundEvaluation(BoundSession& bound, const Uint8Array& text)
      : model_((*bound).model().copy()),
        ids_((*bound).encode(bytes_of(text))),
        evaluation_(guarded([&] { return std::make_unique<Evaluation<float>>(*model_, ids_); })) {}
  bool run(double milliseconds) {
    return guarded([&] { return run_for(milliseconds, [&] { return evaluation_->advance(); }); });
  }
  double nats() const { return evaluation_->nats(); }
  double characters() const { return static_cast<double>(evaluation_->characters()); }
  double unknown() const { return static_cast<double>(std::ranges::count(ids_, unknown_id)); }

 private:
  std::unique_ptr<LanguageModel<float>> model_;
  std::vector<Id> ids_;
  std::unique_ptr<Evaluation<float>> evaluation_;
};

class BoundTrace {
 public:
  BoundTrace(BoundSession& bound, const Uint8Array& text, Purpose purpose)
      : model_((*bound).model().copy()), trace_(guarded([&] {
          return std::make_unique<Trace<float>>(*model_, (*bound).encode_known(bytes_of(text), "text"), purpose);
        })) {}
  bool run(double milliseconds) {
    return guarded([&] { return run_for(milliseconds, [&] { return trace_->advance(); }); });
  }
  Float32Array losses() const { return copy_of(trace_->losses()); }
  Float32Array logits() const { return copy_of(trace_->logits()); }
  Float32Array activation(double layer, const std::string& name) const { return named(trace_->activations(static_cast<Index>(layer)), name); }
  Float32Array gradient(double layer, const std::string& name) const { return named(trace_->gradients(static_cast<Index>(layer)), name); }

 private:
  static Float32Array named(const std::vector<NamedView<float>>& views, const std::string& name) {
    std::vector<float> out;
    for (const auto& v : views)
      if (v.name == name)
        for (Index r = 0; r < v.rows; ++r) out.insert(out.end(), v.data + r * v.stride, v.data + r * v.stride + v.cols);
    return copy_of(out);
  }
  std::unique_ptr<LanguageModel<float>> model_;
  std::unique_ptr<Trace<float>> trace_;
};

/// Of a file from `save`, before a session exists to hold it.
struct FileHead {
  Uint8Array settings{val::array()}, vocabulary{val::array()};
};
FileHead read_head(const Uint8Array& bytes) {
  return guarded([&] {
    const auto all = bytes_of(bytes);
    const SafetensorsFile file(all);
    const auto& m = file.metadata();
    if (!m.contains("settings") || !m.contains("vocabulary"))
      throw Error("bad-file", "bytes", "the file holds no settings and vocabulary of a language model");
    return FileHead{copy_of(m.at("settings")), copy_of(m.at("vocabulary"))};
  });
}

double memory_bytes() { return static_cast<double>(emscripten_get_heap_size()); }

}  // namespace

EMSCRIPTEN_BINDINGS(unrolled) {
  using namespace emscripten;
  register_array_types();
  register_options();

  value_object<Training>("Training")
      .field("step", &Training::step)
      .field("loss", &Training::loss)
      .field("validationLoss", &Training::validationLoss)
      .field("validationStep", &Training::validationStep)
      .field("gradientNorm", &Training::gradientNorm)
      .field("epoch", &Training::epoch)
      .field("losses", &Training::losses);
  value_object<FileHead>("FileHead").field("settings", &FileHead::settings).field("vocabulary", &FileHead::vocabulary);

  class_<BoundSession>("Session")
      .constructor<const SessionOptions&, const Uint8Array&>()
      .constructor<const SessionOptions&, const Uint8Array&, const Uint8Array&>()
      .property("parameters", &BoundSession::parameters)
      .property("batch", &BoundSession::batch)
      .property("trainCharacters", &BoundSession::train_characters)
      .property("validationCharacters", &BoundSession::validation_characters)
      .property("step", &BoundSession::step)
      .property("betweenSteps", &BoundSession::between_steps)
      .function("vocabulary", &BoundSession::vocabulary)
      .function("notices", &BoundSession::notices)
      .function("train", &BoundSession::train)
      .function("training", &BoundSession::training)
      .function("save", &BoundSession::save)
      .function("snapshot", &BoundSession::snapshot)
      .function("restore", &BoundSession::restore);
  class_<BoundSampling>("Sampling")
      .constructor<BoundSession&, const Uint8Array&, double, PickOptions, double>()
      .function("run", &BoundSampling::run)
      .function("text", &BoundSampling::text)
      .function("logProbability", &BoundSampling::log_probability);
  class_<BoundBeam>("Beam")
      .constructor<BoundSession&, const Uint8Array&, double, double, double>()
      .function("run", &BoundBeam::run)
      .function("tree", &BoundBeam::tree)
      .function("hypotheses", &BoundBeam::hypotheses);
  class_<BoundEvaluation>("Evaluation")
      .constructor<BoundSession&, const Uint8Array&>()
      .function("run", &BoundEvaluation::run)
      .function("nats", &BoundEvaluation::nats)
      .function("characters", &BoundEvaluation::characters)
      .function("unknown", &BoundEvaluation::unknown);
  class_<BoundTrace>("Trace")
      .constructor<BoundSession&, const Uint8Array&, Purpose>()
      .function("run", &BoundTrace::run)
      .function("losses", &BoundTrace::losses)
      .function("logits", &BoundTrace::logits)
      .function("activation", &BoundTrace::activation)
      .function("gradient", &BoundTrace::gradient);
  function("readHead", &read_head);
  function("memoryBytes", &memory_bytes);
}

}  // namespace unrolled
