#include "tasks/numbers.h"

#include "tasks/draw.h"

namespace unrolled {

namespace {

constexpr std::string_view small[] = {"zero",    "one",     "two",       "three",    "four",     "five",    "six",
                                      "seven",   "eight",   "nine",      "ten",      "eleven",   "twelve",  "thirteen",
                                      "fourteen", "fifteen", "sixteen",  "seventeen", "eighteen", "nineteen"};
constexpr std::string_view tens[] = {"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};
constexpr std::string_view digits[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

void append_word(std::string& text, std::string_view word) {
  if (!text.empty()) text += ' ';
  text += word;
}

void append_below_1000(std::string& text, Index n) {
  if (n >= 100) {
    append_word(text, small[n / 100]);
    append_word(text, "hundred");
  }
  n %= 100;
  if (n >= 20) {
    append_word(text, tens[n / 10 - 2]);
    if (n % 10) (text += '-') += small[n % 10];
  } else if (n) {
    append_word(text, small[n]);
  }
}

enum class Place { front, behind };

/// Up to four digits; `text` holds what stands before them.
void append_group(std::string& text, Index n, Place where) {
  constexpr std::string_view units[] = {"千", "百", "十", ""};
  bool zero = false, first = where == Place::front;
  Index place = 1000;
  for (const std::string_view unit : units) {
    const Index digit = n / place % 10;
    place /= 10;
    if (digit == 0) {
      zero = !first;
      continue;
    }
    if (zero) text += digits[0];
    const bool bare_ten = first && digit == 1 && unit == "十";
    if (!bare_ten) text += first && digit == 2 && unit == "千" ? "两" : digits[digit];
    text += unit;
    zero = first = false;
  }
}

Index draw_number(Random& random) {
  const Index length = between(random, 1, 6);
  const bool zeros = below(random, 3) == 0;
  Index n = length == 1 ? below(random, 10) : between(random, 1, 9);
  for (Index k = 1; k < length; ++k) {
    const bool zero = zeros && below(random, 2) == 0;
    n = 10 * n + (zero ? 0 : below(random, 10));
  }
  return n;
}

std::string written(Index n, std::string_view notation) {
  if (notation == "en") return english_numeral(n);
  return notation == "zh" ? chinese_numeral(n) : std::to_string(n);
}

}  // namespace

std::string english_numeral(Index n) {
  std::string text;
  if (n >= 1000) {
    append_below_1000(text, n / 1000);
    append_word(text, "thousand");
  }
  append_below_1000(text, n % 1000);
  return text.empty() ? std::string(small[0]) : text;
}

std::string chinese_numeral(Index n) {
  if (n == 0) return std::string(digits[0]);
  std::string text;
  if (n >= 10000) {
    if (n / 10000 == 2) text += "两";
    else append_group(text, n / 10000, Place::front);
    text += "万";
  }
  append_group(text, n % 10000, n < 10000 ? Place::front : Place::behind);
  return text;
}

Example make_number(Random& random, const TaskOptions& options) {
  const Index n = draw_number(random);
  const size_t dash = options.language.find('-');
  return {written(n, options.language.substr(0, dash)), written(n, options.language.substr(dash + 1)), {}, {}};
}

}  // namespace unrolled
