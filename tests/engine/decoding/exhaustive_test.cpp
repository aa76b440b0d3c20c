#include "decoding/exhaustive.h"

#include <catch2/catch_test_macros.hpp>
#include <set>

#include "math/error.h"
#include "support/compare.h"
#include "support/fill.h"
#include "support/table_steps.h"
#include "training/evaluation.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

using Found = Exhaustive<double>::Found;

Exhaustive<double> searched(Table table, Index V, Index width, const ExhaustiveOptions& o) {
  Exhaustive<double> search(std::make_unique<TableSteps>(std::move(table), V, width), o);
  finished(search);
  return search;
}

/// What the table itself says, by recursion.
void count_out(const Table& table, const ExhaustiveOptions& o, std::vector<Id> ids, double p, std::vector<Found>& all) {
  const auto next = table(ids);
  for (Id v = 1; v < static_cast<Id>(next.size()); ++v) {
    if (std::ranges::find(o.banned, v) != o.banned.end()) continue;
    ids.push_back(v);
    const double log_probability = std::log(p * next[v]);
    const auto L = static_cast<double>(ids.size());
    if (v == o.end || static_cast<Index>(ids.size()) == o.length)
      all.push_back({ids, log_probability, log_probability / std::pow(L, o.length_penalty)});
    else
      count_out(table, o, ids, p * next[v], all);
    ids.pop_back();
  }
}

}  // namespace

TEST_CASE("Of all sequences of D2L's table, A, C, B, <eos> of probability 0.054 has the best score", "[decoding]") {
  const auto search = searched(d2l::table, 5, 4, {.length = 4, .count = 3, .end = d2l::eos});
  const auto& best = search.hypotheses();
  REQUIRE(best.size() == 3);
  CHECK(best[0].ids == std::vector<Id>{d2l::A, d2l::C, d2l::B, d2l::eos});
  CHECK(relative_error(std::exp(best[0].log_probability), 0.054, 1e-9) < 1e-12);
  CHECK(best[1].ids == std::vector<Id>{d2l::A, d2l::B, d2l::C, d2l::eos});
  CHECK(relative_error(std::exp(best[1].log_probability), 0.048, 1e-9) < 1e-12);
  CHECK(search.sequences() == 1 + 3 + 9 + 27 + 81);
}

TEST_CASE("Without a length penalty a short sequence is the most probable one of D2L's table", "[decoding]") {
  const auto search = searched(d2l::table, 5, 3, {.length = 4, .length_penalty = 0, .count = 3, .end = d2l::eos});
  const auto& best = search.hypotheses();
  // Both 0.1, up to rounding.
  CHECK(std::set{best[0].ids, best[1].ids} == std::set<std::vector<Id>>{{d2l::eos}, {d2l::A, d2l::eos}});
  CHECK(best[2].ids == std::vector<Id>{d2l::A, d2l::C, d2l::B, d2l::eos});
  for (const auto& h : best) CHECK(h.score == h.log_probability);
}

TEST_CASE("Every sequence is scored once, whatever the batches", "[decoding]") {
  for (const Id end : {no_id, 2})
    for (const Index width : {1, 2, 7, 64})
      for (const std::vector<Id>& banned : {std::vector<Id>{}, {1}}) {
        const ExhaustiveOptions o{.length = 4, .count = 10'000, .end = end, .banned = banned};
        const Table table = random_table(5, 11, 1000);
        std::vector<Found> all;
        count_out(table, o, {}, 1, all);
        std::ranges::sort(all, std::greater(), &Found::score);
        const auto search = searched(table, 5, width, o);
        CHECK(search.sequences() == static_cast<double>(all.size()));
        CHECK(search.sequences() == count_sequences(5, o));
        REQUIRE(search.hypotheses().size() == all.size());
        std::set<std::vector<Id>> different;
        for (std::size_t k = 0; k < all.size(); ++k) {
          CHECK(relative_error(search.hypotheses()[k].score, all[k].score, 1e-3) < 1e-12);
          different.insert(search.hypotheses()[k].ids);
        }
        CHECK(different.size() == all.size());
        CHECK(search.hypotheses()[0].ids == all[0].ids);
      }
}

TEST_CASE("A language model's sequences have the log-probabilities of evaluating them", "[decoding]") {
  auto model = LanguageModel<double>::make({.cell = CellKind::gru, .V = 5, .H = 6, .L = 1});
  model->initialize(8, 0);
  const std::vector<Id> prompt{3, 1};
  Exhaustive<double> search(std::make_unique<TextSteps<double>>(*model, prompt, 5), {.length = 3, .count = 100});
  finished(search);
  REQUIRE(search.hypotheses().size() == 64);
  auto nats = [&](const std::vector<Id>& text) {
    Evaluation<double> evaluation(*model, text);
    finished(evaluation);
    return evaluation.nats() * static_cast<double>(evaluation.characters());
  };
  for (const auto& h : search.hypotheses()) {
    std::vector<Id> text = prompt;
    text.insert(text.end(), h.ids.begin(), h.ids.end());
    CHECK(relative_error(h.log_probability, nats(prompt) - nats(text), 1) < 1e-10);
  }
}

TEST_CASE("A smaller count gives the beginning of a larger one, equals in the order of their ids", "[decoding]") {
  const Table table = random_table(4, 5, 2);  // many equals
  const auto all = searched(table, 4, 4, {.length = 4, .count = 1000, .end = 3}).hypotheses();
  const auto some = searched(table, 4, 4, {.length = 4, .count = 9, .end = 3}).hypotheses();
  REQUIRE(some.size() == 9);
  for (std::size_t k = 0; k < 9; ++k) CHECK(some[k].ids == all[k].ids);
  for (std::size_t k = 1; k < all.size(); ++k) {
    CHECK(all[k].score <= all[k - 1].score);
    if (all[k].score == all[k - 1].score && all[k].ids.size() == all[k - 1].ids.size()) CHECK(all[k - 1].ids < all[k].ids);
  }
}

TEST_CASE("Of equals the shorter one is kept, although it is found later", "[decoding]") {
  // 1, 1, <eos> and 2, <eos>: after the first token everything is certain.
  const Table table = [](const std::vector<Id>& written) -> std::vector<double> {
    if (written.empty()) return {0, 0.5, 0.5, 0};
    if (written == std::vector<Id>{1}) return {0, 1, 0, 0};
    return {0, 0, 0, 1};
  };
  for (const Index width : {1, 4}) {
    const auto best = searched(table, 4, width, {.length = 3, .length_penalty = 0, .count = 1, .end = 3}).hypotheses();
    REQUIRE(best.size() == 1);
    CHECK(best[0].ids == std::vector<Id>{2, 3});
  }
}

TEST_CASE("More than a million sequences are refused, with the length that would do", "[decoding]") {
  auto refused = [](Index V, const ExhaustiveOptions& o) -> std::string {
    try {
      Exhaustive<double> search(std::make_unique<TableSteps>(random_table(V, 1), V, 2), o);
      return "";
    } catch (const Error& error) {
      CHECK(error.code == "invalid-field");
      CHECK(error.field == "length");
      CHECK(error.details.at("reason") == "too-many-sequences");
      CHECK(error.details.at("value") == std::to_string(o.length));
      return error.details.at("max");
    }
  };
  CHECK(refused(11, {.length = 6}).empty());  // exactly a million
  CHECK(refused(11, {.length = 7}) == "6");
  CHECK(refused(11, {.length = 6, .end = 1}).empty());
  CHECK(refused(11, {.length = 7, .end = 1}) == "6");
  CHECK(refused(12, {.length = 6, .end = 1}) == "5");  // 1 + 10 + … + 10⁶
  CHECK(refused(3000, {.length = 1000}) == "1");
  CHECK(refused(2, {.length = 20}).empty());
}

TEST_CASE("One token, or only the end token, is a space of its own", "[decoding]") {
  const auto one = searched(random_table(2, 1), 2, 3, {.length = 5});
  REQUIRE(one.hypotheses().size() == 1);
  CHECK(one.hypotheses()[0].ids == std::vector<Id>(5, 1));
  const auto ends = searched(random_table(2, 1), 2, 3, {.length = 5, .end = 1});
  REQUIRE(ends.hypotheses().size() == 1);
  CHECK(ends.hypotheses()[0].ids == std::vector<Id>{1});
}
