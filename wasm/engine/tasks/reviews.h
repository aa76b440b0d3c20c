#pragma once
// A line about a restaurant, a hotel or a film → positive or negative (好评 or 差评). Counting good and bad words is not
// enough: the order decides, and what “not”, “but” and “although” refer to.
//
//   the soup was not bad at all                              positive
//   the food was good, not bad                               positive       the food was bad, not good      negative
//   the food was good, but the waiters were rude             negative       what comes after “but” counts
//   although the rooms were dirty, the beds were comfortable   positive       what “although” does not introduce counts
//   I thought the film would be boring, but it was exciting  positive
//
// Every form is as often positive as negative, with the same words in other places wherever English and Chinese allow.
// `language`: "en" (default), "zh".

#include "tasks/example.h"

namespace unrolled {

Example make_review(Random& random, const TaskOptions& options);

inline constexpr Task reviews_task{"reviews", Form::classes, 0, make_review, "en zh", ""};

}  // namespace unrolled
