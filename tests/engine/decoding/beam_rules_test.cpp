// Beams that end hypotheses, forbid continuations and prune, against D2L's table and against exhaustive search.

#include <catch2/catch_test_macros.hpp>
#include <map>
#include <set>

#include "decoding/beam.h"
#include "decoding/exhaustive.h"
#include "decoding/sampler.h"
#include "support/compare.h"
#include "support/fill.h"
#include "support/table_steps.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

using Search = BeamSearch<double>;
using Found = Exhaustive<double>::Found;

Search searched(Table table, Index V, const BeamOptions& o) {
  Search search(std::make_unique<TableSteps>(std::move(table), V, o.width), o);
  finished(search);
  return search;
}

std::unique_ptr<LanguageModel<double>> made(Index V, std::uint64_t seed) {
  auto model = LanguageModel<double>::make({.cell = CellKind::lstm, .V = V, .H = 8, .L = 1});
  model->initialize(seed, 0);
  for (double& x : model->parameters().all()) x *= 4;
  model->changed();
  return model;
}

std::vector<Found> found(const Search& search) {
  std::vector<Found> all;
  for (const auto leaf : search.hypotheses())
    all.push_back({search.path(leaf), search.tree()[leaf].log_probability, search.tree()[leaf].score});
  return all;
}

template <class Make>
std::vector<Found> all_sequences(Make&& steps, const ExhaustiveOptions& o) {
  Exhaustive<double> search(steps(Index(8)), o);
  return finished(search).hypotheses();
}

void check_same(const std::vector<Found>& a, const std::vector<Found>& b) {
  REQUIRE(a.size() == b.size());
  for (std::size_t k = 0; k < a.size(); ++k) {
    CHECK(a[k].ids == b[k].ids);
    CHECK(same_bits(a[k].log_probability, b[k].log_probability));
    CHECK(same_bits(a[k].score, b[k].score));
  }
}

bool repeats(const std::vector<Id>& ids, Index n) {
  std::set<std::vector<Id>> seen;
  for (auto at = ids.begin(); at + n <= ids.end(); ++at)
    if (!seen.insert({at, at + n}).second) return true;
  return false;
}

Index children(const Search& search, std::int32_t node) {
  return std::ranges::count(search.tree(), node, &BeamNode::parent);
}

}  // namespace

TEST_CASE("In D2L's table a beam of two finds the 0.054 that greedy decoding misses", "[decoding]") {
  Search search(d2l::steps(2), {.width = 2, .length = 10, .end = d2l::eos});
  const auto best = found(finished(search));
  REQUIRE(best.size() == 2);
  CHECK(best[0].ids == std::vector<Id>{d2l::A, d2l::C, d2l::B, d2l::eos});
  CHECK(relative_error(std::exp(best[0].log_probability), 0.054, 1e-9) < 1e-12);
  CHECK(relative_error(best[0].score, std::log(0.054) / std::pow(4, 0.75), 1e-9) < 1e-12);
  CHECK(best[1].ids == std::vector<Id>{d2l::A, d2l::B, d2l::C, d2l::eos});
  CHECK(relative_error(std::exp(best[1].log_probability), 0.048, 1e-9) < 1e-12);
  Search greedy(d2l::steps(1), {.width = 1, .length = 10, .end = d2l::eos});
  CHECK(found(finished(greedy))[0].ids == best[1].ids);
}

TEST_CASE("A beam of width one is greedy up to the end token", "[decoding]") {
  const std::vector<Id> prompt{1, 2};
  int ended = 0;
  for (std::uint64_t seed = 1; seed <= 12; ++seed)
    for (const Id end : {1, 3, 6}) {
      auto model = made(7, seed);
      const auto steps = [&] { return std::make_unique<TextSteps<double>>(*model, prompt, 1); };
      Sampler<double> greedy(steps(), 25, {.temperature = 0}, 1, end);
      finished(greedy);
      Search search(steps(), {.width = 1, .length = 25, .end = end});
      const auto best = found(finished(search));
      REQUIRE(best.size() == 1);
      CHECK(best[0].ids == greedy.written());
      CHECK(relative_error(best[0].log_probability, greedy.log_probability(), 1) < 1e-12);
      CHECK(search.tree()[search.hypotheses()[0]].finished == (greedy.written().back() == end));
      ended += greedy.written().back() == end;
    }
  CHECK(ended > 5);
  CHECK(ended < 36);
}

TEST_CASE("A beam that keeps everything ranks what exhaustive search ranks, to the last bit", "[decoding]") {
  const std::vector<Id> prompt{1, 2, 1};
  for (std::uint64_t seed = 1; seed <= 4; ++seed)
    for (const Index V : {3, 5})
      for (const Id end : {no_id, 1, static_cast<Id>(V - 1)})
        for (const Index length : {1, 2, 4}) {
          auto model = made(V, seed);
          const auto steps = [&](Index width) { return std::make_unique<TextSteps<double>>(*model, prompt, width); };
          Search search(steps(300), {.width = 300, .length = length, .count = 1000, .end = end});
          check_same(found(finished(search)), all_sequences(steps, {.length = length, .count = 1000, .end = end}));
        }
}

TEST_CASE("Ending early loses nothing: the best found are the best there are, at any length penalty", "[decoding]") {
  int early = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed)
    for (const double penalty : {0.0, 0.75, 2.0})
      for (const Index count : {1, 3}) {
        const Table table = random_table(4, seed);
        const auto steps = [&](Index width) { return std::make_unique<TableSteps>(table, 4, width); };
        Search search(steps(100), {.width = 100, .length = 5, .length_penalty = penalty, .count = count, .end = 3});
        const auto best = found(finished(search));
        const auto expected = all_sequences(steps, {.length = 5, .length_penalty = penalty, .count = count, .end = 3});
        REQUIRE(best.size() == expected.size());
        for (std::size_t k = 0; k < best.size(); ++k) CHECK(same_bits(best[k].score, expected[k].score));
        early += search.tree().back().depth < 5;
      }
  CHECK(early > 20);
}

TEST_CASE("Where the search ends early, what still lived is marked as beaten", "[decoding]") {
  // <eos> of probability 0.9 at once: nothing longer can be as probable.
  const Table table = [](const std::vector<Id>&) { return std::vector<double>{0, 0.06, 0.04, 0.9}; };
  const auto search = searched(table, 4, {.width = 3, .length = 50, .length_penalty = 0, .count = 1, .end = 3});
  REQUIRE(search.tree().size() == 4);
  CHECK(search.path(search.hypotheses()[0]) == std::vector<Id>{3});
  for (const auto& node : search.tree()) {
    CHECK(node.finished == (node.id == 3));
    CHECK(node.kept);
    CHECK((node.pruned == Pruned::beaten) == (node.depth == 1 && node.id != 3));
  }
}

TEST_CASE("No hypothesis finishes before the minimum length, and none is lost by it", "[decoding]") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed)
    for (const Index least : {0, 1, 2, 4, 5}) {
      const Table table = random_table(4, seed, 500);
      const auto steps = [&](Index width) { return std::make_unique<TableSteps>(table, 4, width); };
      Search search(steps(200), {.width = 200, .length = 5, .count = 1000, .end = 2, .min_length = least});
      const auto best = found(finished(search));
      auto expected = all_sequences(steps, {.length = 5, .count = 1000, .end = 2});
      std::erase_if(expected, [&](const Found& f) { return static_cast<Index>(f.ids.size()) < least; });
      check_same(best, expected);
      for (const auto& node : search.tree())
        CHECK((node.pruned == Pruned::too_short) == (node.id == 2 && node.depth < least));
    }
}

TEST_CASE("No sequence of n tokens comes twice, and what has none is not lost", "[decoding]") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed)
    for (const Index n : {2, 3})
      for (const Id end : {no_id, 3}) {
        const Table table = random_table(4, seed, 500);
        const auto steps = [&](Index width) { return std::make_unique<TableSteps>(table, 4, width); };
        Search search(steps(300), {.width = 300, .length = 5, .count = 1000, .end = end, .no_repeat = n});
        const auto best = found(finished(search));
        auto expected = all_sequences(steps, {.length = 5, .count = 1000, .end = end});
        std::erase_if(expected, [&](const Found& f) { return repeats(f.ids, n); });
        // Cut short, because no token was left: what exhaustive search does not count.
        std::vector<Found> whole;
        for (std::size_t k = 0; k < best.size(); ++k)
          if (search.tree()[search.hypotheses()[k]].pruned != Pruned::stuck) whole.push_back(best[k]);
        check_same(whole, expected);
        int repeated = 0;
        for (std::size_t k = 1; k < search.tree().size(); ++k) {
          const bool pruned = search.tree()[k].pruned == Pruned::repeat;
          CHECK(pruned == repeats(search.path(static_cast<std::int32_t>(k)), n));
          repeated += pruned;
        }
        CHECK(repeated > 0);
      }
}

TEST_CASE("A real model's beam repeats nothing it was told not to, over many steps", "[decoding]") {
  auto model = made(9, 2);
  const std::vector<Id> prompt{1};
  for (const Index n : {0, 1, 2, 3, 4}) {
    Search search(std::make_unique<TextSteps<double>>(*model, prompt, 4), {.width = 4, .length = 30, .no_repeat = n});
    for (const auto& h : found(finished(search))) {
      if (n > 0) CHECK_FALSE(repeats(h.ids, n));
      CHECK(static_cast<Index>(h.ids.size()) == (n == 1 ? 8 : 30));
    }
    CHECK(std::ranges::count(search.tree(), Pruned::stuck, &BeamNode::pruned) == (n == 1 ? 4 : 0));
  }
}

TEST_CASE("A hypothesis that may not go on stays as it is and competes", "[decoding]") {
  const auto search = searched(random_table(3, 1, 500), 3, {.width = 4, .length = 6, .no_repeat = 1});
  REQUIRE(search.hypotheses().size() == 2);
  for (const auto leaf : search.hypotheses()) {
    CHECK(search.path(leaf).size() == 2);
    CHECK(search.tree()[leaf].kept);
    CHECK(search.tree()[leaf].pruned == Pruned::stuck);
  }
}

TEST_CASE("A forbidden candidate is shown where it would have been among the 2·width best", "[decoding]") {
  const auto first_step = [](Index width) {
    Search search(d2l::steps(width), {.width = width, .length = 1, .end = d2l::eos, .min_length = 2});
    finished(search);
    std::vector<std::pair<Id, Pruned>> all;
    for (std::size_t k = 1; k < search.tree().size(); ++k) all.emplace_back(search.tree()[k].id, search.tree()[k].pruned);
    return all;
  };
  using enum Pruned;
  using Shown = std::vector<std::pair<Id, Pruned>>;
  CHECK(first_step(1) == Shown{{d2l::A, none}, {d2l::B, width}});
  CHECK(first_step(2) == Shown{{d2l::A, none}, {d2l::B, none}, {d2l::C, width}, {d2l::eos, too_short}});
  const Table table = [](const std::vector<Id>&) { return std::vector<double>{0, 0.3, 0.2, 0.4, 0.1}; };
  const auto search = searched(table, 5, {.width = 1, .length = 1, .end = 3, .min_length = 2});
  REQUIRE(search.tree().size() == 4);  // and the allowed ones are as many as without the rule
  CHECK(search.tree()[1].pruned == too_short);
  CHECK(search.tree()[2].kept);
  CHECK(search.tree()[3].pruned == width);
}

TEST_CASE("The tree tells of every node what became of it", "[decoding]") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed)
    for (const Index width : {1, 2, 5}) {
      const BeamOptions o{.width = width, .length = 8, .end = 4, .min_length = 3, .no_repeat = 2};
      const auto search = searched(random_table(6, seed), 6, o);
      std::map<std::int32_t, Index> kept, allowed, forbidden;
      for (std::size_t k = 1; k < search.tree().size(); ++k) {
        const auto& node = search.tree()[k];
        const auto& parent = search.tree()[node.parent];
        const Index grown = children(search, static_cast<std::int32_t>(k));
        CHECK(node.depth == parent.depth + 1);
        CHECK((parent.kept && !parent.finished));
        CHECK(node.finished == (node.kept && node.id == 4));
        const bool cut = node.pruned == Pruned::width || node.pruned == Pruned::repeat || node.pruned == Pruned::too_short;
        CHECK(node.kept == !cut);
        if (cut || node.finished || node.pruned == Pruned::beaten || node.pruned == Pruned::stuck) CHECK(grown == 0);
        kept[node.depth] += node.kept;
        ++(node.kept || node.pruned == Pruned::width ? allowed : forbidden)[node.depth];
      }
      for (const auto& [depth, n] : allowed) {
        CHECK(kept[depth] == std::min(width, n));
        CHECK(n <= 2 * width);
        CHECK(forbidden[depth] <= 2 * width);
      }
      for (std::size_t k = 1; k < search.hypotheses().size(); ++k)
        CHECK(search.tree()[search.hypotheses()[k]].score <= search.tree()[search.hypotheses()[k - 1]].score);
    }
}

TEST_CASE("As many hypotheses come back as were asked for, the best of all that finished", "[decoding]") {
  const Table table = random_table(5, 3);
  const auto all = found(searched(table, 5, {.width = 6, .length = 9, .count = 1000, .end = 1}));
  const auto usual = found(searched(table, 5, {.width = 6, .length = 9, .end = 1}));
  const auto two = found(searched(table, 5, {.width = 6, .length = 9, .count = 2, .end = 1}));
  REQUIRE(all.size() > 6);
  REQUIRE(usual.size() == 6);
  REQUIRE(two.size() == 2);
  for (std::size_t k = 0; k < 6; ++k) CHECK(usual[k].ids == all[k].ids);
  for (std::size_t k = 0; k < 2; ++k) CHECK(two[k].ids == all[k].ids);
}

TEST_CASE("Of equals the earlier hypothesis goes first, then the smaller id", "[decoding]") {
  const Table uniform = [](const std::vector<Id>&) { return std::vector<double>{0, 0.25, 0.25, 0.25, 0.25}; };
  const auto best = found(searched(uniform, 5, {.width = 3, .length = 2}));
  REQUIRE(best.size() == 3);
  CHECK(best[0].ids == std::vector<Id>{1, 1});
  CHECK(best[1].ids == std::vector<Id>{1, 2});
  CHECK(best[2].ids == std::vector<Id>{1, 3});
}

TEST_CASE("What is banned is neither written nor shown", "[decoding]") {
  const auto search = searched(random_table(5, 3), 5, {.width = 4, .length = 4, .banned = {2, 4}});
  for (std::size_t k = 1; k < search.tree().size(); ++k)
    CHECK((search.tree()[k].id == 1 || search.tree()[k].id == 3));
  CHECK(search.hypotheses().size() == 4);
}

TEST_CASE("A beam waits until all that comes before has been read", "[decoding]") {
  Search search(std::make_unique<TableSteps>(d2l::table, 5, 2, 3), {.width = 2, .length = 2});
  CHECK_FALSE(search.advance());
  CHECK_FALSE(search.advance());
  CHECK(search.tree().size() == 1);
  CHECK_FALSE(search.advance());
  CHECK(search.advance());
  CHECK(search.hypotheses().size() == 2);
}
