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
};

Window read(const BatchStreams& streams, Index w, Index B, Index T, Index first = 0) {
  Window window{std::vector<Id>(B * T), std::vector<Id>(B * T)};
  streams.read(w, first, window.inputs, window.targets);
  return window;
}

}  // namespace

TEST_CASE("Each stream is a contiguous piece of the text, time-major", "[data]") {
  const auto ids = counting(25);  // 24 predictions: 3 streams of 8
  const BatchStreams streams(ids, 3, 4);
  CHECK(streams.windows() == 2);
  CHECK(read(streams, 0, 3, 4).inputs == std::vector<Id>{0, 8, 16, 1, 9, 17, 2, 10, 18, 3, 11, 19});
  CHECK(read(streams, 1, 3, 4).inputs == std::vector<Id>{4, 12, 20, 5, 13, 21, 6, 14, 22, 7, 15, 23});
}

TEST_CASE("Some of the streams can be read alone", "[data]") {
  const auto ids = counting(25);
  const BatchStreams streams(ids, 3, 4);
  CHECK(read(streams, 0, 2, 4, 1).inputs == std::vector<Id>{8, 16, 9, 17, 10, 18, 11, 19});
  CHECK(read(streams, 1, 1, 4, 2).targets == std::vector<Id>{21, 22, 23, 24});
}

TEST_CASE("Targets are the inputs one character later", "[data]") {
  const auto ids = counting(100);
  const BatchStreams streams(ids, 4, 5);
  for (Index w = 0; w < streams.windows(); ++w) {
    const Window window = read(streams, w, 4, 5);
    for (std::size_t k = 0; k < window.inputs.size(); ++k) CHECK(window.targets[k] == window.inputs[k] + 1);
  }
}

TEST_CASE("The shortest text that fits is B·T + 1 characters", "[data]") {
  for (const Index B : {1, 2, 7})
    for (const Index T : {1, 3, 8}) {
      const auto ids = counting(B * T + 1);
      const BatchStreams streams(ids, B, T);
      CHECK(streams.windows() == 1);
      CHECK(read(streams, 0, B, T).targets.back() == B * T);
    }
}
