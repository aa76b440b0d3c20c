#pragma once
// Every generated task by name, and lists of examples that hold none twice.
//
//   name       form      source → target
//   dates      pairs     a date as people write it → ISO 8601
//   numbers    pairs     English words, Chinese numerals, digits: any of them → any other
//   phrases    pairs     an English sentence ↔ the Chinese one
//   scenes     picture   a picture of 16 × 16 × 3 → its caption
//   phonemes   aligned   frames of 8 numbers → a phoneme for each
//   reviews    classes   a line → positive or negative
//   copy, parity, brackets   aligned      reversal   pairs      gap   classes      adding, series   numbers

#include <optional>
#include <span>

#include "tasks/example.h"

namespace unrolled {

std::span<const Task> all_tasks();
/// Null for a name that is none.
const Task* find_task(std::string_view name);

/// The options with every default filled in. Throws Error "invalid-field" that names the field and what it may be.
TaskOptions checked_options(const Task& task, TaskOptions options);

/// `count` examples, no two with the same source or frames, from `Stream::examples` of the seed; fewer when the task
/// has no more: after 1000 + 8·found repetitions in a row. A longer list begins with the shorter one of the same seed.
std::vector<Example> distinct_examples(const Task& task, const TaskOptions& options, Index count, std::uint64_t seed);

}  // namespace unrolled
