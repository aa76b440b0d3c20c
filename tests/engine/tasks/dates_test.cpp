#include "tasks/dates.h"

#include <array>
#include <charconv>
#include <set>

#include <catch2/catch_test_macros.hpp>

#include "tasks/catalogue.h"

using namespace unrolled;

namespace {

constexpr std::array<std::string_view, 12> months = {"jan", "feb", "mar", "apr", "may", "jun",
                                                     "jul", "aug", "sep", "oct", "nov", "dec"};

/// A reader of its own: Chinese digits first become figures, 十 included, then what is a year, a month and a day follows
/// from the size of a figure, the name of a month, or from the order of year, month, day.
std::string with_figures(std::string text) {
  const auto replace = [&](std::string_view from, const std::string& to) {
    for (size_t at; (at = text.find(from)) != text.npos;) text.replace(at, from.size(), to);
  };
  if (const size_t week = text.find("星期"); week != text.npos) text.resize(week);
  constexpr std::string_view digits[] = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  for (size_t d = 1; d < 10; ++d)
    for (size_t e = 1; e < 10; ++e) replace(std::string(digits[d]) + "十" + std::string(digits[e]), std::to_string(10 * d + e));
  for (size_t d = 1; d < 10; ++d) {
    replace(std::string(digits[d]) + "十", std::to_string(10 * d));
    replace("十" + std::string(digits[d]), std::to_string(10 + d));
  }
  replace("十", "10");
  for (size_t d = 0; d < 10; ++d) replace(digits[d], std::to_string(d));
  constexpr std::string_view ordinals[] = {"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
                                           "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth",
                                           "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"};
  replace("thirtieth", "30");
  for (size_t d = 9; d-- > 0;) {
    replace("thirty-" + std::string(ordinals[d]), std::to_string(31 + d));
    replace("twenty-" + std::string(ordinals[d]), std::to_string(21 + d));
  }
  for (size_t d = std::size(ordinals); d-- > 0;) replace(ordinals[d], std::to_string(d + 1));
  return text;
}

std::string read_date(const std::string& source) {
  const std::string text = with_figures(source);
  int year = 0, month = 0, day = 0;
  for (size_t k = 0; k < text.size();) {
    int figure = 0;
    const auto [end, error] = std::from_chars(text.data() + k, text.data() + text.size(), figure);
    if (error == std::errc{} && text[k] != '-') {
      (figure > 31 ? year : !month && year ? month : day) = figure;
      k = static_cast<size_t>(end - text.data());
      continue;
    }
    std::string word;
    while (k < text.size() && std::isalpha(static_cast<unsigned char>(text[k]))) word += static_cast<char>(std::tolower(text[k++]));
    for (size_t m = 0; m < 12; ++m)
      if (word.size() >= 3 && word.substr(0, 3) == months[m] && !word.ends_with("day")) month = static_cast<int>(m + 1);
    if (word.empty()) ++k;
  }
  return iso_of({year, month, day});
}

}  // namespace

TEST_CASE("every way to write a date reads back as that date", "[tasks]") {
  for (Index year : {1900, 1904, 1999, 2000, 2010, 2024, 2099}) {
    for (Index month = 1; month <= 12; ++month) {
      for (Index day = 1; day <= days_of_month(year, month); ++day) {
        const Date date{year, month, day};
        for (Index form = 0; form < english_date_forms; ++form) {
          INFO(english_date(date, form));
          REQUIRE(read_date(english_date(date, form)) == iso_of(date));
        }
        for (Index form = 0; form < chinese_date_forms; ++form) {
          INFO(chinese_date(date, form));
          REQUIRE(read_date(chinese_date(date, form)) == iso_of(date));
        }
      }
    }
  }
}

TEST_CASE("no two dates are ever written the same way, and no two forms", "[tasks]") {
  std::set<std::string> written;
  for (Index day = 1; day <= 28; ++day) {
    for (Index month = 1; month <= 12; ++month) {
      for (Index form = 0; form < english_date_forms; ++form) written.insert(english_date({2021, month, day}, form));
      for (Index form = 0; form < chinese_date_forms; ++form) written.insert(chinese_date({2021, month, day}, form));
    }
  }
  // “May” is its own abbreviation; 10, 11 and 12 need no leading zero, and a form with one is then like one without.
  const size_t may = 28 * 2, padded = 28 * 12 - 9 * 28 - 3 * 9;
  CHECK(written.size() == 28 * 12 * (english_date_forms + chinese_date_forms) - may - padded);
}

TEST_CASE("days of the week and leap years are those of the calendar", "[tasks]") {
  CHECK(weekday_of({1900, 1, 1}) == 0);
  CHECK(weekday_of({1969, 7, 20}) == 6);
  CHECK(weekday_of({2000, 2, 29}) == 1);
  CHECK(weekday_of({2024, 11, 5}) == 1);
  CHECK(weekday_of({2099, 12, 31}) == 3);
  Index expected = 0;
  for (Index year = 1900; year < 2100; ++year)
    for (Index month = 1; month <= 12; ++month)
      for (Index day = 1; day <= days_of_month(year, month); ++day, expected = (expected + 1) % 7)
        REQUIRE(weekday_of({year, month, day}) == expected);
  CHECK(days_of_month(1900, 2) == 28);
  CHECK(days_of_month(2000, 2) == 29);
}

TEST_CASE("dates are written as people write them", "[tasks]") {
  const Date date{2021, 3, 3};
  CHECK(english_date(date, 0) == "3 March 2021");
  CHECK(english_date(date, 4) == "March 3rd, 2021");
  CHECK(english_date(date, 7) == "Wednesday, 3 March 2021");
  CHECK(english_date({2020, 12, 31}, 11) == "the thirty-first of December 2020");
  CHECK(chinese_date(date, 0) == "2021年3月3日");
  CHECK(chinese_date(date, 2) == "二〇二一年三月三日");
  CHECK(chinese_date({2010, 10, 25}, 6) == "二〇一〇年十月二十五日，星期一");
}

TEST_CASE("a language's dates are all in it", "[tasks]") {
  for (const Example& e : distinct_examples(dates_task, {.language = "en"}, 500, 1)) CHECK(e.source.find("\xE5\xB9\xB4") == std::string::npos);
  for (const Example& e : distinct_examples(dates_task, {.language = "zh"}, 500, 1)) CHECK(e.source.find("\xE5\xB9\xB4") != std::string::npos);
  CHECK(distinct_examples(dates_task, {}, 50000, 1).size() == 50000);
}
