#include "fuzz/mutation.h"

#include <algorithm>
#include <string_view>

namespace unrolled::fuzz {

namespace {

size_t below(Random& random, size_t n) { return n == 0 ? 0 : random.next() % n; }

constexpr std::string_view words[] = {
    "0", "1", "-1", "4", "2147483647", "4294967296", "9007199254740992", "18446744073709551616", "1e9", "[]", "{}", "[0,0]",
    ",", ":", "\"", "\\", "\\u0000", "\\ud800", "\\ud83d\\ude00", "\xFF", "\u4E2D\U0001F600\u00E9", "null",
    "F64", "F16", "BF16", "\"a\":[1],",
    "\"__metadata__\":{},", "{\"a\":{\"a\":{\"a\":{", "\"dtype\":\"F32\",", "\"shape\":[2,2],", "\"data_offsets\":[0,4],"};

void change_number(Bytes& b, Random& random) {
  const size_t from = below(random, b.size());
  const auto digit = [](std::uint8_t c) { return c >= '0' && c <= '9'; };
  const auto at = std::find_if(b.begin() + static_cast<std::ptrdiff_t>(from), b.end(), digit);
  const auto end = std::find_if_not(at, b.end(), digit);
  if (at == b.end()) return;
  const std::string_view word = words[below(random, 9)];
  const auto place = b.erase(at, end);
  b.insert(place, word.begin(), word.end());
}

void change(Bytes& b, Random& random) {
  if (b.empty()) return void(b.assign(below(random, 9), 0));
  const auto at = b.begin() + static_cast<std::ptrdiff_t>(below(random, b.size()));
  const auto length = static_cast<std::ptrdiff_t>(std::min<size_t>(below(random, 16) + 1, static_cast<size_t>(b.end() - at)));
  switch (random.next() % 7) {
    case 0: *at ^= static_cast<std::uint8_t>(1u << (random.next() % 8)); break;
    case 1: *at = static_cast<std::uint8_t>(random.next()); break;
    case 2: b.erase(at, at + length); break;
    case 3: {
      const Bytes piece(at, at + length);
      b.insert(b.begin() + static_cast<std::ptrdiff_t>(below(random, b.size())), piece.begin(), piece.end());
      break;
    }
    case 4: std::fill(at, at + length, static_cast<std::uint8_t>(random.next() % 2 ? 0xFF : 0x7F)); break;
    case 5: {
      const std::string_view word = words[below(random, std::size(words))];
      b.insert(at, word.begin(), word.end());
      break;
    }
    default: change_number(b, random);
  }
}

}  // namespace

Parts parted(std::span<const std::uint8_t> file) {
  std::uint64_t length = 0;
  for (size_t k = std::min<size_t>(file.size(), 8); k-- > 0;) length = length << 8 | file[k];
  if (file.size() < 8 || length > file.size() - 8) return {{}, {file.begin(), file.end()}};
  const auto rest = file.subspan(8);
  const auto split = rest.begin() + static_cast<std::ptrdiff_t>(length);
  return {{rest.begin(), split}, {split, rest.end()}};
}

Bytes joined(const Parts& parts) {
  Bytes file;
  for (int k = 0; k < 8; ++k) file.push_back(static_cast<std::uint8_t>(std::uint64_t{parts.header.size()} >> (8 * k)));
  file.insert(file.end(), parts.header.begin(), parts.header.end());
  file.insert(file.end(), parts.data.begin(), parts.data.end());
  return file;
}

Bytes mutated(std::span<const std::uint8_t> file, Random& random) {
  Parts parts = parted(file);
  for (size_t k = 1 + below(random, 4); k > 0; --k) change(random.next() % 3 ? parts.header : parts.data, random);
  Bytes bytes = joined(parts);
  if (random.next() % 8 == 0) change(bytes, random);
  return bytes;
}

}  // namespace unrolled::fuzz
