#pragma once
// Contiguous batch streams, as in char-rnn: the text is cut into B equal streams that are read side by side,
// T characters a step, and the state of each stream is carried from step to step. At the end of the streams
// reading starts again from the front with a zero state.

#include <span>
#include <vector>

#include "data/vocabulary.h"
#include "math/types.h"

namespace unrolled {

class BatchStreams {
 public:
  /// Needs at least B·T + 1 ids. Keeps the view, not the ids.
  BatchStreams(std::span<const Id> ids, Index batch, Index window);

  /// Writes window `w` of the streams from `first` on, as many as fit: inputs and targets, time-major; target t is
  /// input t + 1.
  void read(Index w, Index first, std::span<Id> inputs, std::span<Id> targets) const;

  /// Windows in one pass over the text; window 0 is to be read from a zero state.
  Index windows() const { return windows_; }

 private:
  std::span<const Id> ids_;
  Index window_, stream_, windows_;
};

}  // namespace unrolled
