#include "session/dataset.h"

#include <catch2/catch_test_macros.hpp>
#include <set>

#include "math/error.h"
#include "support/compare.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

Dataset made(DatasetOptions o, const std::string& own = "") { return Dataset(o, bytes_of(own)); }

Error refused(const DatasetOptions& o, const std::string& own) {
  try {
    made(o, own);
  } catch (const Error& error) {
    return error;
  }
  return Error("accepted", "", "");
}

std::set<std::string> texts(const Dataset& data, std::span<const Encoded> examples) {
  std::set<std::string> all;
  for (const Encoded& e : examples) all.insert(data.source_text(e) + '\t' + data.target_text(e));
  return all;
}

/// 1, 2, 3 … as a table with a header.
std::string counted(Index n) {
  std::string table = "day,price\n";
  for (Index k = 1; k <= n; ++k) table += "x," + std::to_string(k) + "\n";
  return table;
}

}  // namespace

TEST_CASE("Generated examples are cut into two parts that share nothing, 1 − validation of them to train on", "[session]") {
  for (const char* task : {"dates", "reviews", "copy"}) {
    DatasetOptions o{.task = task, .examples = 200, .validation = 0.25};
    const auto data = made(o);
    CHECK(data.training().size() == 150);
    CHECK(data.held_out().size() == 50);
    const auto seen = texts(data, data.training()), held = texts(data, data.held_out());
    CHECK(held.size() == 50);
    for (const auto& text : held) CHECK_FALSE(seen.contains(text));
  }
  CHECK(made({.task = "dates", .examples = 20, .validation = 0}).held_out().empty());
}

TEST_CASE("Own pairs are read as they stand, whichever part they fall into", "[session]") {
  const auto data = made({.task = "dates", .validation = 0.5}, "ab\tx\ncde\tyz\n\n b \tz\nlone\té😀\n");
  auto all = texts(data, data.training());
  all.merge(texts(data, data.held_out()));
  CHECK(all == std::set<std::string>{"ab\tx", "cde\tyz", "b\tz", "lone\té😀"});
  CHECK(data.training().size() == 2);
  CHECK(data.width() == 0);
  CHECK(data.longest().source == 4);
  CHECK(data.longest().target == 3);  // with <eos>
}

TEST_CASE("Of own lines sorted by class some of each are held out, the same with the same seed", "[session]") {
  std::string lines;
  for (int n = 0; n < 200; ++n) lines += (n < 100 ? "good\tg" : "bad\tb") + std::to_string(n) + "\n";
  DatasetOptions o{.task = "reviews", .validation = 0.2};
  const auto data = made(o, lines), again = made(o, lines);
  CHECK(data.classes() == std::vector<std::string>{"bad", "good"});
  std::set<std::string> held;
  for (const Encoded& e : data.held_out()) held.insert(data.target_text(e));
  CHECK(held == std::set<std::string>{"bad", "good"});
  CHECK(texts(data, data.held_out()) == texts(again, again.held_out()));
  o.seed = 2;
  const auto other = made(o, lines);
  CHECK(texts(data, data.held_out()) != texts(other, other.held_out()));
}

TEST_CASE("A single example is trained on, and nothing is held out", "[session]") {
  const auto data = made({.task = "dates", .validation = 0.5}, "a\tb");
  CHECK(data.training().size() == 1);
  CHECK(data.held_out().empty());
}

TEST_CASE("Aligned lines with more or fewer labels than characters are refused by their line", "[session]") {
  for (const char* line : {"abc\tNN", "abc\tNNNN", "é😀\tN"}) {
    const auto error = refused({.task = "phonemes"}, std::string("ab\tNN\n") + line);
    CHECK(error.code == "bad-data");
    CHECK(error.field == "text");
    CHECK(error.details.at("problem") == "unequal");
    CHECK(error.details.at("line") == "2");
  }
  const auto data = made({.task = "phonemes", .validation = 0}, "é😀\tNV");
  CHECK(data.width() == 0);
  CHECK(data.training()[0].source.size() == 2);
  CHECK(data.target_text(data.training()[0]) == "NV");
}

TEST_CASE("Tasks whose examples are no text take none of the learner's own", "[session]") {
  for (const char* task : {"scenes", "adding"}) {
    const auto error = refused({.task = task}, "a\tb\n");
    CHECK(error.code == "bad-data");
    CHECK(error.details.at("problem") == "generated-only");
  }
}

TEST_CASE("A series' column is standardised by the part that is trained on", "[session]") {
  DatasetOptions o{.task = "series", .validation = 0.5, .series = {.window = 4, .column = "price"}};
  const auto data = made(o, counted(20));
  CHECK(data.training_points() == 10);
  CHECK(data.mean() == 5.5);
  CHECK(std::abs(data.scale() - std::sqrt(8.25)) < 1e-12);
  CHECK(std::abs(data.points()[0] - float((1 - 5.5) / std::sqrt(8.25))) < 1e-6f);
  const auto own = data.in_own_units({data.points().begin(), data.points().end()});
  for (std::size_t k = 0; k < own.size(); ++k) CHECK(std::abs(own[k] - float(k + 1)) < 1e-4f);
  CHECK(std::abs(data.encode(std::vector<float>{1})
                     .frames[0] - data.points()[0]) < 1e-6f);
  o.series.column = "2";
  CHECK(same_bits(made(o, counted(20)).points(), data.points()));
  o.series.column = "cost";
  CHECK(refused(o, counted(20)).details.at("problem") == "no-column");
}

TEST_CASE("A series that never moves is left where it is", "[session]") {
  const auto data = made({.task = "series", .validation = 0.1, .series = {.window = 4}}, "7\n7\n7\n7\n7\n7\n7\n7\n");
  CHECK(data.scale() == 1);
  for (const float x : data.points()) CHECK(x == 0);
}

TEST_CASE("Windows and lags of a series read the past only, and training never reaches what is held out", "[session]") {
  for (const Index lags : {0, 1, 3}) {
    DatasetOptions o{.task = "series", .validation = 0.3, .series = {.window = 5, .lags = lags}};
    const auto data = made(o, counted(40));
    const auto number = [&](float x) { return std::lround(data.in_own_units(x)); };
    const auto check = [&](const Encoded& e, long first, long last) {
      const std::size_t reach = static_cast<std::size_t>(lags ? lags : 5);
      REQUIRE(e.frames.size() == reach);
      REQUIRE(e.values.size() == (lags ? 1 : reach));
      for (std::size_t t = 1; t < reach; ++t) CHECK(number(e.frames[t]) == number(e.frames[t - 1]) + 1);
      // Each value is the point after the last one that its step has read.
      for (std::size_t t = 0; t < e.values.size(); ++t)
        CHECK(number(e.values[t]) == number(e.frames[lags ? reach - 1 : t]) + 1);
      CHECK(number(e.values.front()) >= first);
      CHECK(number(e.values.back()) <= last);
    };
    REQUIRE(data.training_points() == 28);
    for (const Encoded& e : data.training()) check(e, 1, 28);
    CHECK(data.training().size() == static_cast<std::size_t>(28 - (lags ? lags : 5)));
    for (const Encoded& e : data.held_out()) check(e, 29, 40);
    CHECK(data.held_out().size() == (lags ? 12 : 2));
  }
}

TEST_CASE("A series shorter than a window and what follows it is refused, with what would do", "[session]") {
  DatasetOptions o{.task = "series", .validation = 0, .series = {.window = 5}};
  const auto error = refused(o, counted(6));
  CHECK(error.details.at("problem") == "too-short");
  CHECK(error.details.at("needed") == "7");
  CHECK(error.field == "text");
  CHECK(refused(o, counted(7)).code == "accepted");
  o.length = 4;
  CHECK(refused(o, "").field == "length");
}

TEST_CASE("Saved vocabularies and classes give other examples the same ids", "[session]") {
  const DatasetOptions pairs{.task = "dates", .validation = 0}, labelled{.task = "reviews", .validation = 0};
  Metadata of_pairs, of_labelled;
  made(pairs, "abc\txyz").describe(of_pairs);
  made(labelled, "b\tx\na\ty\nc\tz").describe(of_labelled);
  const Dataset again(pairs, bytes_of("cΩ\tzΩ"), of_pairs);
  CHECK(again.training()[0].source == std::vector<Id>{3, unknown_id});
  CHECK(again.training()[0].target == std::vector<Id>{3, unknown_id});
  CHECK(again.decode(std::vector<Id>{1, 2, 3}) == "xyz");
  const Dataset classes(labelled, bytes_of("c\tx"), of_labelled);
  CHECK(classes.classes() == std::vector<std::string>{"a", "b", "c"});
  CHECK(classes.training()[0].target == std::vector<Id>{2});
  try {
    Dataset(labelled, bytes_of("d\tx"), of_labelled);
    FAIL("not refused");
  } catch (const Error& error) {
    CHECK(error.code == "bad-data");
    CHECK(error.details.at("problem") == "no-class");
    CHECK(error.details.at("value") == "d");
  }
}

TEST_CASE("What was learned from own data is known without them, and there are no examples", "[session]") {
  for (const auto& [task, own] : std::map<std::string, std::string>{
           {"dates", "abc\txyz\nab\tx"}, {"phonemes", "abc\tNVN"}, {"reviews", "good\tab\nbad\tcd"}, {"series", counted(40)}}) {
    DatasetOptions o{.task = task, .validation = 0, .series = {.window = 5}};
    const auto data = made(o, own);
    Metadata metadata, again;
    data.describe(metadata);
    const Dataset bare(o, {}, metadata);
    CHECK(bare.training().empty());
    CHECK(bare.held_out().empty());
    CHECK(bare.points().empty());
    CHECK(bare.width() == data.width());
    CHECK(bare.longest().source == data.longest().source);
    CHECK(bare.longest().target == data.longest().target);
    CHECK(same_bits(bare.mean(), data.mean()));
    CHECK(same_bits(bare.scale(), data.scale()));
    bare.describe(again);
    CHECK(again == metadata);
  }
}

TEST_CASE("A strange file's metadata is refused or held to sizes that can be", "[session]") {
  Metadata metadata;
  made({.task = "reviews", .examples = 20}).describe(metadata);
  for (const char* names : {"", "only\n"}) {
    metadata["classes"] = names;
    try {
      Dataset({.task = "reviews", .examples = 20}, {}, metadata);
      FAIL("not refused");
    } catch (const Error& error) {
      CHECK(error.code == "bad-file");
    }
  }
  for (const char* steps : {"-5", "99999999999999999999", "x", "1000000000"}) {
    const Dataset data({.task = "dates"}, {}, {{"own", "1"}, {"target_steps", steps}, {"scale", "0"}, {"mean", "18442240474082181120"}});
    CHECK(data.longest().target >= 1);
    CHECK(data.longest().target <= 20000);
    CHECK(data.scale() == 1);
    CHECK(std::isfinite(data.mean()));
  }
}

TEST_CASE("Characters that were never seen are named with the field they were given to", "[session]") {
  const auto data = made({.task = "dates"}, "abc\txyz");
  CHECK(data.encode("cab", "input").source == std::vector<Id>{3, 1, 2});
  try {
    data.encode("aΩb😀", "inputs");
    FAIL("not refused");
  } catch (const Error& error) {
    CHECK(error.code == "unknown-characters");
    CHECK(error.field == "inputs");
    CHECK(error.details.at("characters") == "Ω😀");
  }
}
