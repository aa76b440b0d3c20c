#include "training/evaluation.h"

#include <catch2/catch_test_macros.hpp>

#include "support/compare.h"
#include "support/fill.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

/// One pass over the whole text at once.
double in_one_piece(LanguageModel<float>& model, const std::vector<Id>& ids) {
  const auto T = static_cast<Index>(ids.size()) - 1;
  auto pass = model.pass({T, 1}, Purpose::read);
  std::copy(ids.begin(), ids.end() - 1, pass->inputs().begin());
  std::copy(ids.begin() + 1, ids.end(), pass->targets().begin());
  pass->begin();
  for (Index k = 0; k < pass->chunks(); ++k) pass->forward(k), pass->score(k);
  double sum = 0;
  for (const float nats : pass->losses()) sum += static_cast<double>(nats);
  return sum / static_cast<double>(T);
}

std::unique_ptr<LanguageModel<float>> made() {
  auto model = LanguageModel<float>::make({.cell = CellKind::lstm, .V = 9, .H = 8, .L = 2});
  model->initialize(3, 0);
  return model;
}

double evaluated(Evaluation<float>& evaluation) {
  while (!evaluation.advance()) continue;
  return evaluation.nats();
}

}  // namespace

TEST_CASE("An evaluation has the bits of reading the text in one piece", "[training]") {
  auto model = made();
  for (const Index n : {2, 3, 256, 257, 258, 513, 1000}) {
    const auto ids = random_ids(n, 9, 1);
    Evaluation<float> evaluation(*model, ids);
    INFO(n << " characters");
    CHECK(evaluation.characters() == n - 1);
    CHECK(same_bits(evaluated(evaluation), in_one_piece(*model, ids)));
  }
}

TEST_CASE("A restarted evaluation begins from a zero state", "[training]") {
  auto model = made();
  const auto ids = random_ids(300, 9, 1);
  Evaluation<float> evaluation(*model, ids);
  const double first = evaluated(evaluation);
  evaluation.restart();
  CHECK(evaluation.nats() == 0);
  CHECK(same_bits(first, evaluated(evaluation)));
  evaluation.restart();
  evaluation.advance();
  evaluation.restart();
  CHECK(same_bits(first, evaluated(evaluation)));
}

TEST_CASE("A text without anything to predict is done at once", "[training]") {
  auto model = made();
  for (const Index n : {0, 1}) {
    const auto ids = random_ids(n, 9, 1);
    Evaluation<float> evaluation(*model, ids);
    CHECK(evaluation.advance());
    CHECK(evaluation.nats() == 0);
  }
}
