#include "data/tokens.h"

#include <algorithm>

#include "data/words.h"
#include "math/error.h"
#include "math/sort.h"

namespace unrolled {

namespace {

constexpr char separator = '\0';

std::u32string_view view_of(std::span<const char32_t> text) { return {text.data(), text.size()}; }

struct Counted {
  std::u32string_view word;
  size_t count;
};

/// Every word of a text and how often it occurs, in ascending order.
std::vector<Counted> count_words(std::u32string_view text) {
  auto pieces = split_words(text);
  sort_list(pieces);
  std::vector<Counted> counted;
  for (const auto piece : pieces) {
    if (counted.empty() || counted.back().word != piece) counted.push_back({piece, 0});
    ++counted.back().count;
  }
  return counted;
}

std::vector<std::u32string> most_frequent(std::u32string_view text, const TokenOptions& o) {
  auto counted = count_words(text);
  std::erase_if(counted, [&](const Counted& c) {
    return c.count < static_cast<size_t>(o.min_frequency) || c.word.front() == separator;
  });
  sort_list(counted, [](const Counted& a, const Counted& b) { return a.count != b.count ? a.count > b.count : a.word < b.word; });
  if (counted.size() > static_cast<size_t>(o.limit - 1)) counted.resize(static_cast<size_t>(o.limit - 1));
  std::vector<std::u32string> words;
  for (const Counted& c : counted) words.emplace_back(c.word);
  sort_list(words);
  return words;
}

std::vector<std::u32string> separated(std::span<const std::uint8_t> stored) {
  std::vector<std::u32string> words(1);
  for (const char32_t c : decode_utf8(stored)) {
    if (c == separator) words.emplace_back();
    else words.back() += c;
  }
  return words;
}

template <class List>
void check(const List& ascending) {
  if (ascending.empty()) throw Error("bad-file", "bytes", "the file's vocabulary is empty");
  if (std::ranges::adjacent_find(ascending, std::greater_equal{}) != ascending.end())
    throw Error("bad-file", "bytes", "the file's vocabulary has a token twice, or is not in order");
}

}  // namespace

Tokens::Tokens(std::span<const char32_t> text, const TokenOptions& options) : kind_(options.kind) {
  if (kind_ == TokenKind::words) words_ = most_frequent(view_of(text), options);
  else characters_ = Vocabulary::of(text, static_cast<size_t>(options.limit), static_cast<size_t>(options.min_frequency));
}

Tokens::Tokens(TokenKind kind, std::span<const std::uint8_t> stored) : kind_(kind) {
  if (kind_ == TokenKind::words) {
    words_ = separated(stored);
    check(words_);
    if (words_.front().empty()) throw Error("bad-file", "bytes", "the file's vocabulary has an empty word");
  } else {
    characters_ = Vocabulary(decode_utf8(stored));
    auto points = characters_.points();
    sort_list(points);
    check(points);
  }
}

std::vector<std::u32string_view> Tokens::pieces(std::u32string_view text) const {
  auto all = split_words(text);
  if (all.size() > 1 && all.back() == U" ") all.pop_back();
  return all;
}

Id Tokens::id(std::u32string_view word) const {
  const auto found = std::ranges::lower_bound(words_, word);
  return found != words_.end() && *found == word ? static_cast<Id>(found - words_.begin()) + 1 : unknown_id;
}

Id Tokens::id_at(size_t k, std::u32string_view piece) const {
  const Id found = id(piece);
  return found == unknown_id && k == 0 ? id(U' ' + std::u32string(piece)) : found;
}

std::vector<Id> Tokens::encode(std::span<const char32_t> text) const {
  if (kind_ == TokenKind::characters) return characters_.encode(text);
  std::vector<Id> ids;
  for (const auto piece : pieces(view_of(text))) ids.push_back(id_at(ids.size(), piece));
  return ids;
}

void Tokens::append(std::string& to, Id id) const {
  if (kind_ == TokenKind::characters || id == unknown_id) return append_utf8(to, characters_.point(id));
  for (const char32_t c : words_[static_cast<size_t>(id) - 1]) append_utf8(to, c);
}

std::string Tokens::joined(const std::vector<std::u32string>& tokens) const {
  std::string all;
  for (size_t k = 0; k < tokens.size(); ++k) {
    if (k > 0 && kind_ == TokenKind::words) all += separator;
    for (const char32_t c : tokens[k]) append_utf8(all, c);
  }
  return all;
}

std::string Tokens::unknown_in(std::span<const char32_t> text) const {
  std::vector<std::u32string> unknown;
  if (kind_ == TokenKind::words) {
    const auto all = pieces(view_of(text));
    for (size_t k = 0; k < all.size(); ++k)
      if (id_at(k, all[k]) == unknown_id) unknown.emplace_back(all[k]);
  } else {
    for (const char32_t c : text)
      if (characters_.id(c) == unknown_id) unknown.emplace_back(1, c);
  }
  sort_list(unknown);
  unknown.erase(std::unique(unknown.begin(), unknown.end()), unknown.end());
  return joined(unknown);
}

Id Tokens::start() const {
  if (kind_ == TokenKind::characters) return characters_.start();
  const Id line_feed = id(U"\n");
  return line_feed != unknown_id ? line_feed : std::min<Id>(1, size() - 1);
}

std::string Tokens::stored() const {
  if (kind_ == TokenKind::words) return joined(words_);
  std::string all;
  for (const char32_t c : characters_.points()) append_utf8(all, c);
  return all;
}

}  // namespace unrolled
