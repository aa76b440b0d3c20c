#pragma once
// What reads a model while its training goes on: each works on a copy of the weights as they were when it began.

#include "bindings/bound_session.h"

namespace unrolled {

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
  Float32Array activation(double layer, const std::string& name) const { return array_of(trace_->activations(static_cast<Index>(layer)), name); }
  Float32Array gradient(double layer, const std::string& name) const { return array_of(trace_->gradients(static_cast<Index>(layer)), name); }

 private:
  std::unique_ptr<LanguageModel<float>> model_;
  std::unique_ptr<Trace<float>> trace_;
};

}  // namespace unrolled
