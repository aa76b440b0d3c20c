#pragma once
// What writes: sampling, beam search, exhaustive search. Each works on a copy of the weights as they were when it began.

#include "bindings/bound_session.h"

namespace unrolled {

/// A decoder D and the model that it asks.
template <class D>
class BoundDecoder {
 public:
  bool run(double milliseconds) {
    return guarded([&] { return run_for(milliseconds, [&] { return decoder_->advance(); }); });
  }

 protected:
  /// `more`: what D's constructor takes after the steps.
  template <class... More>
  BoundDecoder(BoundSession& bound, const Uint8Array& prompt, Index width, const More&... more)
      : session_(*bound), model_(session_.model().copy()), decoder_(guarded([&] {
          return std::make_unique<D>(
              std::make_unique<TextSteps<float>>(*model_, session_.encode_known(bytes_of(prompt), "prompt"), width), more...);
        })) {}

  Session& session_;
  std::unique_ptr<LanguageModel<float>> model_;
  std::unique_ptr<D> decoder_;
};

class BoundSampling : public BoundDecoder<Sampler<float>> {
 public:
  BoundSampling(BoundSession& bound, const Uint8Array& prompt, double length, PickOptions options, double seed, double end)
      : BoundDecoder(bound, prompt, 1, static_cast<Index>(length), options, static_cast<std::uint64_t>(seed),
                     static_cast<Id>(end)) {}
  Uint8Array text() const { return copy_of(session_.decode(decoder_->written())); }
  double log_probability() const { return decoder_->log_probability(); }
};

/// Per node: parent, depth, id, ln p, score, kept, finished, why it was pruned.
inline Float64Array flat_tree(const BeamSearch<float>& beam) {
  std::vector<double> flat;
  for (const auto& n : beam.tree())
    flat.insert(flat.end(), {double(n.parent), double(n.depth), double(n.id), n.log_probability, n.score, double(n.kept),
                             double(n.finished), double(n.pruned)});
  return copy_of(flat);
}
inline Float64Array flat_hypotheses(const BeamSearch<float>& beam) {
  return copy_of(std::vector<double>(beam.hypotheses().begin(), beam.hypotheses().end()));
}

class BoundBeam : public BoundDecoder<BeamSearch<float>> {
 public:
  BoundBeam(BoundSession& bound, const Uint8Array& prompt, BeamOptions options)
      : BoundDecoder(bound, prompt, options.width, options) {}
  Float64Array tree() const { return flat_tree(*decoder_); }
  Float64Array hypotheses() const { return flat_hypotheses(*decoder_); }
};

class BoundExhaustive : public BoundDecoder<Exhaustive<float>> {
 public:
  BoundExhaustive(BoundSession& bound, const Uint8Array& prompt, double length, double length_penalty, double count, double end)
      : BoundDecoder(bound, prompt, 32,
                     ExhaustiveOptions{static_cast<Index>(length), length_penalty, static_cast<Index>(count), static_cast<Id>(end)}) {}
  double sequences() const { return decoder_->sequences(); }
  /// Per hypothesis: ln p, score, how many ids, the ids.
  Float64Array hypotheses() const {
    std::vector<double> flat;
    for (const auto& h : decoder_->hypotheses()) {
      flat.insert(flat.end(), {h.log_probability, h.score, double(h.ids.size())});
      flat.insert(flat.end(), h.ids.begin(), h.ids.end());
    }
    return copy_of(flat);
  }
};

/// As a member of B: Embind would look for the class that B inherits it from.
template <class B>
constexpr bool (B::*run_of)(double) = &B::run;

inline void register_decoding() {
  using namespace emscripten;
  value_object<BeamOptions>("BeamOptions")
      .field("width", &BeamOptions::width)
      .field("length", &BeamOptions::length)
      .field("lengthPenalty", &BeamOptions::length_penalty)
      .field("count", &BeamOptions::count)
      .field("end", &BeamOptions::end)
      .field("minLength", &BeamOptions::min_length)
      .field("noRepeat", &BeamOptions::no_repeat);
  class_<BoundSampling>("Sampling")
      .constructor<BoundSession&, const Uint8Array&, double, PickOptions, double, double>()
      .function("run", run_of<BoundSampling>)
      .function("text", &BoundSampling::text)
      .function("logProbability", &BoundSampling::log_probability);
  class_<BoundBeam>("Beam")
      .constructor<BoundSession&, const Uint8Array&, BeamOptions>()
      .function("run", run_of<BoundBeam>)
      .function("tree", &BoundBeam::tree)
      .function("hypotheses", &BoundBeam::hypotheses);
  class_<BoundExhaustive>("Exhaustive")
      .constructor<BoundSession&, const Uint8Array&, double, double, double, double>()
      .function("run", run_of<BoundExhaustive>)
      .function("sequences", &BoundExhaustive::sequences)
      .function("hypotheses", &BoundExhaustive::hypotheses);
}

}  // namespace unrolled
