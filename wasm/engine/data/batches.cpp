#include "data/batches.h"

namespace unrolled {

BatchStreams::BatchStreams(std::span<const Id> ids, Index batch, Index window)
    : ids_(ids),
      batch_(batch),
      window_(window),
      stream_((static_cast<Index>(ids.size()) - 1) / batch),
      windows_(stream_ / window) {}

bool BatchStreams::next(std::span<Id> inputs, std::span<Id> targets) {
  const Index first = position_ * window_;
  for (Index t = 0; t < window_; ++t) {
    for (Index b = 0; b < batch_; ++b) {
      const Id* at = ids_.data() + b * stream_ + first + t;
      inputs[t * batch_ + b] = at[0];
      targets[t * batch_ + b] = at[1];
    }
  }
  const bool starts = position_ == 0;
  position_ = (position_ + 1) % windows_;
  return starts;
}

}  // namespace unrolled
