#pragma once
// A date as people write it → ISO 8601: “Mar 3rd, 2021”, “二〇二一年三月三日” → “2021-03-03”.
//
// Gregorian dates of the years 1900 to 2099, uniform; the form uniform among those of the language. All forms are
// unambiguous: no numbers alone whose order of day and month one would have to know. `language`: "both" (default),
// "en", "zh". 14 English and 8 Chinese forms of 73 049 dates.

#include "tasks/example.h"

namespace unrolled {

struct Date {
  Index year, month, day;
};

Index days_of_month(Index year, Index month);
/// 0 Monday … 6 Sunday.
Index weekday_of(const Date& date);
std::string iso_of(const Date& date);

inline constexpr Index english_date_forms = 14, chinese_date_forms = 8;
std::string english_date(const Date& date, Index form);
std::string chinese_date(const Date& date, Index form);

Example make_date(Random& random, const TaskOptions& options);

inline constexpr Task dates_task{"dates", Form::pairs, 0, make_date, "both en zh", ""};

}  // namespace unrolled
