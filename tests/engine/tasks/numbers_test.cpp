#include "tasks/numbers.h"

#include <map>
#include <utility>

#include <catch2/catch_test_macros.hpp>

#include "data/utf8.h"
#include "tasks/catalogue.h"

using namespace unrolled;

namespace {

/// Reads an English numeral by adding and multiplying, without knowing how one is made.
Index english_value(const std::string& text) {
  static const std::map<std::string, Index> values = {
      {"zero", 0}, {"one", 1}, {"two", 2}, {"three", 3}, {"four", 4}, {"five", 5}, {"six", 6}, {"seven", 7}, {"eight", 8},
      {"nine", 9}, {"ten", 10}, {"eleven", 11}, {"twelve", 12}, {"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15},
      {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19}, {"twenty", 20}, {"thirty", 30}, {"forty", 40},
      {"fifty", 50}, {"sixty", 60}, {"seventy", 70}, {"eighty", 80}, {"ninety", 90}};
  Index total = 0, group = 0;
  std::string word;
  for (const char c : text + ' ') {
    if (c != ' ' && c != '-') {
      word += c;
      continue;
    }
    if (word == "hundred") group *= 100;
    else if (word == "thousand") total += std::exchange(group, 0) * 1000;
    else group += values.at(word);
    word.clear();
  }
  return total + group;
}

/// The same for a Chinese one.
Index chinese_value(const std::u32string& text) {
  static const std::u32string digits = U"零一二三四五六七八九";
  Index total = 0, group = 0, digit = 0;
  for (const char32_t c : text) {
    const size_t d = c == U'两' ? 2 : digits.find(c);
    if (d != digits.npos) {
      digit = static_cast<Index>(d);
      continue;
    }
    const Index unit = c == U'十' ? 10 : c == U'百' ? 100 : c == U'千' ? 1000 : 10000;
    if (unit == 10000) {
      total = (group + digit) * unit;
      group = 0;
    } else {
      group += (digit ? digit : 1) * unit;  // 十 alone is ten
    }
    digit = 0;
  }
  return total + group + digit;
}

std::u32string points(const std::string& text) {
  const auto all = decode_utf8({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  return {all.begin(), all.end()};
}

}  // namespace

TEST_CASE("every numeral up to a million reads back as its number, in both languages", "[tasks]") {
  for (Index n = 0; n < 1000000; ++n) {
    if (english_value(english_numeral(n)) != n) FAIL(english_numeral(n));
    if (chinese_value(points(chinese_numeral(n))) != n) FAIL(chinese_numeral(n));
  }
}

TEST_CASE("Chinese numerals keep the rules of 零, 两 and 一十", "[tasks]") {
  for (Index n = 1; n < 1000000; ++n) {
    const std::u32string text = points(chinese_numeral(n));
    const bool right = text.find(U"零零") == text.npos && text.back() != U'零' && text.front() != U'零' &&
                       !text.starts_with(U"一十") && text.find(U"两", 1) == text.npos && text.find(U"两百") == text.npos &&
                       text.find(U"两十") == text.npos && !text.starts_with(U"二千") && !text.starts_with(U"二万") && text != U"两" &&
                       (n < 20 || n / 10000 == 10 || n / 10000 == 1 || text.find(U"百十") == text.npos);
    if (!right) FAIL(chinese_numeral(n));
  }
}

TEST_CASE("numerals are written as they are spoken", "[tasks]") {
  const std::map<Index, std::pair<std::string, std::string>> spoken = {
      {0, {"zero", "零"}},
      {2, {"two", "二"}},
      {10, {"ten", "十"}},
      {12, {"twelve", "十二"}},
      {22, {"twenty-two", "二十二"}},
      {110, {"one hundred ten", "一百一十"}},
      {200, {"two hundred", "二百"}},
      {205, {"two hundred five", "二百零五"}},
      {1010, {"one thousand ten", "一千零一十"}},
      {2002, {"two thousand two", "两千零二"}},
      {2222, {"two thousand two hundred twenty-two", "两千二百二十二"}},
      {10000, {"ten thousand", "一万"}},
      {10010, {"ten thousand ten", "一万零一十"}},
      {20000, {"twenty thousand", "两万"}},
      {32000, {"thirty-two thousand", "三万二千"}},
      {100200, {"one hundred thousand two hundred", "十万零二百"}},
      {102000, {"one hundred two thousand", "十万二千"}},
      {120010, {"one hundred twenty thousand ten", "十二万零一十"}},
      {222222, {"two hundred twenty-two thousand two hundred twenty-two", "二十二万二千二百二十二"}},
      {999999, {"nine hundred ninety-nine thousand nine hundred ninety-nine", "九十九万九千九百九十九"}},
  };
  for (const auto& [n, words] : spoken) {
    CHECK(english_numeral(n) == words.first);
    CHECK(chinese_numeral(n) == words.second);
  }
}

TEST_CASE("numbers go in every direction between words, numerals and digits", "[tasks]") {
  for (const std::string_view way : {"en-zh", "zh-en", "en-digits", "digits-en", "zh-digits", "digits-zh"}) {
    for (const Example& e : distinct_examples(numbers_task, {.language = way}, 300, 2)) {
      const auto value = [](const std::string& text, std::string_view notation) {
        return notation == "en" ? english_value(text) : notation == "zh" ? chinese_value(points(text)) : std::stol(text);
      };
      REQUIRE(value(e.source, way.substr(0, way.find('-'))) == value(e.target, way.substr(way.find('-') + 1)));
    }
  }
}
