#pragma once
// The arrays of one real run over a text: what the exhibits show.

#include "models/language_model.h"

namespace unrolled {

template <class T>
class Trace {
 public:
  /// `ids`: at least two. Reads them as one stream from a zero state; the last is only predicted.
  /// Purpose::train also runs the backward pass of the mean loss.
  Trace(LanguageModel<T>& model, std::vector<Id> ids, Purpose purpose);

  /// One chunk forward or back. True when done.
  bool advance();

  /// For what else is to be set before it begins, or read when it is done.
  Pass<T>& pass() { return *pass_; }
  /// Nats of ids[1], ids[2] …
  std::span<const T> losses() const { return pass_->losses(); }
  std::vector<NamedView<T>> activations(Index l) const { return pass_->activations(l); }
  std::vector<NamedView<T>> gradients(Index l) const { return pass_->activation_gradients(l); }
  /// z_t, one row per step.
  const std::vector<T>& logits() const { return logits_; }

 private:
  Purpose purpose_;
  std::unique_ptr<Pass<T>> pass_;
  std::vector<T> logits_;
  Index chunk_ = 0;
  bool back_ = false;
};

}  // namespace unrolled
