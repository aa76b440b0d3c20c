#include "decoding/beam.h"

#include <catch2/catch_test_macros.hpp>
#include <map>

#include "decoding/sampler.h"
#include "support/compare.h"
#include "support/fill.h"
#include "support/table_steps.h"
#include "training/evaluation.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

const std::vector<Id> prompt{1, 2, 3, 2};

std::unique_ptr<LanguageModel<double>> made(Index V, std::uint64_t seed = 3) {
  auto model = LanguageModel<double>::make({.cell = CellKind::lstm, .V = V, .H = 8, .L = 2});
  model->initialize(seed, 0);
  for (double& x : model->parameters().all()) x *= 4;
  model->changed();
  return model;
}

BeamSearch<double> searched(LanguageModel<double>& model, const BeamOptions& options) {
  BeamSearch<double> search(std::make_unique<TextSteps<double>>(model, prompt, options.width), options);
  finished(search);
  return search;
}

double log_probability(LanguageModel<double>& model, const std::vector<Id>& continuation) {
  auto nats = [&](const std::vector<Id>& text) {
    Evaluation<double> evaluation(model, text);
    while (!evaluation.advance()) continue;
    return evaluation.nats() * static_cast<double>(evaluation.characters());
  };
  std::vector<Id> text = prompt;
  text.insert(text.end(), continuation.begin(), continuation.end());
  return nats(prompt) - nats(text);
}

/// All texts of `length` without <unk>, most probable first.
std::vector<std::pair<double, std::vector<Id>>> exhaustive(LanguageModel<double>& model, Id V, int length) {
  std::vector<std::vector<Id>> all{{}};
  for (int k = 0; k < length; ++k) {
    std::vector<std::vector<Id>> longer;
    for (const auto& text : all)
      for (Id v = 1; v < V; ++v) longer.push_back(text), longer.back().push_back(v);
    all = std::move(longer);
  }
  std::vector<std::pair<double, std::vector<Id>>> ranked;
  for (auto& text : all) ranked.emplace_back(log_probability(model, text), text);
  std::ranges::sort(ranked, std::greater());
  return ranked;
}

}  // namespace

TEST_CASE("A beam of width one is greedy", "[decoding]") {
  auto model = made(9);
  const auto search = searched(*model, {.width = 1, .length = 30});
  Sampler<double> greedy(std::make_unique<TextSteps<double>>(*model, prompt, 1), 30, {.temperature = 0}, 1);
  while (!greedy.advance()) continue;
  REQUIRE(search.hypotheses().size() == 1);
  CHECK(search.path(search.hypotheses()[0]) == greedy.written());
  CHECK(relative_error(search.tree()[search.hypotheses()[0]].log_probability, greedy.log_probability(), 1) < 1e-12);
}

TEST_CASE("A beam wide enough to keep everything finds what an exhaustive search finds", "[decoding]") {
  constexpr Id V = 4;
  constexpr int length = 4;
  for (const std::uint64_t seed : {3, 4, 5}) {
    auto model = made(V, seed);
    const auto best = exhaustive(*model, V, length);
    const auto search = searched(*model, {.width = 81, .length = length});
    REQUIRE(search.hypotheses().size() == 81);
    for (std::size_t k = 0; k < 81; ++k) {
      const auto leaf = search.hypotheses()[k];
      CHECK(relative_error(search.tree()[leaf].log_probability, best[k].first, 1) < 1e-10);
      CHECK(search.path(leaf) == best[k].second);
    }
  }
}

TEST_CASE("A wider beam ends no worse than a greedy one here, and hypotheses come best first", "[decoding]") {
  auto model = made(9);
  const auto search = searched(*model, {.width = 6, .length = 12}), greedy = searched(*model, {.width = 1, .length = 12});
  CHECK(search.tree()[search.hypotheses()[0]].log_probability >= greedy.tree()[greedy.hypotheses()[0]].log_probability);
  REQUIRE(search.hypotheses().size() == 6);
  for (std::size_t k = 1; k < 6; ++k)
    CHECK(search.tree()[search.hypotheses()[k]].score <= search.tree()[search.hypotheses()[k - 1]].score);
}

TEST_CASE("The log-probability of each hypothesis is that of evaluating it", "[decoding]") {
  auto model = made(9);
  const auto search = searched(*model, {.width = 5, .length = 10});
  for (const auto leaf : search.hypotheses())
    CHECK(relative_error(search.tree()[leaf].log_probability, log_probability(*model, search.path(leaf)), 1) < 1e-10);
}

TEST_CASE("The tree has parents before children, and at each depth as many kept as the beam is wide", "[decoding]") {
  for (const Index V : {3, 9})
    for (const Index width : {1, 3, 8, 20}) {
      auto model = made(V);
      const auto search = searched(*model, {.width = width, .length = 5, .length_penalty = 0.75});
      const auto& tree = search.tree();
      CHECK(tree[0].parent == -1);
      CHECK(tree[0].depth == 0);
      std::map<std::int32_t, Index> kept, shown;
      for (std::size_t k = 1; k < tree.size(); ++k) {
        const auto& node = tree[k];
        REQUIRE(node.parent >= 0);
        REQUIRE(node.parent < static_cast<std::int32_t>(k));
        const auto& parent = tree[node.parent];
        CHECK(parent.kept);
        CHECK(node.depth == parent.depth + 1);
        CHECK(node.depth >= tree[k - 1].depth);
        CHECK(node.log_probability < parent.log_probability);
        CHECK((node.id > 0 && node.id < V));
        CHECK(relative_error(node.score, node.log_probability / std::pow(node.depth, 0.75), 1e-9) < 1e-12);
        ++shown[node.depth], kept[node.depth] += node.kept;
      }
      Index possible = 1;
      for (std::int32_t depth = 1; depth <= 5; ++depth) {
        possible *= V - 1;
        CHECK(shown[depth] == std::min(possible, 2 * width));
        CHECK(kept[depth] == (possible = std::min(possible, width)));
      }
      CHECK(static_cast<Index>(search.hypotheses().size()) == possible);
      for (const auto leaf : search.hypotheses()) {
        CHECK(tree[leaf].kept);
        CHECK(search.path(leaf).size() == 5);
      }
    }
}

TEST_CASE("Without a length penalty the score is the log-probability", "[decoding]") {
  auto model = made(9);
  const auto search = searched(*model, {.width = 3, .length = 5, .length_penalty = 0});
  for (const auto& node : search.tree()) CHECK(node.score == node.log_probability);
}
