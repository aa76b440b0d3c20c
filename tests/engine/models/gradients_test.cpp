// The gradients of whole models, in double, against central differences.

#include "models/language_model.h"

#include <catch2/catch_test_macros.hpp>

#include "support/differences.h"
#include "support/fill.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

class Checked {
 public:
  Checked(const LanguageModelShape& shape, Span span, std::uint64_t seed)
      : model_(LanguageModel<double>::make(shape)), pass_(model_->pass(span, Purpose::train)) {
    model_->initialize(seed, 0.5);
    Random random(seed, 9);
    state_.resize(pass_->state().size());
    for (std::size_t k = 0; k < state_.size(); ++k) {
      state_[k].resize(pass_->state()[k].second.size());
      fill(std::span(state_[k]), random);
    }
    std::ranges::copy(random_ids(span.T * span.B, static_cast<Id>(shape.V), seed), pass_->inputs().begin());
    std::ranges::copy(random_ids(span.T * span.B, static_cast<Id>(shape.V), seed + 1), pass_->targets().begin());
  }

  /// From the same state before the window each time: the gradient takes it as a constant.
  double loss() {
    model_->changed();
    for (std::size_t k = 0; k < state_.size(); ++k) std::ranges::copy(state_[k], pass_->state()[k].second.data());
    pass_->begin();
    double sum = 0;
    for (Index k = 0; k < pass_->chunks(); ++k) pass_->forward(k), sum += pass_->score(k);
    return sum / static_cast<double>(pass_->span().T * pass_->span().B);
  }

  void check() {
    const double nats = loss();
    CHECK(nats > 0);
    for (Index k = pass_->chunks(); k-- > 0;) pass_->backward(k);
    const std::vector<double> gradients(pass_->gradients().all().begin(), pass_->gradients().all().end());
    for (const auto& e : model_->parameters().entries()) {
      const auto gradient = std::span(gradients).subspan(e.offset, e.rows * e.cols);
      INFO(e.name);
      CHECK(worst_difference(model_->parameters().all().subspan(e.offset, e.rows * e.cols), gradient,
                             [&] { return loss(); }) < gradient_tolerance);
      if (e.rows * e.cols > 0) CHECK(std::ranges::any_of(gradient, [](double x) { return x != 0; }));
    }
  }

  Pass<double>& pass() { return *pass_; }

 private:
  std::unique_ptr<LanguageModel<double>> model_;
  std::unique_ptr<Pass<double>> pass_;
  std::vector<std::vector<double>> state_;
};

constexpr auto lstm = CellKind::lstm, rnn = CellKind::rnn, gru = CellKind::gru;

}  // namespace

TEST_CASE("Gradients of one-layer models are those of central differences", "[models]") {
  Checked({.cell = lstm, .V = 5, .H = 3, .L = 1}, {7, 3}, 1).check();
  Checked({.cell = lstm, .V = 5, .E = 2, .H = 3, .L = 1}, {7, 3}, 2).check();
  Checked({.cell = gru, .V = 5, .H = 3, .L = 1}, {7, 3}, 14).check();
  Checked({.cell = rnn, .V = 5, .H = 4, .L = 1}, {7, 3}, 3).check();
  Checked({.cell = rnn, .activation = Activation::sigmoid, .V = 5, .H = 4, .L = 1}, {7, 3}, 15).check();
  Checked({.cell = rnn, .activation = Activation::relu, .V = 5, .E = 3, .H = 4, .L = 1}, {7, 3}, 4).check();
  Checked({.cell = rnn, .activation = Activation::identity, .V = 5, .H = 4, .L = 1}, {7, 3}, 5).check();
}

TEST_CASE("Gradients of two-layer models are those of central differences", "[models]") {
  Checked({.cell = lstm, .V = 4, .H = 3, .L = 2}, {6, 2}, 6).check();
  Checked({.cell = lstm, .V = 4, .E = 2, .H = 3, .L = 2}, {6, 2}, 7).check();
  Checked({.cell = gru, .V = 4, .E = 2, .H = 3, .L = 2}, {6, 2}, 16).check();
  Checked({.cell = rnn, .V = 4, .H = 3, .L = 2}, {6, 2}, 8).check();
  Checked({.cell = rnn, .activation = Activation::relu, .V = 4, .E = 3, .H = 3, .L = 2}, {6, 2}, 19).check();
}

TEST_CASE("Gradients are right across the borders of chunks", "[models]") {
  for (const Span span : {Span{90, 3}, {260, 1}, {2, 130}, {3, 300}}) {
    Checked two({.cell = lstm, .V = 3, .E = 2, .H = 2, .L = 2}, span, 10);
    CHECK(two.pass().chunks() > 1);
    INFO("T " << span.T << " B " << span.B);
    two.check();
  }
  Checked({.cell = rnn, .V = 3, .H = 2, .L = 2}, {90, 3}, 11).check();
  Checked({.cell = gru, .V = 3, .H = 2, .L = 2}, {90, 3}, 17).check();
}

TEST_CASE("Gradients of a second window are those of the first: they are zeroed between", "[models]") {
  Checked once({.cell = lstm, .V = 4, .E = 2, .H = 3, .L = 2}, {6, 2}, 12);
  std::vector<double> before;
  for (int k = 0; k < 2; ++k) {
    once.loss();
    once.pass().backward(0);
    const auto all = once.pass().gradients().all();
    if (k == 0) before.assign(all.begin(), all.end());
    else CHECK(same_bits(before, all));
  }
}

TEST_CASE("Gradients lie under the offsets of the parameters, with zeros between", "[models]") {
  Checked model({.cell = lstm, .V = 5, .H = 3, .L = 1}, {7, 3}, 13);
  model.loss();
  model.pass().backward(0);
  const auto& arena = model.pass().gradients();
  std::vector<bool> used(arena.all().size());
  for (const auto& e : arena.entries())
    for (Index k = 0; k < e.rows * e.cols; ++k) used[e.offset + k] = true;
  for (std::size_t k = 0; k < used.size(); ++k)
    if (!used[k]) REQUIRE(arena.all()[k] == 0);
}
