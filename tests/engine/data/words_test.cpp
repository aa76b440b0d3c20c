#include "data/words.h"

#include <catch2/catch_test_macros.hpp>
#include <numeric>

#include "data/utf8.h"

using namespace unrolled;

namespace {

using Pieces = std::vector<std::string>;

Pieces pieces(const std::string& text) {
  const auto views = split_words(text);
  return {views.begin(), views.end()};
}

}  // namespace

TEST_CASE("A word takes the one space before it, and everything else stands for itself", "[data]") {
  CHECK(pieces("The sea, the  sea.\nAh") == Pieces{"The", " sea", ",", " the", " ", " sea", ".", "\n", "Ah"});
  CHECK(pieces("12 a_b") == Pieces{"12", " a_b"});
  CHECK(pieces(" — x ") == Pieces{" ", "—", " x", " "});
  CHECK(pieces("").empty());
}

TEST_CASE("An apostrophe within a word belongs to it, a quotation mark does not", "[data]") {
  CHECK(pieces("'don't' it’s ’tis") == Pieces{"'", "don't", "'", " it’s", " ", "’", "tis"});
}

TEST_CASE("Words of many scripts are words; where no spaces are written each character is one", "[data]") {
  CHECK(pieces("Grüße Привет, γειά مرحبا") == Pieces{"Grüße", " Привет", ",", " γειά", " مرحبا"});
  CHECK(pieces("三门渡，a") == Pieces{"三", "门", "渡", "，", "a"});
  CHECK(pieces("かな 한국어 ไทย") == Pieces{"か", "な", " 한국어", " ", "ไ", "ท", "ย"});
  CHECK(pieces("a\U0001F600b\u00A0c") == Pieces{"a", "\U0001F600", "b", "\u00A0", "c"});
}

TEST_CASE("A run of letters without end is cut", "[data]") {
  const auto long_run = pieces(" " + std::string(150, 'a'));
  CHECK(long_run == Pieces{" " + std::string(64, 'a'), std::string(64, 'a'), std::string(22, 'a')});
  const auto odd = pieces(std::string(63, 'a') + "'b");
  CHECK(odd == Pieces{std::string(63, 'a'), "'", "b"});
}

TEST_CASE("The pieces one after the other are the text", "[data]") {
  std::string text;
  for (char32_t c = 1; c < 0x2100; ++c)
    for (const char32_t each : {c, U' ', c, U'\'', c}) append_utf8(text, each);
  for (const char32_t c : {0xFFFD, 0x10FFFF, 0x1F469, 0x200D}) append_utf8(text, c);
  const auto all = pieces(text);
  CHECK(std::accumulate(all.begin(), all.end(), std::string()) == text);
  for (const auto& piece : all) REQUIRE(!piece.empty());
}
