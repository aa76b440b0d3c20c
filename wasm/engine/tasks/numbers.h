#pragma once
// Whole numbers from 0 to 999 999 in three notations: English words, Chinese numerals, digits.
//
// English: American, without “and”, hyphens between tens and ones: 4 012 “four thousand twelve”, 21 “twenty-one”.
//
// Chinese, as it is spoken in standard Mandarin:
//   零   zeros within a group of four digits that something follows are read once: 4 012 四千零一十二, 10 010
//        一万零一十; zeros at a group's end are not read: 102 000 十万二千
//   十   10 … 19 at the very front lose their 一: 十二, 十二万; elsewhere they keep it: 一百一十二, 四千零一十二
//   两   stands for 2 before 千 and 万 at the very front: 两千, 两万三千; 二 everywhere else: 二百, 二十, 三万二千,
//        十二万 (Lü Shuxiang, “Eight hundred words of modern Chinese”: both are heard before 百, and 二 is the rule)
//
// `language`: "en-zh" (default), "zh-en", "en-digits", "digits-en", "zh-digits", "digits-zh". How many digits a number
// has is uniform from 1 to 6, and in every third number each digit after the first is 0 half of the time: zeros are
// what is hard.

#include "tasks/example.h"

namespace unrolled {

std::string english_numeral(Index n);
std::string chinese_numeral(Index n);

Example make_number(Random& random, const TaskOptions& options);

inline constexpr Task numbers_task{
    "numbers", Form::pairs, 0, make_number, "en-zh zh-en en-digits digits-en zh-digits digits-zh", ""};

}  // namespace unrolled
