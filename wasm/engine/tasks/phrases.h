#pragma once
// A small grammar that writes the same sentence in English and in Chinese.
//
//   She did not wash that car at home yesterday.      who  (not)  did what  where  when
//   她昨天没在家洗那辆汽车。                          who  when  (not)  where  did what
//
// What has to be learned is more than a dictionary: time and place come before the verb; a measure word that the noun
// chooses (一本书, 两条鱼); adjectives with and without 的, in another order than the English ones (a big red apple,
// 一个红色的大苹果); 了 and 没 for the past, 会 and 不会 for the future, 正 and 没 for what is going on, 不 elsewhere; 吗 for
// questions; no plurals and no forms of the verb. Two more kinds of sentence: what one likes, and what things are like
// (这本书很贵). Either language determines the other, so both directions are fair.
//
// `language`: "en-zh" (default) or "zh-en". More than a million pairs.

#include "tasks/example.h"

namespace unrolled {

Example make_phrase(Random& random, const TaskOptions& options);

inline constexpr Task phrases_task{"phrases", Form::pairs, 0, make_phrase, "en-zh zh-en", ""};

}  // namespace unrolled
