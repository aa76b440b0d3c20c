#include "training/truncation.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "models/language_model.h"
#include "support/compare.h"
#include "support/fill.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

std::vector<double> flow_of(const Truncation& truncation, Index steps, std::uint64_t seed = 1) {
  std::vector<double> flow{9};
  set_flow(truncation, steps, seed, flow);
  return flow;
}

constexpr Index T = 6, B = 2;

/// A language model over the first windows of a text of T · B · 2 ids.
struct Read {
  std::unique_ptr<LanguageModel<double>> model;
  std::vector<Id> inputs = random_ids(T * B, 5, 1), targets = random_ids(T * B, 5, 2);

  explicit Read(CellKind cell) : model(LanguageModel<double>::make({.cell = cell, .V = 5, .H = 3, .L = 2})) {
    model->initialize(3, 0.0);
  }
  std::unique_ptr<Pass<double>> pass(Index steps) {
    auto made = model->pass({steps, B}, Purpose::train);
    made->average_over(T * B);
    made->reset();
    return made;
  }
  /// Adds the gradient of steps from `first` on.
  void add_gradient(Pass<double>& pass, Index first, std::vector<double>& sum) {
    const Index n = pass.span().T * B;
    std::copy_n(inputs.begin() + first * B, n, pass.inputs().begin());
    std::copy_n(targets.begin() + first * B, n, pass.targets().begin());
    pass.begin(), pass.forward(0), pass.score(0), pass.backward(0);
    sum.resize(pass.gradients().all().size());
    add_row(sum.data(), pass.gradients().all().data(), static_cast<Index>(sum.size()));
  }
  std::vector<double> gradient(Pass<double>& pass, const std::vector<double>& flow) {
    std::vector<double> sum;
    pass.flow() = flow;
    add_gradient(pass, 0, sum);
    return sum;
  }
};

constexpr CellKind cells[] = {CellKind::lstm, CellKind::gru, CellKind::rnn};

}  // namespace

TEST_CASE("A whole window cuts nowhere, regular truncation at every τ-th step", "[training]") {
  using enum TruncationKind;
  CHECK(flow_of({window, 2}, 5).empty());
  CHECK(flow_of({steps, 2}, 5) == std::vector<double>{1, 1, 0, 1, 0});
  CHECK(flow_of({steps, 3}, 7) == std::vector<double>{1, 1, 1, 0, 1, 1, 0});
  CHECK(flow_of({steps, 1}, 4) == std::vector<double>{1, 0, 0, 0});
  CHECK(flow_of({steps, 9}, 4) == std::vector<double>{1, 1, 1, 1});
}

TEST_CASE("Random truncation lets through with probability π, and then 1/π times as much", "[training]") {
  for (const Index tau : {2, 4, 16}) {
    constexpr Index steps = 4001;
    const Truncation truncation{TruncationKind::random, tau};
    const auto flow = flow_of(truncation, steps);
    const double pi = 1 - 1 / static_cast<double>(tau);
    double through = 0;
    CHECK(flow[0] == 1);
    for (Index t = 1; t < steps; ++t) {
      CHECK((flow[t] == 0 || flow[t] == 1 / pi));
      through += flow[t] > 0;
    }
    // Four standard errors.
    CHECK(std::abs(through / (steps - 1) - pi) < 4 * std::sqrt(pi * (1 - pi) / (steps - 1)));
    CHECK(flow == flow_of(truncation, steps));
    CHECK(flow != flow_of(truncation, steps, 2));
  }
  CHECK(flow_of({TruncationKind::random, 1}, 4) == std::vector<double>{1, 0, 0, 0});
}

TEST_CASE("Truncation after τ steps gives the gradients of windows of τ steps with a carried state", "[training]") {
  for (const CellKind cell : cells)
    for (const Index tau : {2, 3}) {
      INFO("cell " << static_cast<int>(cell) << " τ " << tau);
      Read read(cell);
      const auto truncated = read.gradient(*read.pass(T), flow_of({TruncationKind::steps, tau}, T));
      const auto whole = read.gradient(*read.pass(T), {});
      std::vector<double> windows;
      auto part = read.pass(tau);
      for (Index first = 0; first < T; first += tau) {
        read.add_gradient(*part, first, windows);
        part->carry();
      }
      double worst = 0, apart = 0;
      for (size_t k = 0; k < whole.size(); ++k) {
        worst = std::max(worst, std::abs(truncated[k] - windows[k]));
        apart = std::max(apart, std::abs(truncated[k] - whole[k]));
      }
      CHECK(worst < 1e-14);
      CHECK(apart > 1e-5);
    }
}

TEST_CASE("Weighed by their probabilities, the gradients of all random truncations are the full gradient", "[training]") {
  constexpr double pi = 0.75;
  for (const CellKind cell : cells) {
    INFO("cell " << static_cast<int>(cell));
    Read read(cell);
    auto pass = read.pass(T);
    const auto whole = read.gradient(*pass, {});
    std::vector<double> mean(whole.size());
    for (unsigned pattern = 0; pattern < 1u << (T - 1); ++pattern) {
      std::vector<double> flow{1};
      double probability = 1;
      for (Index t = 1; t < T; ++t) {
        const bool through = pattern >> (t - 1) & 1;
        flow.push_back(through ? 1 / pi : 0);
        probability *= through ? pi : 1 - pi;
      }
      const auto gradient = read.gradient(*pass, flow);
      for (size_t k = 0; k < mean.size(); ++k) mean[k] += probability * gradient[k];
    }
    for (size_t k = 0; k < mean.size(); ++k) CHECK(std::abs(mean[k] - whole[k]) < 1e-14);
  }
}

TEST_CASE("On average over many seeds, random truncation gives the full gradient", "[training]") {
  constexpr int seeds = 1000;
  Read read(CellKind::lstm);
  auto pass = read.pass(T);
  const auto whole = read.gradient(*pass, {});
  std::vector<double> sum(whole.size()), squares(whole.size());
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const auto gradient = read.gradient(*pass, flow_of({TruncationKind::random, 4}, T, mixed(7, seed, 0)));
    for (size_t k = 0; k < sum.size(); ++k) {
      const double off = gradient[k] - whole[k];
      sum[k] += off, squares[k] += off * off;
    }
  }
  bool varies = false;
  for (size_t k = 0; k < sum.size(); ++k) {
    varies |= squares[k] > 0;
    CHECK(std::abs(sum[k]) <= 4.5 * std::sqrt(squares[k]) + 1e-12);  // standard errors
  }
  CHECK(varies);
}
