#include "math/arena.h"

#include <catch2/catch_test_macros.hpp>

using namespace unrolled;

namespace {

struct Pair {
  using Scalar = float;
  Matrix<float> first, second, third;

  static Pair declare(Arena<float>& arena, Index n) {
    auto first = arena.matrix("first", n, 3);
    const Arena<float>::Scope outer(arena, "outer");
    auto second = arena.matrix("second", 1, n);
    const Arena<float>::Scope inner(arena, "0");
    return {first, second, arena.matrix("third", n, n)};
  }
};

}  // namespace

TEST_CASE("Names carry the scopes they were declared in", "[math]") {
  auto placed = place<Pair>(Index{5});
  const auto& entries = placed.arena.entries();
  REQUIRE(entries.size() == 3);
  CHECK(entries[0].name == "first");
  CHECK(entries[1].name == "outer.second");
  CHECK(entries[2].name == "outer.0.third");
  CHECK(entries[0].rows == 5);
  CHECK(entries[0].cols == 3);
  CHECK(placed.arena.view(entries[2]).data() == placed.tensors.third.data());
}

TEST_CASE("Every tensor starts on a cache line", "[math]") {
  for (const Index n : {1, 3, 7, 16, 33}) {
    auto placed = place<Pair>(n);
    for (const auto* m : {&placed.tensors.first, &placed.tensors.second, &placed.tensors.third})
      CHECK(reinterpret_cast<std::uintptr_t>(m->data()) % 64 == 0);
  }
}

TEST_CASE("A placed block is as large as the measured one, and zero", "[math]") {
  Arena<float> measure;
  Pair::declare(measure, 9);
  auto placed = place<Pair>(Index{9});
  CHECK(measure.size() == placed.arena.size());
  CHECK(std::ranges::all_of(placed.arena.all(), [](float x) { return x == 0; }));
}

TEST_CASE("Two blocks of one list have the same offsets", "[math]") {
  auto one = place<Pair>(Index{4}), other = place<Pair>(Index{4});
  for (std::size_t k = 0; k < 3; ++k) CHECK(one.arena.entries()[k].offset == other.arena.entries()[k].offset);
}

TEST_CASE("Zeroing clears the whole block", "[math]") {
  auto placed = place<Pair>(Index{4});
  placed.tensors.third.setConstant(3);
  placed.arena.zero();
  CHECK(placed.tensors.third.isZero());
}

TEST_CASE("A block that is too small throws", "[math]") {
  Arena<double> arena(20);
  arena.matrix("fits", 2, 5);
  CHECK_THROWS_AS(arena.matrix("does not", 1, 5), std::bad_alloc);
}

TEST_CASE("Tensors without elements take no room", "[math]") {
  Arena<float> arena(0);
  CHECK(arena.matrix("empty", 0, 7).size() == 0);
  CHECK(arena.matrix("empty too", 7, 0).size() == 0);
  CHECK(arena.size() == 0);
}

TEST_CASE("Views outlive the move of their block", "[math]") {
  auto placed = place<Pair>(Index{4});
  placed.tensors.first.setConstant(2);
  const auto moved = std::move(placed);
  CHECK(moved.tensors.first(3, 2) == 2);
  CHECK(moved.arena.all()[0] == 2);
}
