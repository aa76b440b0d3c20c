#include "data/utf8.h"

#include <catch2/catch_test_macros.hpp>

#include "support/compare.h"

using namespace unrolled;
using namespace unrolled::tests;
using namespace std::string_literals;

namespace {

std::vector<char32_t> decode(const std::string& bytes) { return decode_utf8(bytes_of(bytes)); }
std::vector<char32_t> replaced(std::size_t n) { return std::vector<char32_t>(n, replacement_character); }

}  // namespace

TEST_CASE("Every class of scalar value survives the round trip", "[data]") {
  for (const char32_t c : {0x0u, 0x1u, 0x41u, 0x7Fu, 0x80u, 0xE9u, 0x7FFu, 0x800u, 0x4E2Du, 0xD7FFu, 0xE000u, 0xFEFFu,
                           0xFFFDu, 0xFFFFu, 0x10000u, 0x1F600u, 0xFFFFFu, 0x100000u, 0x10FFFFu}) {
    std::string bytes;
    append_utf8(bytes, c);
    INFO("U+" << std::hex << static_cast<std::uint32_t>(c));
    CHECK(decode(bytes) == std::vector<char32_t>{c});
  }
}

TEST_CASE("All scalar values survive the round trip, in the fewest bytes", "[data]") {
  std::string bytes;
  std::vector<char32_t> expected;
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    append_utf8(bytes, c);
    expected.push_back(c);
  }
  CHECK(bytes.size() == 0x80 + 2 * 0x780 + 3 * (0xF800 - 0x800) + 4 * 0x100000);
  CHECK(decode(bytes) == expected);
}

TEST_CASE("Well-formed text in many scripts is read", "[data]") {
  CHECK(decode("a\u00E9\u4E2D\U0001F600") == std::vector<char32_t>{'a', 0xE9, 0x4E2D, 0x1F600});
  CHECK(decode("") == std::vector<char32_t>{});
  CHECK(decode("a\0b"s) == std::vector<char32_t>{'a', 0, 'b'});
}

TEST_CASE("Each byte of a malformed sequence becomes one replacement character", "[data]") {
  const std::pair<const char*, std::string> kinds[] = {
      {"a continuation byte alone", "\x80"s},
      {"another continuation byte alone", "\xBF"s},
      {"two bytes that could be one, overlong", "\xC0\x80"s},
      {"C1, overlong", "\xC1\xBF"s},
      {"three bytes, overlong", "\xE0\x80\x80"s},
      {"three bytes, the largest overlong", "\xE0\x9F\xBF"s},
      {"four bytes, overlong", "\xF0\x80\x80\x80"s},
      {"four bytes, the largest overlong", "\xF0\x8F\xBF\xBF"s},
      {"a high surrogate", "\xED\xA0\x80"s},
      {"a low surrogate", "\xED\xBF\xBF"s},
      {"a pair of surrogates", "\xED\xA0\xBD\xED\xB8\x80"s},
      {"beyond U+10FFFF", "\xF4\x90\x80\x80"s},
      {"a lead byte for five", "\xF8\x88\x80\x80\x80"s},
      {"a lead byte for six", "\xFC\x84\x80\x80\x80\x80"s},
      {"F5", "\xF5\x80\x80\x80"s},
      {"FE FF, a mark of UTF-16", "\xFE\xFF"s},
      {"two bytes, the second missing", "\xC3"s},
      {"three bytes, the third missing", "\xE4\xB8"s},
      {"four bytes, the fourth missing", "\xF0\x9F\x98"s},
  };
  for (const auto& [what, bytes] : kinds) {
    INFO(what);
    CHECK(decode(bytes) == replaced(bytes.size()));
    auto between = replaced(bytes.size());
    between.insert(between.begin(), 'a');
    between.push_back('z');
    CHECK(decode("a" + bytes + "z") == between);
  }
}

TEST_CASE("A sequence broken off by another is lost alone", "[data]") {
  CHECK(decode("\xE4\xC3\xA9"s) == std::vector<char32_t>{replacement_character, 0xE9});
  CHECK(decode("\xF0\x9F\xE4\xB8\xAD"s) == std::vector<char32_t>{replacement_character, replacement_character, 0x4E2D});
}

TEST_CASE("Every sequence of two bytes decodes to something that can be written again", "[data]") {
  for (int a = 0; a < 256; ++a)
    for (int b = 0; b < 256; ++b) {
      const auto points = decode({static_cast<char>(a), static_cast<char>(b)});
      REQUIRE((points.size() == 1 || points.size() == 2));
      std::string again;
      for (const char32_t c : points) append_utf8(again, c);
      REQUIRE(decode(again) == points);
    }
}

TEST_CASE("Only well-formed bytes count as UTF-8", "[data]") {
  for (const std::string good : {"", "a", "\u00E9\u4E2D\U0001F600", "\U0010FFFF", "\uFFFD"}) CHECK(is_utf8(bytes_of(good)));
  for (const std::string bad : {"\x80", "a\xC3", "\xC0\x80", "\xE0\x80\x80", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xFE"})
    CHECK(!is_utf8(bytes_of(bad)));
}
