#include "data/batches.h"

#include <catch2/catch_test_macros.hpp>
#include <numeric>

using namespace unrolled;

namespace {

std::vector<Id> counting(Index n) {
  std::vector<Id> ids(n);
  std::iota(ids.begin(), ids.end(), 0);
  return ids;
}

struct Window {
  std::vector<Id> inputs, targets;
  bool starts;
};

Window read(BatchStreams& streams, Index B, Index T) {
  Window w{std::vector<Id>(B * T), std::vector<Id>(B * T), false};
  w.starts = streams.next(w.inputs, w.targets);
  return w;
}

}  // namespace

TEST_CASE("Each stream is a contiguous piece of the text, time-major", "[data]") {
  const auto ids = counting(25);  // 24 predictions: 3 streams of 8
  BatchStreams streams(ids, 3, 4);
  CHECK(streams.windows() == 2);
  const Window first = read(streams, 3, 4), second = read(streams, 3, 4);
  CHECK(first.inputs == std::vector<Id>{0, 8, 16, 1, 9, 17, 2, 10, 18, 3, 11, 19});
  CHECK(second.inputs == std::vector<Id>{4, 12, 20, 5, 13, 21, 6, 14, 22, 7, 15, 23});
}

TEST_CASE("Targets are the inputs one character later", "[data]") {
  const auto ids = counting(100);
  BatchStreams streams(ids, 4, 5);
  for (Index w = 0; w < 2 * streams.windows(); ++w) {
    const Window window = read(streams, 4, 5);
    for (std::size_t k = 0; k < window.inputs.size(); ++k) CHECK(window.targets[k] == window.inputs[k] + 1);
  }
}

TEST_CASE("After the last window reading starts again, and says so", "[data]") {
  const auto ids = counting(32);
  BatchStreams streams(ids, 2, 5);
  REQUIRE(streams.windows() == 3);
  for (int pass = 0; pass < 3; ++pass)
    for (Index w = 0; w < 3; ++w) {
      CHECK(streams.position() == w);
      const Window window = read(streams, 2, 5);
      CHECK(window.starts == (w == 0));
      CHECK(window.inputs[0] == w * 5);
    }
}

TEST_CASE("Seeking goes to a window of the pass", "[data]") {
  const auto ids = counting(32);
  BatchStreams streams(ids, 2, 5);
  streams.seek(2);
  CHECK(streams.position() == 2);
  CHECK(read(streams, 2, 5).inputs[0] == 10);
  CHECK(streams.position() == 0);
  streams.seek(4);
  CHECK(streams.position() == 1);
}

TEST_CASE("The shortest text that fits is B·T + 1 characters", "[data]") {
  for (const Index B : {1, 2, 7})
    for (const Index T : {1, 3, 8}) {
      const auto ids = counting(B * T + 1);
      BatchStreams streams(ids, B, T);
      CHECK(streams.windows() == 1);
      const Window w = read(streams, B, T);
      CHECK(w.starts);
      CHECK(w.targets.back() == B * T);
    }
}
