#include "tasks/dates.h"

#include "tasks/draw.h"
#include "tasks/numbers.h"

namespace unrolled {

namespace {

constexpr std::string_view months[] = {"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};
constexpr std::string_view weekdays[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
constexpr std::string_view chinese_weekdays[] = {"一", "二", "三", "四", "五", "六", "日"};
constexpr std::string_view ordinals[] = {"first",   "second", "third",      "fourth",     "fifth",       "sixth",
                                         "seventh", "eighth", "ninth",      "tenth",      "eleventh",    "twelfth",
                                         "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
                                         "eighteenth", "nineteenth", "twentieth"};

std::string two(Index n) { return {static_cast<char>('0' + n / 10), static_cast<char>('0' + n % 10)}; }

/// A pattern's capitals stand for parts of the date, everything else for itself.
template <class Part>
std::string filled(std::string_view pattern, Part&& part) {
  std::string text;
  for (const char c : pattern) {
    if (c >= 'A' && c <= 'Z') text += part(c);
    else text += c;
  }
  return text;
}

std::string with_suffix(Index day) {
  const bool teen = day / 10 == 1;
  const Index last = day % 10;
  return std::to_string(day) + (teen ? "th" : last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th");
}

std::string ordinal(Index day) {
  if (day <= 20) return std::string(ordinals[day - 1]);
  if (day == 30) return "thirtieth";
  return (day < 30 ? "twenty-" : "thirty-") + std::string(ordinals[day % 10 - 1]);
}

std::string english_part(const Date& d, char part) {
  const std::string_view month = months[d.month - 1], weekday = weekdays[weekday_of(d)];
  switch (part) {
    case 'Y': return std::to_string(d.year);
    case 'M': return std::string(month);
    case 'B': return std::string(month.substr(0, 3));
    case 'N': return std::to_string(d.month);
    case 'P': return two(d.month);
    case 'D': return std::to_string(d.day);
    case 'Q': return two(d.day);
    case 'S': return with_suffix(d.day);
    case 'O': return ordinal(d.day);
    case 'W': return std::string(weekday);
    default: return std::string(weekday.substr(0, 3));  // V
  }
}

std::string chinese_part(const Date& d, char part) {
  switch (part) {
    case 'C': {
      std::string year;
      for (const char digit : std::to_string(d.year)) year += digit == '0' ? "〇" : chinese_numeral(digit - '0');
      return year;
    }
    case 'L': return chinese_numeral(d.month);
    case 'I': return chinese_numeral(d.day);
    case 'X': return std::string(chinese_weekdays[weekday_of(d)]);
    default: return english_part(d, part);
  }
}

constexpr std::string_view english_patterns[english_date_forms] = {
    "D M Y",    "D B Y",    "M D, Y", "B D, Y",  "M S, Y",   "S of M Y", "the S of M, Y",
    "W, D M Y", "V B D, Y", "Y/P/Q",  "Q-B-Y",   "the O of M Y", "Y, M D", "D.B.Y",
};
constexpr std::string_view chinese_patterns[chinese_date_forms] = {
    "Y年N月D日", "Y年P月Q日", "C年L月I日", "Y年N月D号", "C年L月I号", "Y年N月D日星期X", "C年L月I日，星期X", "公元Y年N月D日",
};

}  // namespace

Index days_of_month(Index year, Index month) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

Index weekday_of(const Date& date) {
  // Years begin in March, so that a leap day is a year's last; 153 days make five months of 31 30 31 30 31.
  const Index y = date.month < 3 ? date.year - 1 : date.year, m = (date.month + 9) % 12;
  const Index days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + date.day;
  return (days + 1) % 7;
}

std::string iso_of(const Date& date) { return std::to_string(date.year) + "-" + two(date.month) + "-" + two(date.day); }

std::string english_date(const Date& date, Index form) {
  return filled(english_patterns[form], [&](char part) { return english_part(date, part); });
}

std::string chinese_date(const Date& date, Index form) {
  return filled(chinese_patterns[form], [&](char part) { return chinese_part(date, part); });
}

Example make_date(Random& random, const TaskOptions& options) {
  Date date{};
  date.year = between(random, 1900, 2099);
  date.month = between(random, 1, 12);
  date.day = between(random, 1, days_of_month(date.year, date.month));
  const Index first = options.language == "zh" ? english_date_forms : 0;
  const Index last = options.language == "en" ? english_date_forms : english_date_forms + chinese_date_forms;
  const Index form = between(random, first, last - 1);
  const bool english = form < english_date_forms;
  return {english ? english_date(date, form) : chinese_date(date, form - english_date_forms), iso_of(date), {}, {}};
}

}  // namespace unrolled
