#pragma once
// Data-parallel training that never shows in a bit (after Dean et al. 2012, "Large Scale Distributed Deep Networks",
// with updates in step).
//
// The examples of a batch are cut into shards of neighbours, by the batch alone. The gradient of a step is
//   g = ((g_0 + g_1) + g_2) + …        g_k of shard k
// and each g_k is a function of the parameters, of where training stands and of the shard's state before it. So any
// worker may compute any shard: one worker all of them, or several some each.

#include <span>

#include "training/divergence.h"

namespace unrolled {

/// Into how many equal parts a batch is cut: 8 or 4 with at least 16 streams each, else 2 with at least 4, else 1.
inline Index shard_count(Index batch) {
  for (const auto [shards, least] : {std::pair<Index, Index>{8, 16}, {4, 16}, {2, 4}})
    if (batch % shards == 0 && batch / shards >= least) return shards;
  return 1;
}

/// Where training stands when a step begins: so many steps done, and this window, or batch, of the data to come.
struct StepAt {
  std::uint64_t step = 0;
  Index window = 0;
};

/// Forward and backward over the shards of a step, one at a time.
template <class T>
class Work {
 public:
  virtual ~Work() = default;

  virtual Index shards() const = 0;
  /// Steps in one pass over the data.
  virtual Index windows() const = 0;
  /// Numbers in the state that a shard carries from window to window.
  virtual Index state_size() const = 0;

  /// Starts with shard k; `state` stands before the window, and is taken for zero in window 0.
  virtual void begin(Index k, const StepAt& at, std::span<const T> state) = 0;
  /// One short piece; allocates nothing. True when the gradients are there.
  virtual bool advance() = 0;

  /// Sum over the shard's predictions, and how many there are in all shards of the step together (before the first
  /// step: as many as are to be expected).
  virtual double loss_sum() const = 0;
  virtual double predictions() const = 0;
  /// Of the mean loss over the whole step, under the offsets of the model's parameters.
  virtual std::span<const T> gradients() = 0;
  /// Writes the state after the window.
  virtual void read_state(std::span<T> state) = 0;
  /// In the shard worked through last.
  virtual NonFinite first_non_finite() = 0;
  /// What is told of shard k when it was last worked through, to be handed over by whoever did; empty: nothing.
  virtual std::span<T> record(Index) { return {}; }
};

/// The mean loss on data that training does not see.
template <class T>
class Measurement {
 public:
  virtual ~Measurement() = default;
  virtual void restart() = 0;
  /// One short piece. True when all has been read.
  virtual bool advance() = 0;
  virtual double nats() const = 0;
  virtual Index predictions() const = 0;
};

}  // namespace unrolled
