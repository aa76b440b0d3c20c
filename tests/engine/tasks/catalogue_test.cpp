#include "tasks/catalogue.h"

#include <bit>
#include <map>
#include <set>

#include <catch2/catch_test_macros.hpp>

#include "data/utf8.h"
#include "math/error.h"

using namespace unrolled;

namespace {

/// FNV-1a over all that the examples hold.
std::uint64_t fingerprint(const std::vector<Example>& examples) {
  std::uint64_t h = 14695981039346656037ull;
  const auto take = [&](std::uint32_t x) { h = (h ^ x) * 1099511628211ull; };
  for (const Example& e : examples) {
    for (const std::string* text : {&e.source, &e.target})
      for (const char c : *text + '\n') take(static_cast<std::uint8_t>(c));
    for (const auto* numbers : {&e.frames, &e.values})
      for (const float x : *numbers) take(std::bit_cast<std::uint32_t>(x));
  }
  return h;
}

size_t points(const std::string& text) {
  return decode_utf8({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}).size();
}

std::string key(const Example& e) {
  return e.source + std::string(reinterpret_cast<const char*>(e.frames.data()), e.frames.size() * sizeof(float));
}

std::string refused(const Task& task, const TaskOptions& options) {
  try {
    checked_options(task, options);
  } catch (const Error& error) {
    return error.code + " " + error.field + " " + error.details.at("allowed");
  }
  return "accepted";
}

}  // namespace

TEST_CASE("a seed's examples never change", "[tasks]") {
  const std::map<std::string_view, std::uint64_t> golden = {
      {"dates", 0xc568614bd34fa64ull},
      {"numbers", 0x1f6243e49c20f523ull},
      {"phrases", 0x9ef71083d365db49ull},
      {"scenes", 0x6831538a55cd31f3ull},
      {"phonemes", 0xb020e376dc21c626ull},
      {"reviews", 0xd9f1a781cd18d855ull},
      {"copy", 0xab49f30f18a2d911ull},
      {"reversal", 0xbdcf08cf31ee4bf5ull},
      {"adding", 0x7a92e4222ca5715ull},
      {"parity", 0x353b7f1e177dcd8cull},
      {"brackets", 0xfdd1cf97b6674886ull},
      {"gap", 0x4ce84d538f03a41aull},
      {"series", 0x4719021b164caa21ull},
  };
  for (const Task& task : all_tasks()) {
    INFO(task.name);
    CHECK(fingerprint(distinct_examples(task, {}, 100, 7)) == golden.at(task.name));
  }
}

TEST_CASE("no task gives an example twice, nor one source with two targets", "[tasks]") {
  for (const Task& task : all_tasks()) {
    INFO(task.name);
    const Index count = task.form == Form::numbers ? 50 : 2000;
    const auto examples = distinct_examples(task, {}, count, 3);
    std::set<std::string> keys;
    for (const Example& e : examples) keys.insert(key(e));
    CHECK(keys.size() == examples.size());
    CHECK(static_cast<Index>(examples.size()) == count);
  }
}

TEST_CASE("examples have what their task's form promises", "[tasks]") {
  for (const Task& task : all_tasks()) {
    INFO(task.name);
    for (const Example& e : distinct_examples(task, {}, 20, 5)) {
      CHECK(e.source.empty() == (task.width > 0));
      CHECK(e.frames.empty() == (task.width == 0));
      CHECK(e.values.empty() == (task.form != Form::numbers));
      CHECK(e.target.empty() == (task.form == Form::numbers));
      if (task.width) CHECK(e.frames.size() % static_cast<size_t>(task.width) == 0);
      const size_t steps = task.width ? e.frames.size() / static_cast<size_t>(task.width) : points(e.source);
      if (task.form == Form::aligned) CHECK(points(e.target) == steps);
      if (task.form == Form::picture) CHECK(steps == 1);
    }
  }
}

TEST_CASE("a longer list begins with the shorter one, and another seed gives another", "[tasks]") {
  const Task& task = *find_task("phrases");
  auto longer = distinct_examples(task, {}, 300, 11);
  longer.resize(200);
  CHECK(fingerprint(longer) == fingerprint(distinct_examples(task, {}, 200, 11)));
  CHECK(fingerprint(longer) != fingerprint(distinct_examples(task, {}, 200, 12)));
}

TEST_CASE("where a task has fewer examples than asked for, all of them come", "[tasks]") {
  CHECK(distinct_examples(*find_task("parity"), {.length = 5}, 1000, 1).size() == 32);
  CHECK(distinct_examples(*find_task("reversal"), {.length = 2, .symbols = 3}, 1000, 1).size() == 12);
}

TEST_CASE("options that a task does not know are refused with what it knows", "[tasks]") {
  const Task& numbers = *find_task("numbers");
  CHECK(refused(numbers, {.language = "fr"}) ==
        "invalid-field language one of: en-zh zh-en en-digits digits-en zh-digits digits-zh");
  CHECK(refused(numbers, {.language = "en"}).starts_with("invalid-field language"));
  CHECK(refused(numbers, {.length = 3}) == "invalid-field length left out for this task");
  CHECK(refused(*find_task("copy"), {.length = 5000}) == "invalid-field length 1 to 1000");
  CHECK(refused(*find_task("gap"), {.symbols = 1}) == "invalid-field symbols 2 to 26");
  CHECK(refused(*find_task("series"), {.variant = "square"}) == "invalid-field variant one of: sine damped sines logistic");
  CHECK(refused(*find_task("series"), {.noise = 1e9}) == "invalid-field noise 0 to 10");
  CHECK(refused(*find_task("brackets"), {.length = 30, .variant = "depth", .symbols = 2}) == "accepted");
  CHECK(find_task("Dates") == nullptr);
}
