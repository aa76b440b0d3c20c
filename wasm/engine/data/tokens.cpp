#include "data/tokens.h"

#include <algorithm>

#include "data/words.h"
#include "math/error.h"
#include "math/sort.h"

namespace unrolled {

namespace {

constexpr char separator = '\0';

std::string well_formed(std::span<const std::uint8_t> text) {
  if (is_utf8(text)) return {text.begin(), text.end()};
  std::string all;
  for (const char32_t c : decode_utf8(text)) append_utf8(all, c);
  return all;
}

/// Views of `text`.
std::vector<std::string_view> pieces(std::string_view text) {
  auto all = split_words(text);
  if (all.size() > 1 && all.back() == " ") all.pop_back();
  return all;
}

std::vector<std::string> words_of(std::string_view text, const TokenOptions& o) {
  auto all = pieces(text);
  sort_list(all);
  std::vector<std::string_view> distinct;
  std::vector<size_t> counts;
  for (const auto piece : all) {
    // NUL parts words where they are stored, so it is none itself.
    if (piece.front() == separator) continue;
    if (distinct.empty() || distinct.back() != piece) distinct.push_back(piece), counts.push_back(0);
    ++counts.back();
  }
  std::vector<std::string> words;
  for (const char32_t k : most_frequent(counts, static_cast<size_t>(o.limit), static_cast<size_t>(o.min_frequency)))
    words.emplace_back(distinct[k]);
  return words;
}

std::vector<std::string> separated(const std::string& stored) {
  std::vector<std::string> words(1);
  for (const char c : stored) {
    if (c == separator) words.emplace_back();
    else words.back() += c;
  }
  return words;
}

void add(std::string& list, std::string_view word) {
  if (!list.empty()) list += separator;
  list += word;
}

[[noreturn]] void bad_vocabulary(const char* why) { throw Error("bad-file", "bytes", std::string("the file's vocabulary ") + why); }

}  // namespace

Tokens::Tokens(std::span<const std::uint8_t> text, const TokenOptions& options) : kind_(options.kind) {
  if (kind_ == TokenKind::words) words_ = words_of(well_formed(text), options);
  else characters_ = Vocabulary::of(decode_utf8(text), static_cast<size_t>(options.limit), static_cast<size_t>(options.min_frequency));
}

Tokens::Tokens(std::span<const std::uint8_t> stored, TokenKind kind) : kind_(kind) {
  if (stored.empty()) bad_vocabulary("is empty");
  if (kind_ == TokenKind::words) {
    words_ = separated(well_formed(stored));
    if (words_.front().empty() || std::ranges::adjacent_find(words_, std::greater_equal{}) != words_.end())
      bad_vocabulary("has an empty word, or one twice, or is not in ascending order");
  } else {
    characters_ = Vocabulary(decode_utf8(stored));
    auto points = characters_.points();
    sort_list(points);
    if (std::ranges::adjacent_find(points) != points.end()) bad_vocabulary("has a character twice");
  }
}

Id Tokens::id(std::string_view word) const {
  const auto found = std::ranges::lower_bound(words_, word);
  return found != words_.end() && *found == word ? static_cast<Id>(found - words_.begin()) + 1 : unknown_id;
}

Id Tokens::id_at(size_t k, std::string_view piece) const {
  const Id found = id(piece);
  return found == unknown_id && k == 0 ? id(' ' + std::string(piece)) : found;
}

std::vector<Id> Tokens::encode(std::span<const std::uint8_t> text) const {
  if (kind_ == TokenKind::characters) return characters_.encode(decode_utf8(text));
  std::vector<Id> ids;
  const std::string clean = well_formed(text);
  for (const auto piece : pieces(clean)) ids.push_back(id_at(ids.size(), piece));
  return ids;
}

void Tokens::append(std::string& to, Id id) const {
  if (kind_ == TokenKind::words && id != unknown_id) to += words_[static_cast<size_t>(id) - 1];
  else append_utf8(to, characters_.point(id));
}

std::string Tokens::unknown_in(std::span<const std::uint8_t> text) const {
  std::string list;
  if (kind_ == TokenKind::words) {
    const std::string clean = well_formed(text);
    const auto all = pieces(clean);
    std::vector<std::string_view> unknown;
    for (size_t k = 0; k < all.size(); ++k)
      if (id_at(k, all[k]) == unknown_id) unknown.push_back(all[k]);
    sort_list(unknown);
    for (size_t k = 0; k < unknown.size(); ++k)
      if (k == 0 || unknown[k] != unknown[k - 1]) add(list, unknown[k]);
  } else {
    std::vector<char32_t> unknown;
    for (const char32_t c : decode_utf8(text))
      if (characters_.id(c) == unknown_id) unknown.push_back(c);
    sort_list(unknown);
    for (size_t k = 0; k < unknown.size(); ++k)
      if (k == 0 || unknown[k] != unknown[k - 1]) append_utf8(list, unknown[k]);
  }
  return list;
}

Id Tokens::start() const {
  if (kind_ == TokenKind::characters) return characters_.start();
  const Id line_feed = id("\n");
  return line_feed != unknown_id ? line_feed : std::min<Id>(1, size() - 1);
}

std::string Tokens::stored() const {
  std::string all;
  for (const auto& word : words_) add(all, word);
  for (const char32_t c : characters_.points()) append_utf8(all, c);
  return all;
}

}  // namespace unrolled
