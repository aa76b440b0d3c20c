#include "tasks/pairs.h"

#include <algorithm>

#include "data/utf8.h"
#include "math/error.h"

namespace unrolled {

namespace {

std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

bool is_utf8(std::string_view line) {
  const bool replaced = std::ranges::count(decode_utf8(bytes_of(line)), replacement_character) > 0;
  return !replaced || line.find("\xEF\xBF\xBD") != line.npos;
}

class Lines {
 public:
  Lines(std::span<const std::uint8_t> bytes, const std::string& field) : text_(text_of(bytes)), field_(field) {}

  /// The next line that is not blank, as its first two cells. False at the end.
  bool next(std::string& first, std::string& second) {
    while (!text_.empty()) {
      const std::string_view line = take_line(text_);
      ++number_;
      if (trimmed(line).empty()) continue;
      if (!is_utf8(line)) refuse("not-utf8", line);
      const size_t tab = line.find('\t');
      if (tab == line.npos) refuse("no-tab", line);
      first = trimmed(line.substr(0, tab));
      const std::string_view rest = line.substr(tab + 1);
      second = trimmed(rest.substr(0, rest.find('\t')));
      if (first.empty() || second.empty()) refuse("empty-cell", line);
      return true;
    }
    return false;
  }

  [[noreturn]] void refuse(const char* problem, std::string_view line) const {
    throw Error("bad-data", field_, std::string("line ") + std::to_string(number_) + ": " + problem,
                {{"problem", problem}, {"line", std::to_string(number_)}, {"value", shortened(line)}});
  }

 private:
  std::string_view text_;
  const std::string& field_;
  Index number_ = 0;
};

}  // namespace

std::string_view take_line(std::string_view& text) {
  const size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text = end == text.npos ? std::string_view{} : text.substr(end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string_view text_of(std::span<const std::uint8_t> bytes) {
  std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return text;
}

std::string_view trimmed(std::string_view cell) {
  while (!cell.empty() && cell.front() == ' ') cell.remove_prefix(1);
  while (!cell.empty() && cell.back() == ' ') cell.remove_suffix(1);
  return cell;
}

std::string shortened(std::string_view cell) {
  std::string text;
  const auto points = decode_utf8(bytes_of(cell));
  for (size_t k = 0; k < std::min<size_t>(points.size(), 24); ++k) append_utf8(text, points[k]);
  return points.size() > 24 ? text += "…" : text;
}

std::vector<Example> read_pairs(std::span<const std::uint8_t> bytes, const std::string& field) {
  Lines lines(bytes, field);
  std::vector<Example> examples;
  for (Example e; lines.next(e.source, e.target);) examples.push_back(e);
  if (examples.empty()) lines.refuse("no-lines", "");
  return examples;
}

std::vector<Example> read_labelled(std::span<const std::uint8_t> bytes, const std::string& field) {
  auto examples = read_pairs(bytes, field);
  for (Example& e : examples) std::swap(e.source, e.target);
  return examples;
}

}  // namespace unrolled
