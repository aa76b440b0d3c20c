#pragma once
// What a language model reads and writes: a text's characters or its words, by id. Id 0 is <unk>. Texts are UTF-8; a byte
// that is not part of a well-formed sequence counts as U+FFFD.

#include <string>
#include <string_view>

#include "data/vocabulary.h"
#include "math/types.h"

namespace unrolled {

enum class TokenKind { characters, words };

struct TokenOptions {
  TokenKind kind = TokenKind::characters;
  Index limit = 4096;       // V at most, with <unk>
  Index min_frequency = 1;  // tokens that occur less often are <unk>
};

class Tokens {
 public:
  /// Those of a text.
  Tokens(std::span<const std::uint8_t> text, const TokenOptions& options);
  /// From `stored()` of another. Throws Error "bad-file".
  Tokens(std::span<const std::uint8_t> stored, TokenKind kind);

  TokenKind kind() const { return kind_; }
  Id size() const { return static_cast<Id>(kind_ == TokenKind::words ? words_.size() + 1 : characters_.size()); }
  /// A first word is also known by what it is elsewhere, with a space before it; a single space at the end belongs to a
  /// word that is still to come and is left out (both: only words).
  std::vector<Id> encode(std::span<const std::uint8_t> text) const;
  /// U+FFFD for <unk>.
  void append(std::string& to, Id id) const;
  /// What of a text is <unk>, each once, as `stored()` would write them.
  std::string unknown_in(std::span<const std::uint8_t> text) const;
  /// What the model reads where there is nothing to read: a line feed, else its first token.
  Id start() const;
  /// All tokens but <unk>: characters one after the other, words with a NUL between two.
  std::string stored() const;

 private:
  Id id(std::string_view word) const;
  /// Of a text's piece number `k`.
  Id id_at(size_t k, std::string_view piece) const;

  TokenKind kind_;
  Vocabulary characters_{std::vector<char32_t>{}};
  std::vector<std::string> words_;  // ascending
};

}  // namespace unrolled
