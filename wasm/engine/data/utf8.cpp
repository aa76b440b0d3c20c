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

int utf8_at(std::span<const std::uint8_t> bytes, size_t i, char32_t& c) {
  const Lead lead = read_lead(bytes[i]);
  c = lead.bits;
  for (int n = 1; n < lead.length; ++n) {
    if (i + n >= bytes.size() || (bytes[i + n] & 0xC0) != 0x80) return 0;
    c = (c << 6) | (bytes[i + n] & 0x3F);
  }
  return c >= lead.least && is_scalar(c) ? lead.length : 0;
}

std::vector<char32_t> decode_utf8(std::span<const std::uint8_t> bytes) {
  std::vector<char32_t> points;
  points.reserve(bytes.size());
  for (size_t i = 0; i < bytes.size();) {
    char32_t c;
    const int n = utf8_at(bytes, i, c);
    points.push_back(n ? c : replacement_character);
    i += n ? n : 1;
  }
  return points;
}

bool is_utf8(std::span<const std::uint8_t> bytes) {
  char32_t c;
  for (size_t i = 0; i < bytes.size();) {
    const int n = utf8_at(bytes, i, c);
    if (!n) return false;
    i += n;
  }
  return true;
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
