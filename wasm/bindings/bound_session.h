#pragma once
// A session as JavaScript holds it.

#include "bindings/values.h"
#include "session/session.h"

namespace unrolled {

using emscripten::val;

struct Training {
  double step, loss, validationLoss, validationStep, gradientNorm, epoch;
  Float32Array losses{val::array()};
};

class BoundSession {
 public:
  BoundSession(const SessionOptions& options, const Uint8Array& text)
      : session_(guarded([&] { return std::make_unique<Session>(options, bytes_of(text)); })) {}
  BoundSession(const SessionOptions& options, const Uint8Array& text, const Uint8Array& vocabulary)
      : session_(guarded([&] { return std::make_unique<Session>(options, bytes_of(text), bytes_of(vocabulary)); })) {}

  Session& operator*() { return *session_; }

  double parameters() const { return static_cast<double>(session_->parameters()); }
  double batch() const { return static_cast<double>(session_->batch()); }
  double train_characters() const { return static_cast<double>(session_->train_characters()); }
  double validation_characters() const { return static_cast<double>(session_->validation_characters()); }
  Uint8Array vocabulary() const { return copy_of(session_->vocabulary_text()); }
  Notices notices() const {
    val all = val::array();
    for (const auto& notice : session_->notices()) {
      val details = val::object();
      for (const auto& [key, value] : notice.details) details.set(key, value);
      val one = val::object();
      one.set("code", notice.code);
      one.set("details", details);
      all.call<void>("push", one);
    }
    return Notices(all);
  }

  /// Trains until step `target` is done and, where due, validated, or the time is over; true when done.
  bool train(double target, double milliseconds) {
    return guarded([&] {
      auto& trainer = session_->trainer();
      const auto done = [&] { return static_cast<double>(trainer.step()) >= target && trainer.between_steps(); };
      return done() || run_for(milliseconds, [&] { return session_->advance(), done(); });
    });
  }
  Training training() {
    return guarded([&] {
      auto& t = session_->trainer();
      return Training{static_cast<double>(t.step()), t.loss(), t.validation_loss(),
                      static_cast<double>(t.validation_step()), t.gradient_norm(), t.epoch(),
                      copy_of(session_->take_losses())};
    });
  }
  bool between_steps() const { return session_->trainer().between_steps(); }
  double step() const { return static_cast<double>(session_->step()); }

  Uint8Array save(const std::string& settings) {
    return guarded([&] { return copy_of(session_->save(Contents::weights, {{"settings", settings}})); });
  }
  Uint8Array snapshot(const std::string& settings) {
    return guarded([&] { return copy_of(session_->save(Contents::training, {{"settings", settings}})); });
  }
  void restore(const Uint8Array& bytes) {
    guarded([&] { session_->restore(bytes_of(bytes)); return true; });
  }

 private:
  std::unique_ptr<Session> session_;
};

}  // namespace unrolled
