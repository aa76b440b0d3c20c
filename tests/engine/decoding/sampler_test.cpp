#include "decoding/sampler.h"

#include <catch2/catch_test_macros.hpp>

#include "support/compare.h"
#include "support/fill.h"
#include "support/table_steps.h"
#include "training/evaluation.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

std::unique_ptr<LanguageModel<float>> made() {
  auto model = LanguageModel<float>::make({.cell = CellKind::lstm, .V = 9, .H = 12, .L = 2});
  model->initialize(3, 0);
  for (float& x : model->parameters().all()) x *= 4;  // far from uniform
  model->changed();
  return model;
}

Sampler<float> sampled(LanguageModel<float>& model, const std::vector<Id>& prompt, Index n, const PickOptions& o, int seed) {
  Sampler<float> sampler(std::make_unique<TextSteps<float>>(model, prompt, 1), n, o, seed);
  while (!sampler.advance()) continue;
  return sampler;
}

const std::vector<Id> prompt{1, 2, 3, 4, 5};

}  // namespace

TEST_CASE("A sample has the length that was asked for and no unknown character", "[decoding]") {
  auto model = made();
  for (const Index n : {1, 2, 50}) {
    const auto s = sampled(*model, prompt, n, {}, 1);
    CHECK(static_cast<Index>(s.written().size()) == n);
    CHECK(std::ranges::count(s.written(), unknown_id) == 0);
  }
}

TEST_CASE("A sample depends on its seed and on nothing else", "[decoding]") {
  auto model = made();
  const auto first = sampled(*model, prompt, 50, {.temperature = 1}, 1).written();
  CHECK(first == sampled(*model, prompt, 50, {.temperature = 1}, 1).written());
  CHECK(first != sampled(*model, prompt, 50, {.temperature = 1}, 2).written());
  const auto longer = sampled(*model, prompt, 80, {.temperature = 1}, 1).written();
  CHECK(std::equal(first.begin(), first.end(), longer.begin()));
}

TEST_CASE("A greedy sample takes the largest logit at every step", "[decoding]") {
  auto model = made();
  const auto written = sampled(*model, prompt, 30, {.temperature = 0}, 1).written();
  std::vector<Id> text = prompt;
  for (const Id id : written) {
    auto pass = model->pass({static_cast<Index>(text.size()), 1}, Purpose::read);
    std::ranges::copy(text, pass->inputs().begin());
    pass->begin(), pass->forward(0);
    const auto z = pass->logits();
    Id best = 1;
    for (Id v = 2; v < 9; ++v)
      if (z(z.rows() - 1, v) > z(z.rows() - 1, best)) best = v;
    REQUIRE(id == best);
    text.push_back(id);
  }
}

TEST_CASE("The log-probability of a sample is that of evaluating it", "[decoding]") {
  auto model = made();
  for (const double temperature : {0.0, 0.7, 2.0}) {
    const auto s = sampled(*model, prompt, 60, {.temperature = temperature}, 5);
    std::vector<Id> text = prompt;
    auto nats = [&] {
      Evaluation<float> evaluation(*model, text);
      while (!evaluation.advance()) continue;
      return evaluation.nats() * static_cast<double>(evaluation.characters());
    };
    const double of_prompt = nats();
    text.insert(text.end(), s.written().begin(), s.written().end());
    CHECK(relative_error(s.log_probability(), of_prompt - nats(), 1) < 1e-6);
  }
}

TEST_CASE("A sampler goes on with the model as it was copied, not as it trains", "[decoding]") {
  auto model = made();
  auto copy = model->copy();
  const auto expected = sampled(*model, prompt, 20, {}, 1).written();
  model->parameters().zero();
  model->changed();
  CHECK(sampled(*copy, prompt, 20, {}, 1).written() == expected);
}

TEST_CASE("Greedy decoding of D2L's table writes A, B, C, <eos> of probability 0.048", "[decoding]") {
  Sampler<double> greedy(d2l::steps(1), 10, {.temperature = 0}, 1, d2l::eos);
  finished(greedy);
  CHECK(greedy.written() == std::vector<Id>{d2l::A, d2l::B, d2l::C, d2l::eos});
  CHECK(relative_error(std::exp(greedy.log_probability()), 0.048, 1e-9) < 1e-12);
}

TEST_CASE("A sample ends after the end token, or at its length", "[decoding]") {
  auto model = made();
  for (int seed = 1; seed <= 20; ++seed) {
    const auto whole = sampled(*model, prompt, 40, {.temperature = 1}, seed).written();
    for (const Id end : {1, 5, 8}) {
      Sampler<float> sampler(std::make_unique<TextSteps<float>>(*model, prompt, 1), 40, {.temperature = 1}, seed, end);
      finished(sampler);
      const auto at = std::ranges::find(whole, end);
      CHECK(sampler.written() == std::vector<Id>(whole.begin(), at == whole.end() ? at : at + 1));
    }
  }
}

TEST_CASE("A sampler waits until all that comes before has been read", "[decoding]") {
  Sampler<double> sampler(std::make_unique<TableSteps>(d2l::table, 5, 1, 4), 2, {.temperature = 0}, 1);
  for (int piece = 1; piece <= 3; ++piece) {
    CHECK_FALSE(sampler.advance());
    CHECK(sampler.written().empty());
  }
  CHECK_FALSE(sampler.advance());
  CHECK(sampler.advance());
  CHECK(sampler.written().size() == 2);
}
