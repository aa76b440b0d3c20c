#include "data/tokens.h"

#include <catch2/catch_test_macros.hpp>

#include "math/error.h"

using namespace unrolled;

namespace {

std::span<const std::uint8_t> bytes(const std::string& s) { return {reinterpret_cast<const std::uint8_t*>(s.data()), s.size()}; }

Tokens words(const std::string& text, Index limit = 100, Index min_frequency = 1) {
  return {bytes(text), {TokenKind::words, limit, min_frequency}};
}
Tokens characters(const std::string& text, Index limit = 100, Index min_frequency = 1) {
  return {bytes(text), {TokenKind::characters, limit, min_frequency}};
}

std::string decoded(const Tokens& tokens, const std::vector<Id>& ids) {
  std::string text;
  for (const Id id : ids) tokens.append(text, id);
  return text;
}

std::string with_nul(std::string text) {
  for (char& c : text)
    if (c == '|') c = '\0';
  return text;
}

}  // namespace

TEST_CASE("Words get ids in ascending order, and what is written is the text again", "[data]") {
  const std::string text = "the sea, the sea\nthe end";
  const Tokens t = words(text);
  CHECK(t.stored() == with_nul("\n| end| sea| the|,|the"));
  CHECK(t.size() == 7);
  CHECK(t.encode(bytes(text)) == std::vector<Id>{6, 3, 5, 4, 3, 1, 6, 2});
  CHECK(decoded(t, t.encode(bytes(text))) == "the sea, the sea\nthe end");
  CHECK(t.start() == 1);
  CHECK(words("b a").start() == 1);
}

TEST_CASE("What is too rare, or too much, is unknown", "[data]") {
  const std::string text = " a a a b b c d d";
  CHECK(words(text, 100, 2).stored() == with_nul(" a| b| d"));
  CHECK(words(text, 3).stored() == with_nul(" a| b"));
  CHECK(words(text, 100, 2).encode(bytes(text)) == std::vector<Id>{1, 1, 1, 2, 2, 0, 3, 3});
  CHECK(characters("aaabbcdd", 100, 2).stored() == "abd");
  CHECK(characters("aaabbcdd", 3, 2).stored() == "ab");
  CHECK(decoded(words(text, 100, 2), {1, 0}) == " a\uFFFD");
}

TEST_CASE("The first word is known with or without its space, and a space at the end waits for its word", "[data]") {
  const Tokens t = words("The keeper saw the sea.");
  CHECK(decoded(t, t.encode(bytes("keeper "))) == " keeper");
  CHECK(t.unknown_in(bytes("sea keeper saw")).empty());
  CHECK(t.unknown_in(bytes("The ")).empty());
  CHECK(t.encode(bytes("The ")) == t.encode(bytes("The")));
  CHECK(t.encode(bytes(" ")) == std::vector<Id>{unknown_id});
}

TEST_CASE("Each unknown token is named once", "[data]") {
  CHECK(words("the sea").unknown_in(bytes("the fog, the fog sea")) == with_nul(" fog| the|,"));
  CHECK(characters("abc").unknown_in(bytes("axcxy")) == "xy");
}

TEST_CASE("Tokens can be made again from what was stored", "[data]") {
  for (const Tokens& t : {words("a b, c\nd e"), characters("a b, c\nd e中")}) {
    const std::string stored = t.stored();
    const Tokens again(bytes(stored), t.kind());
    CHECK(again.stored() == stored);
    CHECK(again.size() == t.size());
    CHECK(again.encode(bytes("a b e ?")) == t.encode(bytes("a b e ?")));
  }
  // A file from elsewhere may number its characters as it likes.
  CHECK(Tokens(bytes("cab"), TokenKind::characters).encode(bytes("abc")) == std::vector<Id>{2, 3, 1});
}

TEST_CASE("A stored vocabulary that is none is refused", "[data]") {
  for (const char* stored : {"", "a|a", "b|a", "|a", "a|", "a||b"})
    CHECK_THROWS_AS(Tokens(bytes(with_nul(stored)), TokenKind::words), Error);
  for (const char* stored : {"", "aba"}) CHECK_THROWS_AS(Tokens(bytes(stored), TokenKind::characters), Error);
  // NUL parts words, so it is none.
  CHECK(words(std::string("a\0b", 3)).stored() == with_nul("a|b"));
}

TEST_CASE("A byte that is no UTF-8 is the replacement character", "[data]") {
  const Tokens t = words("a\xFF a\xC3");
  CHECK(t.stored() == with_nul(" a|a|\uFFFD"));
  CHECK(decoded(t, t.encode(bytes("a\xFE"))) == "a\uFFFD");
}
