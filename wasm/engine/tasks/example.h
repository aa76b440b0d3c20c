#pragma once
// What a task is, and what its examples look like. A generator is a pure function of the random numbers it draws:
// the same seed gives the same examples, to the last bit, everywhere.

#include <string>
#include <string_view>
#include <vector>

#include "math/random.h"
#include "math/types.h"

namespace unrolled {

/// One example of any task. Text stays text here (UTF-8); vocabularies make ids of it.
struct Example {
  std::string source;         // what is read, if it is text
  std::string target;         // what is to be written; the name of the class; or, for aligned tasks, one code point a step
  std::vector<float> frames;  // what is read, if it is numbers: steps × width, row-major
  std::vector<float> values;  // what is to be predicted, if it is numbers
};

/// many-to-one; many-to-many, one output a step; many-to-many of other lengths; one-to-many; regression.
enum class Form { classes, aligned, pairs, picture, numbers };

/// What a generator may be asked for. Everything has a default of the task's own: 0, "" or a negative number asks for
/// it. Each generator says in its header what it heeds.
struct TaskOptions {
  Index length = 0;              // steps, symbols or points
  std::string_view language = {};   // "en", "zh"; numbers: "en-zh", "digits-en" …
  std::string_view variant = {};    // which of several kinds
  Index symbols = 0;             // size of the alphabet
  double noise = -1;             // standard deviation of what is added to numbers
};

struct Task {
  std::string_view name;
  Form form;
  Index width;  // of a frame; 0 for text
  Example (*make)(Random&, const TaskOptions&);
  /// What `language` and `variant` may be, divided by spaces, the default first; "" where there is no choice.
  std::string_view languages, variants;
  /// What `length` and `symbols` may be.
  Index default_length = 0, least_length = 0, most_length = 0;
  Index default_symbols = 0, least_symbols = 0, most_symbols = 0;
  double default_noise = 0;
};

}  // namespace unrolled
