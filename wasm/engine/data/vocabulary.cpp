#include "data/vocabulary.h"

#include <algorithm>

#include "math/sort.h"

namespace unrolled {

Vocabulary Vocabulary::of(std::span<const char32_t> text, size_t limit, size_t min_frequency) {
  std::vector<size_t> counts(text.empty() ? 0 : static_cast<size_t>(*std::ranges::max_element(text)) + 1);
  for (char32_t c : text) ++counts[c];
  std::vector<std::pair<char32_t, size_t>> ranked;
  for (size_t c = 0; c < counts.size(); ++c)
    if (counts[c] >= std::max<size_t>(min_frequency, 1)) ranked.emplace_back(static_cast<char32_t>(c), counts[c]);
  sort_list(ranked, [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  if (ranked.size() > limit - 1) ranked.resize(limit - 1);
  std::vector<char32_t> points;
  for (const auto& [c, count] : ranked) points.push_back(c);
  sort_list(points);
  return Vocabulary(std::move(points));
}

Vocabulary::Vocabulary(std::vector<char32_t> points) : points_(std::move(points)) {
  if (points_.empty()) return;
  ids_.resize(static_cast<size_t>(*std::ranges::max_element(points_)) + 1, unknown_id);
  for (size_t k = 0; k < points_.size(); ++k) ids_[points_[k]] = static_cast<Id>(k + 1);
}

Id Vocabulary::id(char32_t c) const {
  return c < ids_.size() ? ids_[c] : unknown_id;
}

std::vector<Id> Vocabulary::encode(std::span<const char32_t> text) const {
  std::vector<Id> ids;
  ids.reserve(text.size());
  for (char32_t c : text) ids.push_back(id(c));
  return ids;
}

Id Vocabulary::start() const {
  const Id line_feed = id(U'\n');
  return line_feed != unknown_id ? line_feed : std::min<Id>(1, size() - 1);
}

}  // namespace unrolled
