#pragma once
// What scheduled sampling did in a step, and what it is for: the coins, and the exposure gap.

#include "bindings/bound_session.h"

namespace unrolled {

/// Of the last step, which it finishes: what was read at each step and stream, then the truth, both [T×B] as in
/// `TextWork::record`. Empty without feeding, or before there is a step.
inline Float32Array coins(BoundSession& bound) {
  return guarded([&] {
    (*bound).finish_step();
    auto& trainer = (*bound).trainer();
    std::vector<float> all;
    const size_t size = trainer.loss() == trainer.loss() ? trainer.record(0).size() : 0;
    const size_t streams = static_cast<size_t>((*bound).batch() / trainer.shards());
    for (size_t row = 0; row < size; row += streams)
      for (Index k = 0; k < trainer.shards(); ++k) {
        const auto shard = trainer.record(k).subspan(row, streams);
        all.insert(all.end(), shard.begin(), shard.end());
      }
    return copy_of(all);
  });
}

class BoundExposure {
 public:
  /// On `text`, or on what is held out where that is empty.
  BoundExposure(BoundSession& bound, const Uint8Array& text, double length, double streams, OwnToken own, double seed)
      : model_((*bound).model().copy()), ids_(guarded([&] { return (*bound).text_or_held_out((*bound).encode(bytes_of(text))); })),
        exposure_(guarded([&] {
          return std::make_unique<Exposure<float>>(*model_, ids_, Span{static_cast<Index>(length), static_cast<Index>(streams)},
                                                   own, static_cast<std::uint64_t>(seed));
        })) {}
  bool run(double milliseconds) {
    return guarded([&] { return run_for(milliseconds, [&] { return exposure_->advance(); }); });
  }
  Float32Array teacher_forced() const { return copy_of(exposure_->teacher_forced()); }
  Float32Array free_running() const { return copy_of(exposure_->free_running()); }

 private:
  std::unique_ptr<LanguageModel<float>> model_;
  std::vector<Id> ids_;
  std::unique_ptr<Exposure<float>> exposure_;
};

inline void register_exposure() {
  emscripten::class_<BoundExposure>("Exposure")
      .constructor<BoundSession&, const Uint8Array&, double, double, OwnToken, double>()
      .function("run", &BoundExposure::run)
      .function("teacherForced", &BoundExposure::teacher_forced)
      .function("freeRunning", &BoundExposure::free_running);
}

}  // namespace unrolled
