#include "tasks/probes.h"

#include <algorithm>

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

#include "tasks/catalogue.h"

using namespace unrolled;

TEST_CASE("copy asks for its letters again, after the sign and in their order", "[tasks]") {
  for (const Example& e : distinct_examples(copy_task, {.length = 17, .symbols = 5}, 200, 1)) {
    REQUIRE(e.source.size() == 37);
    const std::string letters = e.source.substr(0, 10);
    CHECK(letters.find_first_not_of("abcde") == std::string::npos);
    CHECK(e.source == letters + std::string(16, '_') + ":" + std::string(10, '_'));
    CHECK(e.target == std::string(27, '_') + letters);
  }
}

TEST_CASE("reversal writes backwards, and uses all lengths and letters", "[tasks]") {
  size_t shortest = 100, longest = 0;
  std::string used;
  for (const Example& e : distinct_examples(reversal_task, {.length = 6, .symbols = 4}, 2000, 1)) {
    CHECK(std::equal(e.source.begin(), e.source.end(), e.target.rbegin(), e.target.rend()));
    shortest = std::min(shortest, e.source.size());
    longest = std::max(longest, e.source.size());
    used += e.source;
  }
  std::ranges::sort(used);
  used.erase(std::unique(used.begin(), used.end()), used.end());
  CHECK(shortest == 1);
  CHECK(longest == 6);
  CHECK(used == "abcd");
}

TEST_CASE("the adding problem marks one number in each half, and to answer 1 costs 1/6", "[tasks]") {
  double cost = 0;
  const auto examples = distinct_examples(adding_task, {.length = 31}, 4000, 1);
  for (const Example& e : examples) {
    float sum = 0;
    Index marks[2] = {0, 0};
    for (Index t = 0; t < 31; ++t) {
      const float x = e.frames[static_cast<size_t>(2 * t)], mark = e.frames[static_cast<size_t>(2 * t + 1)];
      REQUIRE((x >= 0 && x < 1 && (mark == 0 || mark == 1)));
      sum += x * mark;
      if (mark == 1) ++marks[t < 15 ? 0 : 1];
    }
    REQUIRE((marks[0] == 1 && marks[1] == 1));
    REQUIRE(e.values == std::vector<float>{sum});
    cost += (sum - 1.0) * (sum - 1.0) / static_cast<double>(examples.size());
  }
  CHECK(cost == Catch::Approx(1.0 / 6).margin(0.01));
}

TEST_CASE("parity counts the ones so far", "[tasks]") {
  for (const Example& e : distinct_examples(parity_task, {}, 300, 1))
    for (size_t t = 0; t < e.source.size(); ++t)
      REQUIRE(e.target[t] == (std::count(e.source.begin(), e.source.begin() + static_cast<Index>(t) + 1, '1') % 2 ? '1' : '0'));
}

TEST_CASE("brackets are closed in the right order, and the target is what a stack says", "[tasks]") {
  for (const std::string_view variant : {"expected", "depth"}) {
    bool deep = false;
    for (const Example& e : distinct_examples(brackets_task, {.length = 40, .variant = variant}, 500, 1)) {
      REQUIRE(e.source.size() == 40);
      std::string stack;
      for (size_t t = 0; t < e.source.size(); ++t) {
        const char c = e.source[t];
        const size_t opening = std::string_view("([{").find(c);
        if (opening != std::string_view::npos) {
          stack += ")]}"[opening];
        } else {
          REQUIRE(!stack.empty());
          REQUIRE(stack.back() == c);
          stack.pop_back();
        }
        REQUIRE(stack.size() <= 9);
        deep |= stack.size() >= 7;
        REQUIRE(e.target[t] == (variant == "depth" ? static_cast<char>('0' + stack.size()) : stack.empty() ? '.' : stack.back()));
      }
      REQUIRE(stack.empty());
    }
    CHECK(deep);
  }
}

TEST_CASE("the gap's class is its first symbol, each as often as another, and nothing later tells it", "[tasks]") {
  std::string firsts;
  for (const Example& e : distinct_examples(gap_task, {.length = 20, .symbols = 3}, 3000, 1)) {
    REQUIRE(e.source.size() == 20);
    REQUIRE(e.target == e.source.substr(0, 1));
    REQUIRE(e.source.find_first_not_of("abcdefghij", 1) == std::string::npos);
    firsts += e.target;
  }
  for (const char c : {'A', 'B', 'C'}) CHECK(std::count(firsts.begin(), firsts.end(), c) == Catch::Approx(1000).margin(100));
}
