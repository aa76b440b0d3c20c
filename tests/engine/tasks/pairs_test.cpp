#include "tasks/pairs.h"

#include <catch2/catch_test_macros.hpp>

#include "math/error.h"

using namespace unrolled;

namespace {

std::span<const std::uint8_t> bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// "problem line value" of what is thrown.
std::string refused(std::string_view text) {
  try {
    read_pairs(bytes(text), "pairs");
  } catch (const Error& e) {
    CHECK(e.code == "bad-data");
    CHECK(e.field == "pairs");
    return e.details.at("problem") + " " + e.details.at("line") + " " + e.details.at("value");
  }
  return "accepted";
}

}  // namespace

TEST_CASE("pairs are two cells a line, whatever ends the lines", "[tasks]") {
  for (const std::string_view text : {"Go.\t走。\nHi.\t你好。\n", "Go.\t走。\r\nHi.\t你好。", "\xEF\xBB\xBF\n  \nGo.\t走。\r\n\r\n Hi. \t 你好。 \tfrom somewhere\t3\n"}) {
    const auto pairs = read_pairs(bytes(text), "pairs");
    REQUIRE(pairs.size() == 2);
    CHECK(pairs[0].source == "Go.");
    CHECK(pairs[0].target == "走。");
    CHECK(pairs[1].source == "Hi.");
    CHECK(pairs[1].target == "你好。");
  }
}

TEST_CASE("labelled lines begin with their label", "[tasks]") {
  const auto lines = read_labelled(bytes("好\t很好吃\n差\t不好吃\n"), "lines");
  REQUIRE(lines.size() == 2);
  CHECK(lines[1].source == "不好吃");
  CHECK(lines[1].target == "差");
}

TEST_CASE("a line that is no pair is named with its number and beginning", "[tasks]") {
  CHECK(refused("a\tb\n\nno tab here, only a very long line\n") == "no-tab 3 no tab here, only a very…");
  CHECK(refused("a\tb\r\n\tc\r\n") == "empty-cell 2 \tc");
  CHECK(refused("a\t \tc\n") == "empty-cell 1 a\t \tc");
  CHECK(refused("a\tb\n\xC4\xE3\t\xBA\xC3\n").starts_with("not-utf8 2"));
  CHECK(refused(" \r\n\n") == "no-lines 2 ");
  CHECK(refused("").starts_with("no-lines"));
  CHECK(refused("�\tan honest replacement character\n") == "accepted");
}
