#pragma once
// What a language model reads and writes: a text's characters or its words, by id. Id 0 is <unk>.

#include <string>

#include "data/vocabulary.h"
#include "math/types.h"

namespace unrolled {

enum class TokenKind { characters, words };

struct TokenOptions {
  TokenKind kind = TokenKind::characters;
  Index limit = 4096;         // V at most, with <unk>
  Index min_frequency = 1;    // tokens that occur less often are <unk>
};

class Tokens {
 public:
  /// Those of a text; of equally frequent ones the smaller is kept.
  Tokens(std::span<const char32_t> text, const TokenOptions& options);
  /// From `stored()` of another. Throws Error "bad-file".
  Tokens(TokenKind kind, std::span<const std::uint8_t> stored);

  TokenKind kind() const { return kind_; }
  Id size() const { return static_cast<Id>(kind_ == TokenKind::words ? words_.size() + 1 : characters_.size()); }
  /// A first word is also known by what it is elsewhere, with a space before it; a single space at the end belongs to a
  /// word that is still to come and is left out (both: only words).
  std::vector<Id> encode(std::span<const char32_t> text) const;
  /// UTF-8; U+FFFD for <unk>.
  void append(std::string& to, Id id) const;
  /// What of a text is <unk>, each once, as `stored()` would write them.
  std::string unknown_in(std::span<const char32_t> text) const;
  /// What the model reads where there is nothing to read: a line feed, else its first token.
  Id start() const;
  /// All tokens but <unk>, in UTF-8: characters one after the other, words with a NUL between two.
  std::string stored() const;

 private:
  std::vector<std::u32string_view> pieces(std::u32string_view text) const;
  Id id(std::u32string_view word) const;
  /// Of a text's piece number `k`.
  Id id_at(size_t k, std::u32string_view piece) const;
  std::string joined(const std::vector<std::u32string>& tokens) const;

  TokenKind kind_;
  Vocabulary characters_{std::vector<char32_t>{}};
  std::vector<std::u32string> words_;  // ascending
};

}  // namespace unrolled
