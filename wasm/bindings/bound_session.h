#pragma once
// A session as JavaScript holds it: what all have in common, and that of a language model.

#include "bindings/values.h"
#include "session/session.h"

namespace unrolled {

using emscripten::val;

/// The array of that name, row after row; none where there is none.
inline Float32Array array_of(const std::vector<NamedView<float>>& views, const std::string& name) {
  std::vector<float> out;
  for (const auto& v : views)
    if (v.name == name)
      for (Index r = 0; r < v.rows; ++r) out.insert(out.end(), v.data + r * v.stride, v.data + r * v.stride + v.cols);
  return copy_of(out);
}

struct Training {
  double step, loss, validationLoss, validationStep, gradientNorm, epoch;
  Float32Array losses{val::array()};
};

class BoundTraining {
 public:
  virtual ~BoundTraining() = default;
  virtual TrainedSession& session() const = 0;

  double parameters() const { return static_cast<double>(session().parameters()); }
  double batch() const { return static_cast<double>(session().batch()); }
  Notices notices() const {
    val all = val::array();
    for (const auto& notice : session().notices()) {
      val details = val::object();
      for (const auto& [key, value] : notice.details) details.set(key, value);
      val one = val::object();
      one.set("code", notice.code);
      one.set("details", details);
      all.call<void>("push", one);
    }
    return Notices(all);
  }

  /// Trains until step `target` is done and, where due, validated, or the time is over; true when done. For a trainer
  /// that shares nothing out.
  bool train(double target, double milliseconds) {
    return guarded([&] {
      auto& trainer = session().trainer();
      const auto done = [&] { return static_cast<double>(trainer.step()) >= target && trainer.between_steps(); };
      return done() || run_for(milliseconds, [&] { return session().advance(), done(); });
    });
  }

  /// Works on the step under way, or on a new one, until it is done, the time is over, or a shard is awaited.
  void finish_step(double milliseconds) {
    guarded([&] {
      auto& trainer = session().trainer();
      return run_for(milliseconds, [&] { return session().advance(), trainer.between_steps() || trainer.awaited() >= 0; });
    });
  }

  double shards() const { return static_cast<double>(session().trainer().shards()); }
  double window() const { return static_cast<double>(session().trainer().counters().window); }
  /// −1: none.
  double awaited() const { return static_cast<double>(session().trainer().awaited()); }
  void share_out(double first) { session().trainer().share_out(static_cast<Index>(first)); }
  void reclaim() { session().trainer().reclaim(); }
  /// Numbers in a buffer that carries a shard: parameters or gradients, then the shard's state and what is told of it.
  double shard_size() const {
    auto& trainer = session().trainer();
    return static_cast<double>(parameter_block().size() + trainer.state(0).size() + trainer.record(0).size());
  }
  void write_parameters(const Float32Array& buffer) { put(parameter_block(), buffer, 0); }
  void write_state(double k, const Float32Array& buffer) {
    put(session().trainer().state(static_cast<Index>(k)), buffer, parameter_block().size());
  }
  /// Takes what another worker has computed for the awaited shard.
  void contribute(const Float32Array& buffer, double loss_sum) {
    guarded([&] {
      const auto given = emscripten::convertJSArrayToNumberVector<float>(buffer);
      const std::span<const float> all(given);
      auto& trainer = session().trainer();
      const size_t size = parameter_block().size(), state = trainer.state(0).size();
      std::ranges::copy(all.subspan(size + state), trainer.record(trainer.awaited()).begin());
      trainer.contribute(all.first(size), loss_sum, all.subspan(size, state));
      return true;
    });
  }

  // Of a session that helps.
  void read_parameters(const Float32Array& buffer) {
    take(buffer, 0, parameter_block());
    session().trained().changed();
  }
  void begin_shard(double k, double step, double window, const Float32Array& buffer) {
    auto& work = session().work();
    std::vector<float> state(static_cast<size_t>(work.state_size()));
    take(buffer, parameter_block().size(), state);
    shard_ = static_cast<Index>(k);
    work.begin(shard_, {static_cast<std::uint64_t>(step), static_cast<Index>(window)}, state);
  }
  bool run_shard(double milliseconds) {
    return run_for(milliseconds, [&] { return session().work().advance(); });
  }
  /// Writes the gradients and the state after the window; returns the sum of the losses.
  double answer_shard(const Float32Array& buffer) {
    auto& work = session().work();
    std::vector<float> state(static_cast<size_t>(work.state_size()));
    work.read_state(state);
    put(work.gradients(), buffer, 0);
    put(state, buffer, parameter_block().size());
    put(work.record(shard_), buffer, parameter_block().size() + state.size());
    return work.loss_sum();
  }

  Training training() {
    return guarded([&] {
      auto& t = session().trainer();
      return Training{static_cast<double>(t.step()), t.loss(), t.validation_loss(),
                      static_cast<double>(t.validation_step()), t.gradient_norm(), t.epoch(),
                      copy_of(session().take_losses())};
    });
  }
  /// Of every parameter its name, and its gradient's norm before clipping and after.
  GradientNorms gradient_norms() {
    return guarded([&] {
      val all = val::array();
      for (const auto& n : session().gradient_norms()) {
        val one = val::object();
        one.set("name", n.name);
        one.set("before", n.before);
        one.set("after", n.after);
        all.call<void>("push", one);
      }
      return GradientNorms(all);
    });
  }
  /// By PyTorch's names, as `save` writes them.
  Weights weights() {
    return guarded([&] {
      val all = val::object();
      for (const NamedTensor& t : to_pytorch(session().trained())) {
        val one = val::object(), shape = val::array();
        for (const Index n : t.shape) shape.call<void>("push", n);
        one.set("shape", shape);
        one.set("data", copy_of(std::span<const float>(t.data)));
        all.set(t.name, one);
      }
      return Weights(all);
    });
  }
  bool between_steps() const { return session().trainer().between_steps(); }
  double step() const { return static_cast<double>(session().step()); }
  /// Of the last step; NaN before there is one.
  double loss() const { return session().trainer().loss(); }
  double teacher_probability() const { return session().trainer().teacher_probability(); }
  double validation_loss() const { return session().trainer().validation_loss(); }
  /// Steps from one validation to the next; 0: never.
  double validate_every() const { return static_cast<double>(session().trainer().validate_every()); }

  Uint8Array save(const std::string& settings) {
    return guarded([&] { return copy_of(session().save(Contents::weights, {{"settings", settings}})); });
  }
  Uint8Array snapshot(const std::string& settings) {
    return guarded([&] { return copy_of(session().save(Contents::training, {{"settings", settings}})); });
  }
  void restore(const Uint8Array& bytes) {
    guarded([&] { session().restore(bytes_of(bytes)); return true; });
  }

 private:
  std::span<float> parameter_block() const { return session().trained().parameters().all(); }
  Index shard_ = 0;  // of a session that helps: what it computes
};

class BoundSession final : public BoundTraining {
 public:
  BoundSession(const SessionOptions& options, const Uint8Array& text)
      : session_(guarded([&] { return std::make_unique<Session>(options, bytes_of(text)); })) {}
  BoundSession(const SessionOptions& options, const Uint8Array& text, const Uint8Array& file)
      : session_(guarded([&] { return std::make_unique<Session>(options, bytes_of(text), bytes_of(file)); })) {}

  Session& operator*() { return *session_; }
  TrainedSession& session() const override { return *session_; }
  double train_tokens() const { return static_cast<double>(session_->train_tokens()); }
  double validation_tokens() const { return static_cast<double>(session_->validation_tokens()); }
  Uint8Array vocabulary() const { return copy_of(session_->tokens().stored()); }
  /// Ids of a text; 0 where the vocabulary lacks a token.
  Float32Array encode(const Uint8Array& text) const {
    const auto ids = session_->encode(bytes_of(text));
    return copy_of(std::vector<float>(ids.begin(), ids.end()));
  }

 private:
  std::unique_ptr<Session> session_;
};

}  // namespace unrolled
