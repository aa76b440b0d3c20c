#include "data/words.h"

#include <catch2/catch_test_macros.hpp>
#include <numeric>

using namespace unrolled;

namespace {

using Pieces = std::vector<std::u32string>;

Pieces pieces(const std::u32string& text) {
  const auto views = split_words(text);
  return {views.begin(), views.end()};
}

}  // namespace

TEST_CASE("A word takes the one space before it, and everything else stands for itself", "[data]") {
  CHECK(pieces(U"The sea, the  sea.\nAh") == Pieces{U"The", U" sea", U",", U" the", U" ", U" sea", U".", U"\n", U"Ah"});
  CHECK(pieces(U"12 a_b") == Pieces{U"12", U" a_b"});
  CHECK(pieces(U" — x ") == Pieces{U" ", U"—", U" x", U" "});
  CHECK(pieces(U"").empty());
}

TEST_CASE("An apostrophe within a word belongs to it, a quotation mark does not", "[data]") {
  CHECK(pieces(U"'don't' it’s ’tis") == Pieces{U"'", U"don't", U"'", U" it’s", U" ", U"’", U"tis"});
}

TEST_CASE("Words of many scripts are words; where no spaces are written each character is one", "[data]") {
  CHECK(pieces(U"Grüße Привет, γειά مرحبا") == Pieces{U"Grüße", U" Привет", U",", U" γειά", U" مرحبا"});
  CHECK(pieces(U"三门渡，a") == Pieces{U"三", U"门", U"渡", U"，", U"a"});
  CHECK(pieces(U"かな 한국어 ไทย") == Pieces{U"か", U"な", U" 한국어", U" ", U"ไ", U"ท", U"ย"});
  CHECK(pieces(U"a\U0001F600b\u00A0c") == Pieces{U"a", U"\U0001F600", U"b", U"\u00A0", U"c"});
}

TEST_CASE("A run of letters without end is cut", "[data]") {
  const auto long_run = pieces(U" " + std::u32string(150, U'a'));
  CHECK(long_run == Pieces{U" " + std::u32string(64, U'a'), std::u32string(64, U'a'), std::u32string(22, U'a')});
  const auto odd = pieces(std::u32string(63, U'a') + U"'b");
  CHECK(odd == Pieces{std::u32string(63, U'a'), U"'", U"b"});
}

TEST_CASE("The pieces one after the other are the text", "[data]") {
  std::u32string text;
  for (char32_t c = 1; c < 0x2100; ++c) text += {c, U' ', c, U'\'', c};
  for (const char32_t c : {0xFFFD, 0x10FFFF, 0x1F469, 0x200D}) text += c;
  const auto all = pieces(text);
  CHECK(std::accumulate(all.begin(), all.end(), std::u32string()) == text);
  for (const auto& piece : all) REQUIRE(!piece.empty());
}
