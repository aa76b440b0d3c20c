#pragma once
// UTF-8 in and out, as code points.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace unrolled {

inline constexpr char32_t replacement_character = 0xFFFD;

/// The code points of `bytes`; every byte that is not part of a well-formed sequence becomes U+FFFD.
std::vector<char32_t> decode_utf8(std::span<const std::uint8_t> bytes);

/// The length of the well-formed sequence at byte `i`, whose code point goes into `c`, or 0.
int utf8_at(std::span<const std::uint8_t> bytes, size_t i, char32_t& c);

/// Whether all of `bytes` is well-formed.
bool is_utf8(std::span<const std::uint8_t> bytes);

void append_utf8(std::string& to, char32_t code_point);

}  // namespace unrolled
