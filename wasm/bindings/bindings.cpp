// The border between C++ and JavaScript: few fat calls. Every array is copied out once; no view outlives its call.
//
// Errors cross as plain objects { code, field, message, details }, thrown by `guarded`; the worker makes typed
// errors of them.

#include <emscripten/heap.h>

#include "bindings/bound_baselines.h"
#include "bindings/bound_decoding.h"
#include "bindings/bound_examples.h"
#include "bindings/bound_lens.h"
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
    if (!m.contains("settings") || !(m.contains("vocabulary") || m.contains("target")))
      throw Error("bad-file", "bytes", "the file holds no settings and vocabulary of a model");
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
  register_examples();

  value_object<Training>("Training")
      .field("step", &Training::step)
      .field("loss", &Training::loss)
      .field("validationLoss", &Training::validationLoss)
      .field("validationStep", &Training::validationStep)
      .field("gradientNorm", &Training::gradientNorm)
      .field("epoch", &Training::epoch)
      .field("losses", &Training::losses);

  class_<BoundTraining>("Trained")
      .property("parameters", &BoundTraining::parameters)
      .property("batch", &BoundTraining::batch)
      .property("step", &BoundTraining::step)
      .property("loss", &BoundTraining::loss)
      .property("teacherProbability", &BoundTraining::teacher_probability)
      .property("validationLoss", &BoundTraining::validation_loss)
      .property("validateEvery", &BoundTraining::validate_every)
      .property("betweenSteps", &BoundTraining::between_steps)
      .property("shards", &BoundTraining::shards)
      .property("window", &BoundTraining::window)
      .property("awaited", &BoundTraining::awaited)
      .property("shardSize", &BoundTraining::shard_size)
      .function("finishStep", &BoundTraining::finish_step)
      .function("shareOut", &BoundTraining::share_out)
      .function("reclaim", &BoundTraining::reclaim)
      .function("writeParameters", &BoundTraining::write_parameters)
      .function("writeState", &BoundTraining::write_state)
      .function("contribute", &BoundTraining::contribute)
      .function("readParameters", &BoundTraining::read_parameters)
      .function("beginShard", &BoundTraining::begin_shard)
      .function("runShard", &BoundTraining::run_shard)
      .function("answerShard", &BoundTraining::answer_shard)
      .function("notices", &BoundTraining::notices)
      .function("train", &BoundTraining::train)
      .function("training", &BoundTraining::training)
      .function("gradientNorms", &BoundTraining::gradient_norms)
      .function("weights", &BoundTraining::weights)
      .function("save", &BoundTraining::save)
      .function("snapshot", &BoundTraining::snapshot)
      .function("restore", &BoundTraining::restore);
  class_<BoundSession, base<BoundTraining>>("Session")
      .constructor<const SessionOptions&, const Uint8Array&>()
      .constructor<const SessionOptions&, const Uint8Array&, const Uint8Array&>()
      .property("trainTokens", &BoundSession::train_tokens)
      .property("validationTokens", &BoundSession::validation_tokens)
      .function("encode", &BoundSession::encode)
      .function("vocabulary", &BoundSession::vocabulary)
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
  register_lens();
  register_exposure();
  function("readSettings", &read_settings);
  function("memoryBytes", &memory_bytes);
}

}  // namespace unrolled
