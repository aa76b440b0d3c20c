#include "data/batches.h"

namespace unrolled {

BatchStreams::BatchStreams(std::span<const Id> ids, Index batch, Index window)
    : ids_(ids), window_(window), stream_((static_cast<Index>(ids.size()) - 1) / batch), windows_(stream_ / window) {}

void BatchStreams::read(Index w, Index first, std::span<Id> inputs, std::span<Id> targets) const {
  const Index streams = static_cast<Index>(inputs.size()) / window_;
  for (Index t = 0; t < window_; ++t) {
    for (Index b = 0; b < streams; ++b) {
      const Id* at = ids_.data() + (first + b) * stream_ + w * window_ + t;
      inputs[t * streams + b] = at[0];
      targets[t * streams + b] = at[1];
    }
  }
}

}  // namespace unrolled
