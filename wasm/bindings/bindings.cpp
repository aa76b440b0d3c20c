// The border between C++ and JavaScript: few fat calls. Every array is copied out once; no view outlives its call.
//
// Errors cross as plain objects { code, field, message, details }, thrown by `guarded`; the worker makes typed
// errors of them.

#include <emscripten/heap.h>

#include "bindings/bound_baselines.h"
#include "bindings/bound_decoding.h"
#include "bindings/bound_readers.h"
#include "bindings/bound_training.h"

namespace unrolled {
namespace {

/// Of a file from `save`, before a session exists to hold it.
Uint8Array read_settings(const Uint8Array& bytes) {
  return guarded([&] {
    const auto all = bytes_of(bytes);
    const SafetensorsFile file(all);
    const auto& m = file.metadata();
    if (!m.contains("settings") || !m.contains("vocabulary"))
      throw Error("bad-file", "bytes", "the file holds no settings and vocabulary of a language model");
    return copy_of(m.at("settings"));
  });
}

double memory_bytes() { return static_cast<double>(emscripten_get_heap_size()); }

}  // namespace

EMSCRIPTEN_BINDINGS(unrolled) {
  using namespace emscripten;
  register_array_types();
  register_options();
  register_decoding();

  value_object<Training>("Training")
      .field("step", &Training::step)
      .field("loss", &Training::loss)
      .field("validationLoss", &Training::validationLoss)
      .field("validationStep", &Training::validationStep)
      .field("gradientNorm", &Training::gradientNorm)
      .field("epoch", &Training::epoch)
      .field("losses", &Training::losses);

  class_<BoundSession>("Session")
      .constructor<const SessionOptions&, const Uint8Array&>()
      .constructor<const SessionOptions&, const Uint8Array&, const Uint8Array&>()
      .property("parameters", &BoundSession::parameters)
      .property("batch", &BoundSession::batch)
      .property("trainCharacters", &BoundSession::train_characters)
      .property("validationCharacters", &BoundSession::validation_characters)
      .property("step", &BoundSession::step)
      .property("loss", &BoundSession::loss)
      .property("teacherProbability", &BoundSession::teacher_probability)
      .property("validationLoss", &BoundSession::validation_loss)
      .property("validateEvery", &BoundSession::validate_every)
      .property("betweenSteps", &BoundSession::between_steps)
      .property("shards", &BoundSession::shards)
      .property("window", &BoundSession::window)
      .property("awaited", &BoundSession::awaited)
      .property("shardSize", &BoundSession::shard_size)
      .function("finishStep", &BoundSession::finish_step)
      .function("shareOut", &BoundSession::share_out)
      .function("reclaim", &BoundSession::reclaim)
      .function("writeParameters", &BoundSession::write_parameters)
      .function("writeState", &BoundSession::write_state)
      .function("contribute", &BoundSession::contribute)
      .function("readParameters", &BoundSession::read_parameters)
      .function("beginShard", &BoundSession::begin_shard)
      .function("runShard", &BoundSession::run_shard)
      .function("answerShard", &BoundSession::answer_shard)
      .function("vocabulary", &BoundSession::vocabulary)
      .function("notices", &BoundSession::notices)
      .function("train", &BoundSession::train)
      .function("training", &BoundSession::training)
      .function("save", &BoundSession::save)
      .function("snapshot", &BoundSession::snapshot)
      .function("restore", &BoundSession::restore)
      .function("coins", &coins);
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
  register_baselines();
  register_exposure();
  function("readSettings", &read_settings);
  function("memoryBytes", &memory_bytes);
}

}  // namespace unrolled
