#include "decoding/steps.h"

#include <catch2/catch_test_macros.hpp>

#include "support/compare.h"
#include "support/fill.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

constexpr Index V = 7;

std::unique_ptr<LanguageModel<float>> made(CellKind cell) {
  auto model = LanguageModel<float>::make({.cell = cell, .V = V, .H = 6, .L = 2});
  model->initialize(5, 0);
  return model;
}

TextSteps<float> after(LanguageModel<float>& model, const std::vector<Id>& prompt, Index width) {
  TextSteps<float> steps(model, prompt, width);
  for (size_t k = 1; k < prompt.size(); ++k) CHECK_FALSE(steps.read());
  CHECK(steps.read());
  return steps;
}

std::vector<float> row(TextSteps<float>& steps, Index b) {
  const auto z = steps.logits();
  return {z.data() + b * V, z.data() + (b + 1) * V};
}

/// What follows a text that is read in one go.
std::vector<float> logits_after(LanguageModel<float>& model, const std::vector<Id>& text) {
  auto pass = model.pass({static_cast<Index>(text.size()), 1}, Purpose::read);
  std::ranges::copy(text, pass->inputs().begin());
  pass->begin(), pass->forward(0);
  const auto z = pass->logits();
  return {z.data() + (z.rows() - 1) * V, z.data() + z.rows() * V};
}

}  // namespace

TEST_CASE("Every hypothesis stands where its own text leads, to the last bit", "[decoding]") {
  for (const CellKind cell : {CellKind::lstm, CellKind::gru, CellKind::rnn}) {
    auto model = made(cell);
    auto steps = after(*model, {1, 2, 3}, 3);
    CHECK(steps.width() == 3);
    CHECK(steps.V() == V);
    for (Index b = 0; b < 3; ++b) CHECK(same_bits(row(steps, b), logits_after(*model, {1, 2, 3})));
    steps.take(std::vector<Id>{4, 5, 6});
    steps.reorder(std::vector<Index>{2, 2, 0});
    steps.take(std::vector<Id>{1, 2, 3});
    CHECK(same_bits(row(steps, 0), logits_after(*model, {1, 2, 3, 6, 1})));
    CHECK(same_bits(row(steps, 1), logits_after(*model, {1, 2, 3, 6, 2})));
    CHECK(same_bits(row(steps, 2), logits_after(*model, {1, 2, 3, 4, 3})));
  }
}

TEST_CASE("What was set aside is taken up again, and may be taken up twice", "[decoding]") {
  auto model = made(CellKind::lstm);
  auto steps = after(*model, {2}, 2);
  steps.store(0);
  steps.take(std::vector<Id>{3, 4});
  steps.store(1);
  steps.take(std::vector<Id>{5, 5});
  for (int time = 0; time < 2; ++time) {
    steps.recall(1);
    steps.take(std::vector<Id>{6, 1});
    CHECK(same_bits(row(steps, 0), logits_after(*model, {2, 3, 6})));
    CHECK(same_bits(row(steps, 1), logits_after(*model, {2, 4, 1})));
  }
  steps.recall(0);
  steps.take(std::vector<Id>{1, 2});
  CHECK(same_bits(row(steps, 1), logits_after(*model, {2, 2})));
}

TEST_CASE("Every id may be written but <unk> and what is banned", "[decoding]") {
  CHECK(writable_ids(5, {}) == std::vector<Id>{1, 2, 3, 4});
  CHECK(writable_ids(5, {4, 1, unknown_id}) == std::vector<Id>{2, 3});
}
