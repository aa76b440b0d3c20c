#include "data/vocabulary.h"

#include <algorithm>

namespace unrolled {

Vocabulary Vocabulary::of(std::span<const char32_t> text, size_t limit) {
  std::unordered_map<char32_t, size_t> counts;
  for (char32_t c : text) ++counts[c];
  std::vector<std::pair<char32_t, size_t>> ranked(counts.begin(), counts.end());
  std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  if (ranked.size() > limit - 1) ranked.resize(limit - 1);
  std::vector<char32_t> points;
  for (const auto& [c, count] : ranked) points.push_back(c);
  std::sort(points.begin(), points.end());
  return Vocabulary(std::move(points));
}

Vocabulary::Vocabulary(std::vector<char32_t> points) : points_(std::move(points)) {
  for (size_t k = 0; k < points_.size(); ++k) ids_[points_[k]] = static_cast<Id>(k + 1);
}

Id Vocabulary::id(char32_t c) const {
  const auto found = ids_.find(c);
  return found == ids_.end() ? unknown_id : found->second;
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
