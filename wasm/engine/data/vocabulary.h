#pragma once
// Characters ↔ ids. Id 0 is <unk>; the others are the text's code points in ascending order, so that the same
// text gives the same ids everywhere.

#include <span>
#include <vector>

#include "data/utf8.h"

namespace unrolled {

using Id = std::int32_t;
inline constexpr Id unknown_id = 0;

class Vocabulary {
 public:
  /// <unk> and the `limit` − 1 most frequent code points of `text` (ties: the smaller one), of those that occur at
  /// least `min_frequency` times.
  static Vocabulary of(std::span<const char32_t> text, size_t limit, size_t min_frequency = 1);
  /// From `points()` of another vocabulary: ids 1, 2, 3 …
  explicit Vocabulary(std::vector<char32_t> points);

  Id size() const { return static_cast<Id>(points_.size()) + 1; }
  Id id(char32_t c) const;
  /// U+FFFD for <unk>.
  char32_t point(Id id) const { return id == unknown_id ? replacement_character : points_[id - 1]; }
  const std::vector<char32_t>& points() const { return points_; }

  std::vector<Id> encode(std::span<const char32_t> text) const;
  /// What the model reads where there is nothing to read: a line feed, else its first character.
  Id start() const;

 private:
  std::vector<char32_t> points_;
  std::vector<Id> ids_;  // by code point, as far as the largest
};

}  // namespace unrolled
