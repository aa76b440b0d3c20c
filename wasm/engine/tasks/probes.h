#pragma once
// Small tasks that ask one thing of a model each.
//
// copy      aligned. Remember, wait, repeat (Hochreiter & Schmidhuber 1997; in the form of Arjovsky, Shah & Bengio
//           2016, 5.1): ten letters of `symbols` = 8, then `length` = 30 steps of which the last shows “:”, then ten steps
//           in which the letters are to be written; “_” is blank, in the source and as the answer of all other steps.
//           Without memory nothing is better than 10·ln 8 / (length + 20) nats a step.
// reversal  pairs. One to `length` = 8 letters of `symbols` = 10 → the same backwards.
// adding    numbers. T = `length` = 100 frames (x, marked), x uniform in [0, 1), one mark in each half → the sum of the
//           two marked numbers. To answer 1 always costs a squared error of 1/6 ≈ 0.1667, the variance of the sum (the
//           0.1767 in Le, Jaitly & Hinton 2015 is the same baseline).
// parity    aligned. `length` = 24 bits → after each, “1” if so far an odd number of them was 1.
// brackets  aligned. `length` = 24 brackets that are closed in the end; variant "expected": which bracket would close
//           the innermost open one, “.” if none is open (`symbols` = 3 kinds: () [] {}); variant "depth": how many of one
//           kind are open, “0” … “9”.
// gap       classes. A capital of `symbols` = 4, then length − 1 small letters → the capital (length = 50).

#include "tasks/example.h"

namespace unrolled {

Example make_copy(Random& random, const TaskOptions& options);
Example make_reversal(Random& random, const TaskOptions& options);
Example make_adding(Random& random, const TaskOptions& options);
Example make_parity(Random& random, const TaskOptions& options);
Example make_brackets(Random& random, const TaskOptions& options);
Example make_gap(Random& random, const TaskOptions& options);

inline constexpr Index copied_letters = 10;

inline constexpr Task copy_task{"copy", Form::aligned, 0, make_copy, "", "", 30, 1, 1000, 8, 2, 26};
inline constexpr Task reversal_task{"reversal", Form::pairs, 0, make_reversal, "", "", 8, 1, 100, 10, 2, 26};
inline constexpr Task adding_task{"adding", Form::numbers, 2, make_adding, "", "", 100, 2, 2000};
inline constexpr Task parity_task{"parity", Form::aligned, 0, make_parity, "", "", 24, 1, 1000};
inline constexpr Task brackets_task{"brackets", Form::aligned, 0, make_brackets, "", "expected depth", 24, 2, 1000, 3, 1, 3};
inline constexpr Task gap_task{"gap", Form::classes, 0, make_gap, "", "", 50, 2, 2000, 4, 2, 26};

}  // namespace unrolled
