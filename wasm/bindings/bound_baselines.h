#pragma once
// N-gram baselines of a session's text.

#include "bindings/bound_session.h"

namespace unrolled {

class BoundBaselines {
 public:
  /// Measured on `text`, or on what is held out where that is empty. `epsilon`: three numbers.
  BoundBaselines(BoundSession& bound, const Uint8Array& text, const Float64Array& epsilon)
      : text_((*bound).encode(bytes_of(text))), baselines_(guarded([&] {
          const auto e = emscripten::convertJSArrayToNumberVector<double>(epsilon);
          return (*bound).baselines(text_, {e.at(0), e.at(1), e.at(2)});
        })) {}
  bool run(double milliseconds) {
    return run_for(milliseconds, [&] { return baselines_.advance(); });
  }
  /// Nats of uniform, unigram, bigram, trigram, then how many characters were predicted.
  Float64Array result() const {
    const auto nats = baselines_.nats();
    std::vector<double> all(nats.begin(), nats.end());
    all.push_back(static_cast<double>(baselines_.predicted()));
    return copy_of(all);
  }

 private:
  std::vector<Id> text_;
  NgramBaselines baselines_;
};

inline void register_baselines() {
  emscripten::class_<BoundBaselines>("Baselines")
      .constructor<BoundSession&, const Uint8Array&, const Float64Array&>()
      .function("run", &BoundBaselines::run)
      .function("result", &BoundBaselines::result);
}

}  // namespace unrolled
