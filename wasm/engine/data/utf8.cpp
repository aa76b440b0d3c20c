#include "data/utf8.h"

namespace unrolled {

namespace {

struct Lead {
  int length;
  char32_t bits, least;
};

Lead read_lead(std::uint8_t b) {
  if (b < 0x80) return {1, b, 0};
  if (b >= 0xC2 && b < 0xE0) return {2, char32_t(b & 0x1F), 0x80};
  if (b >= 0xE0 && b < 0xF0) return {3, char32_t(b & 0x0F), 0x800};
  if (b >= 0xF0 && b < 0xF5) return {4, char32_t(b & 0x07), 0x10000};
  return {0, 0, 0};
}

bool is_scalar(char32_t c) { return c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF); }

}  // namespace

std::vector<char32_t> decode_utf8(std::span<const std::uint8_t> bytes) {
  std::vector<char32_t> points;
  points.reserve(bytes.size());
  for (size_t i = 0; i < bytes.size();) {
    const Lead lead = read_lead(bytes[i]);
    char32_t c = lead.bits;
    int n = lead.length ? 1 : 0;
    while (n && n < lead.length) {
      if (i + n >= bytes.size() || (bytes[i + n] & 0xC0) != 0x80) n = 0;
      else c = (c << 6) | (bytes[i + n++] & 0x3F);
    }
    const bool whole = n && c >= lead.least && is_scalar(c);
    points.push_back(whole ? c : replacement_character);
    i += whole ? n : 1;
  }
  return points;
}

void append_utf8(std::string& to, char32_t c) {
  if (c < 0x80) {
    to += char(c);
  } else if (c < 0x800) {
    to += {char(0xC0 | (c >> 6)), char(0x80 | (c & 0x3F))};
  } else if (c < 0x10000) {
    to += {char(0xE0 | (c >> 12)), char(0x80 | ((c >> 6) & 0x3F)), char(0x80 | (c & 0x3F))};
  } else {
    to += {char(0xF0 | (c >> 18)), char(0x80 | ((c >> 12) & 0x3F)), char(0x80 | ((c >> 6) & 0x3F)),
           char(0x80 | (c & 0x3F))};
  }
}

}  // namespace unrolled
