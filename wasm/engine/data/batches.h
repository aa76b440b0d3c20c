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

  /// Writes the next inputs[T×B] and targets[T×B], time-major; target t is input t + 1.
  /// Returns true when this is the first window of a pass, to be read from a zero state.
  bool next(std::span<Id> inputs, std::span<Id> targets);

  /// Windows in one pass over the text.
  Index windows() const { return windows_; }
  /// Which window `next` gives, from 0.
  Index position() const { return position_; }
  void seek(Index position) { position_ = position % windows_; }

 private:
  std::span<const Id> ids_;
  Index batch_, window_, stream_, windows_, position_ = 0;
};

}  // namespace unrolled
