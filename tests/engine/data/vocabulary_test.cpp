#include "data/vocabulary.h"

#include <catch2/catch_test_macros.hpp>

using namespace unrolled;

namespace {
Vocabulary of(const std::u32string& text, size_t limit = 100) { return Vocabulary::of(text, limit); }
}  // namespace

TEST_CASE("Ids follow the code points, with id 0 for the unknown", "[data]") {
  const Vocabulary v = of(U"cabcab\u4E2D\U0001F600");
  REQUIRE(v.size() == 6);
  CHECK(v.points() == std::vector<char32_t>{'a', 'b', 'c', 0x4E2D, 0x1F600});
  for (Id id = 1; id < v.size(); ++id) CHECK(v.id(v.point(id)) == id);
  CHECK(v.id(U'x') == unknown_id);
  CHECK(v.point(unknown_id) == replacement_character);
}

TEST_CASE("The order of the text does not matter", "[data]") {
  CHECK(of(U"hello world").points() == of(U"dlrow olleh").points());
}

TEST_CASE("A limit keeps the most frequent characters", "[data]") {
  CHECK(of(U"aabbbcdddd", 3).points() == std::vector<char32_t>{'b', 'd'});
  CHECK(of(U"aabbbcdddd", 3).size() == 3);
  CHECK(of(U"aabbbcdddd", 5).size() == 5);
  CHECK(of(U"aabbbcdddd", 2).points() == std::vector<char32_t>{'d'});
}

TEST_CASE("Of equally frequent characters the smaller is kept", "[data]") {
  CHECK(of(U"zyxzyxcc", 3).points() == std::vector<char32_t>{'c', 'x'});
}

TEST_CASE("Encoding turns what was left out into the unknown", "[data]") {
  const Vocabulary v = of(U"aabbbcdddd", 3);
  CHECK(v.encode(std::u32string(U"abcd")) == std::vector<Id>{0, 1, 0, 2});
  CHECK(v.encode(std::u32string()).empty());
}

TEST_CASE("A vocabulary can be made again from its points", "[data]") {
  const Vocabulary v = of(U"some text\n"), again(v.points());
  CHECK(again.points() == v.points());
  CHECK(again.encode(std::u32string(U"text!")) == v.encode(std::u32string(U"text!")));
}

TEST_CASE("Reading starts with a line feed, else with the first character", "[data]") {
  const Vocabulary with = of(U"b\na"), without = of(U"ba"), empty{std::vector<char32_t>{}};
  CHECK(with.point(with.start()) == U'\n');
  CHECK(without.point(without.start()) == U'a');
  CHECK(empty.start() == unknown_id);
  CHECK(empty.size() == 1);
}
