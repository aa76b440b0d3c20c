#include "io/json.h"

#include "data/utf8.h"

namespace unrolled {

namespace {

constexpr int deepest = 4;
constexpr std::uint64_t largest = std::uint64_t{1} << 53;
constexpr const char* lone_surrogate = "has half of a character";

class Parser {
 public:
  explicit Parser(std::string_view s) : s_(s) {}

  bool whole(JsonValue& out) { return value(out, 0) && (skip(), at_ == s_.size()); }
  const char* why() const { return why_; }

 private:
  void skip() {
    while (at_ < s_.size() && (s_[at_] == ' ' || s_[at_] == '\n' || s_[at_] == '\t' || s_[at_] == '\r')) ++at_;
  }
  bool take(char c) {
    skip();
    if (at_ >= s_.size() || s_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool refuse(const char* why) { return why_ = why, false; }
  char peek() { return skip(), at_ < s_.size() ? s_[at_] : '\0'; }

  bool value(JsonValue& out, int depth) {
    switch (peek()) {
      case '"': return string(out.text);
      case '[': return out.kind = JsonValue::Kind::numbers, numbers(out.numbers);
      case '{':
        out.kind = JsonValue::Kind::object;
        return depth < deepest ? object(out.object, depth) : refuse("nests too deeply");
      default: return false;
    }
  }

  bool object(std::map<std::string, JsonValue>& out, int depth) {
    if (!take('{')) return false;
    if (take('}')) return true;
    do {
      std::string key;
      JsonValue v;
      if (!string(key) || !take(':') || !value(v, depth + 1)) return false;
      if (!out.emplace(std::move(key), std::move(v)).second) return refuse("has a name twice");
    } while (take(','));
    return take('}');
  }

  bool numbers(std::vector<std::uint64_t>& out) {
    if (!take('[')) return false;
    if (take(']')) return true;
    do {
      std::uint64_t n = 0;
      const char first = peek();
      if (first < '0' || first > '9') return false;
      if (s_.substr(at_, 2) > "0/" && s_.substr(at_, 2) < "0:") return false;  // no number begins with 0 but 0 itself
      for (; at_ < s_.size() && s_[at_] >= '0' && s_[at_] <= '9'; ++at_)
        if ((n = n * 10 + static_cast<std::uint64_t>(s_[at_] - '0')) > largest) return refuse("has too large a number");
      out.push_back(n);
    } while (take(','));
    return take(']');
  }

  bool string(std::string& out) {
    if (!take('"')) return false;
    while (at_ < s_.size()) {
      const char c = s_[at_++];
      if (c == '"') return true;
      if (static_cast<unsigned char>(c) < 0x20) return false;
      if (c != '\\') out += c;
      else if (!escape(out)) return false;
    }
    return false;
  }

  bool escape(std::string& out) {
    if (at_ >= s_.size()) return false;
    const char c = s_[at_++];
    constexpr std::string_view names = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
    if (const size_t k = names.find(c); k != names.npos) return out += meanings[k], true;
    std::uint32_t unit = 0, low = 0;
    if (c != 'u' || !hex(unit)) return false;
    if (unit >= 0xD800 && unit < 0xDC00) {
      if (s_.substr(at_, 2) != "\\u") return refuse(lone_surrogate);
      at_ += 2;
      if (!hex(low) || low < 0xDC00 || low > 0xDFFF) return refuse(lone_surrogate);
      unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    } else if (unit >= 0xDC00 && unit < 0xE000) {
      return refuse(lone_surrogate);
    }
    append_utf8(out, unit);
    return true;
  }

  bool hex(std::uint32_t& out) {
    if (at_ + 4 > s_.size()) return false;
    for (int k = 0; k < 4; ++k) {
      const char c = s_[at_++];
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) return false;
      out = out * 16 + static_cast<std::uint32_t>(digit);
    }
    return true;
  }

  std::string_view s_;
  size_t at_ = 0;
  const char* why_ = "is not the JSON of a safetensors file";
};

}  // namespace

std::optional<JsonValue> parse_json(std::string_view source, std::string& why) {
  if (!is_utf8({reinterpret_cast<const std::uint8_t*>(source.data()), source.size()})) {
    why = "is not UTF-8";
    return std::nullopt;
  }
  JsonValue v;
  Parser parser(source);
  if (parser.whole(v)) return v;
  why = parser.why();
  return std::nullopt;
}

std::string json_string(std::string_view text) {
  constexpr char digits[] = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') (out += '\\') += c;
    else if (u < 0x20) (out += "\\u00") += {digits[u >> 4], digits[u & 15]};
    else out += c;
  }
  return out += '"';
}

}  // namespace unrolled
