#include "tasks/catalogue.h"

#include <bit>

#include "math/error.h"
#include "tasks/dates.h"
#include "tasks/numbers.h"
#include "tasks/phonemes.h"
#include "tasks/phrases.h"
#include "tasks/probes.h"
#include "tasks/reviews.h"
#include "tasks/scenes.h"
#include "tasks/series.h"

namespace unrolled {

namespace {

const Task tasks[] = {
    dates_task, numbers_task, phrases_task, scenes_task, phonemes_task, reviews_task, copy_task,
    reversal_task, adding_task, parity_task, brackets_task, gap_task, series_task,
};

using Details = std::map<std::string, std::string>;

/// `details`: a problem as web/src/engine/settings.ts has them.
[[noreturn]] void refuse(const char* field, const std::string& allowed, const std::string& value, Details details) {
  details["allowed"] = allowed, details["value"] = value;
  throw Error("invalid-field", field, std::string(field) + " must be " + allowed + "; it is " + value, details);
}

[[noreturn]] void refuse_unused(const char* field, const std::string& value) {
  refuse(field, "left out for this task", value, {{"reason", "unused"}});
}

std::string_view choice(const char* field, std::string_view allowed, std::string_view asked) {
  if (asked.empty()) return allowed.substr(0, allowed.find(' '));
  for (std::string_view left = allowed; !left.empty();) {
    const size_t space = left.find(' ');
    const std::string_view one = left.substr(0, space);
    if (one == asked) return one;
    left = space == left.npos ? std::string_view{} : left.substr(space + 1);
  }
  if (allowed.empty()) refuse_unused(field, std::string(asked));
  refuse(field, "one of: " + std::string(allowed), std::string(asked), {{"reason", "not-a-choice"}, {"choices", std::string(allowed)}});
}

Index within(const char* field, Index asked, const Index (&range)[3]) {
  if (asked == 0) return range[0];
  if (range[2] == 0) refuse_unused(field, std::to_string(asked));
  const std::string least = std::to_string(range[1]), most = std::to_string(range[2]);
  if (asked < range[1] || asked > range[2])
    refuse(field, least + " to " + most, std::to_string(asked), {{"reason", "out-of-range"}, {"min", least}, {"max", most}});
  return asked;
}

/// FNV-1a over source and frames, mixed once more so that its low bits may choose a place in a table. Never 0.
std::uint64_t hash_of(const Example& e) {
  std::uint64_t h = 14695981039346656037ull;
  const auto take = [&](std::uint32_t x) { h = (h ^ x) * 1099511628211ull; };
  for (const char c : e.source) take(static_cast<std::uint8_t>(c));
  for (const float x : e.frames) take(std::bit_cast<std::uint32_t>(x));
  h = (h ^ (h >> 32)) * 0x9E3779B97F4A7C15ull;
  return (h ^ (h >> 29)) | 1;
}

}  // namespace

std::span<const Task> all_tasks() { return tasks; }

const Task* find_task(std::string_view name) {
  for (const Task& task : tasks)
    if (task.name == name) return &task;
  return nullptr;
}

TaskOptions checked_options(const Task& task, TaskOptions o) {
  o.language = choice("language", task.languages, o.language);
  o.variant = choice("variant", task.variants, o.variant);
  o.length = within("length", o.length, {task.default_length, task.least_length, task.most_length});
  o.symbols = within("symbols", o.symbols, {task.default_symbols, task.least_symbols, task.most_symbols});
  if (o.noise < 0) o.noise = task.default_noise;
  if (!(o.noise <= 10)) refuse("noise", "0 to 10", "more", {{"reason", "out-of-range"}, {"min", "0"}, {"max", "10"}});
  return o;
}

std::vector<Example> distinct_examples(const Task& task, const TaskOptions& options, Index count, std::uint64_t seed) {
  const TaskOptions checked = checked_options(task, options);
  Random random(seed, Stream::examples);
  std::vector<Example> found;
  std::vector<std::uint64_t> seen(std::bit_ceil(static_cast<size_t>(std::max<Index>(2 * count, 2))));
  Index repeated = 0;
  while (static_cast<Index>(found.size()) < count && repeated < 1000 + 8 * static_cast<Index>(found.size())) {
    Example e = task.make(random, checked);
    const std::uint64_t hash = hash_of(e);
    size_t at = (hash >> 1) & (seen.size() - 1);
    while (seen[at] != 0 && seen[at] != hash) at = (at + 1) & (seen.size() - 1);
    if (seen[at] == hash) {
      ++repeated;
      continue;
    }
    seen[at] = hash;
    repeated = 0;
    found.push_back(std::move(e));
  }
  return found;
}

}  // namespace unrolled
