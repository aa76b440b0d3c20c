#include "data/tokens.h"

#include <catch2/catch_test_macros.hpp>

#include "math/error.h"

using namespace unrolled;

namespace {

Tokens words(const std::u32string& text, Index limit = 100, Index min_frequency = 1) {
  return {text, {TokenKind::words, limit, min_frequency}};
}
Tokens characters(const std::u32string& text, Index limit = 100, Index min_frequency = 1) {
  return {text, {TokenKind::characters, limit, min_frequency}};
}

std::span<const std::uint8_t> bytes(const std::string& s) { return {reinterpret_cast<const std::uint8_t*>(s.data()), s.size()}; }

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
  const std::u32string text = U"the sea, the sea\nthe end";
  const Tokens t = words(text);
  CHECK(t.stored() == with_nul("\n| end| sea| the|,|the"));
  CHECK(t.size() == 7);
  CHECK(t.encode(text) == std::vector<Id>{6, 3, 5, 4, 3, 1, 6, 2});
  CHECK(decoded(t, t.encode(text)) == "the sea, the sea\nthe end");
  CHECK(t.start() == 1);
  CHECK(words(U"b a").start() == 1);
}

TEST_CASE("What is too rare, or too much, is unknown", "[data]") {
  const std::u32string text = U" a a a b b c d d";
  CHECK(words(text, 100, 2).stored() == with_nul(" a| b| d"));
  CHECK(words(text, 3).stored() == with_nul(" a| b"));
  CHECK(words(text, 100, 2).encode(text) == std::vector<Id>{1, 1, 1, 2, 2, 0, 3, 3});
  CHECK(characters(U"aaabbcdd", 100, 2).stored() == "abd");
  CHECK(characters(U"aaabbcdd", 3, 2).stored() == "ab");
  CHECK(decoded(words(text, 100, 2), {1, 0}) == " a\uFFFD");
}

TEST_CASE("The first word is known with or without its space, and a space at the end waits for its word", "[data]") {
  const Tokens t = words(U"The keeper saw the sea.");
  CHECK(decoded(t, t.encode(std::u32string(U"keeper "))) == " keeper");
  CHECK(t.unknown_in(std::u32string(U"sea keeper saw")).empty());
  CHECK(t.unknown_in(std::u32string(U"The ")).empty());
  CHECK(t.encode(std::u32string(U"The ")) == t.encode(std::u32string(U"The")));
  CHECK(t.encode(std::u32string(U" ")) == std::vector<Id>{unknown_id});
}

TEST_CASE("Each unknown token is named once", "[data]") {
  CHECK(words(U"the sea").unknown_in(std::u32string(U"the fog, the fog sea")) == with_nul(" fog| the|,"));
  CHECK(characters(U"abc").unknown_in(std::u32string(U"axcxy")) == "xy");
}

TEST_CASE("Tokens can be made again from what was stored", "[data]") {
  for (const Tokens& t : {words(U"a b, c\nd e"), characters(U"a b, c\nd e中")}) {
    const std::string stored = t.stored();
    const Tokens again(t.kind(), bytes(stored));
    CHECK(again.stored() == stored);
    CHECK(again.size() == t.size());
    CHECK(again.encode(std::u32string(U"a b e ?")) == t.encode(std::u32string(U"a b e ?")));
  }
  // A file from elsewhere may number its characters as it likes.
  CHECK(Tokens(TokenKind::characters, bytes("cab")).encode(std::u32string(U"abc")) == std::vector<Id>{2, 3, 1});
}

TEST_CASE("A stored vocabulary that is none is refused", "[data]") {
  for (const char* stored : {"", "a|a", "b|a", "|a", "a|", "a||b"})
    CHECK_THROWS_AS(Tokens(TokenKind::words, bytes(with_nul(stored))), Error);
  for (const char* stored : {"", "aba"}) CHECK_THROWS_AS(Tokens(TokenKind::characters, bytes(stored)), Error);
  // NUL parts words, so it is none.
  CHECK(words(std::u32string(U"a\0b", 3)).stored() == with_nul("a|b"));
}
