#pragma once
// Data-parallel training that never shows in a bit (after Dean et al. 2012, "Large Scale Distributed Deep Networks",
// with updates in step).
//
// The streams of a batch are cut into shards of neighbours, by the batch alone. The gradient of a window is
//   g = ((g_0 + g_1) + g_2) + …        g_k of shard k
// and each g_k is a function of the parameters, the window and the shard's state before it. So any worker may compute
// any shard: one worker all of them, or several some each.

#include "data/batches.h"
#include "models/language_model.h"

namespace unrolled {

/// Into how many equal parts a batch is cut: 8 or 4 with at least 16 streams each, else 2 with at least 4, else 1.
inline Index shard_count(Index batch) {
  for (const auto [shards, least] : {std::pair<Index, Index>{8, 16}, {4, 16}, {2, 4}})
    if (batch % shards == 0 && batch / shards >= least) return shards;
  return 1;
}

/// Forward and backward over the streams of one shard, one window at a time.
template <class T>
class ShardWork {
 public:
  /// `batch` has B streams in all. Keeps views of the model and the text.
  ShardWork(LanguageModel<T>& model, std::span<const Id> text, Span batch);

  const BatchStreams& streams() const { return streams_; }
  /// Numbers in the state of one shard.
  Index state_size() const;

  /// Starts with window `w` of shard k; `state` stands before it, and is taken for zero where w is 0.
  void begin(Index k, Index w, std::span<const T> state);
  /// One chunk forward or back; allocates nothing. True when the gradients are there.
  bool advance();

  /// Sum over the shard's predictions, in nats.
  double loss_sum() const { return sum_; }
  /// Of the mean loss over the whole batch, under the offsets of the model's parameters.
  std::span<const T> gradients() { return pass_->gradients().all(); }
  /// Writes the state after the window.
  void read_state(std::span<T> state);
  Pass<T>& pass() { return *pass_; }

 private:
  BatchStreams streams_;
  std::unique_ptr<Pass<T>> pass_;
  std::vector<std::pair<std::string, Matrix<T>>> state_;
  Index chunk_ = 0;
  bool back_ = false;
  double sum_ = 0;
};

}  // namespace unrolled
