#pragma once
// What reads a model while its training goes on: each works on a copy of the weights as they were when it began.

#include "bindings/bound_session.h"

namespace unrolled {

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
      : model_(reading_copy((*bound).model())), trace_(guarded([&] {
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

}  // namespace unrolled
