#include "data/words.h"

#include <algorithm>

namespace unrolled {

namespace {

struct Range {
  char32_t first, last;
};

/// Of scripts with spaces between words, without their punctuation; ascending.
constexpr Range letters[] = {
    {'0', '9'},       {'A', 'Z'},       {'_', '_'},       {'a', 'z'},       {0xAA, 0xAA},     {0xB5, 0xB5},
    {0xBA, 0xBA},     {0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x37D},    {0x37F, 0x386},   {0x388, 0x559},
    {0x560, 0x588},   {0x591, 0x5BD},   {0x5BF, 0x5BF},   {0x5C1, 0x5C2},   {0x5C4, 0x60B},   {0x60D, 0x61A},
    {0x620, 0x669},   {0x66E, 0x6D3},   {0x6D5, 0x963},   {0x966, 0xDFF},   {0x10A0, 0x1360}, {0x1369, 0x177F},
    {0x180B, 0x1FFF}, {0x200C, 0x200D}, {0x2C00, 0x2DFF}, {0xA4D0, 0xABFF}, {0xAC00, 0xD7FF}, {0xFB00, 0xFDFF},
    {0xFE70, 0xFEFE}, {0xFF10, 0xFF19}, {0xFF21, 0xFF3A}, {0xFF41, 0xFF5A}, {0x10000, 0x1CFFF}, {0x1D400, 0x1D7FF},
};

bool is_letter(char32_t c) {
  const Range* const range = std::ranges::find_if(letters, [c](const Range& r) { return c <= r.last; });
  return range != std::end(letters) && c >= range->first;
}

bool is_apostrophe(char32_t c) { return c == U'\'' || c == 0x2019; }

/// Where the run of letters that begins at `at` ends.
size_t end_of_word(std::u32string_view text, size_t at) {
  const size_t most = std::min(text.size(), at + longest_word);
  while (at < most) {
    if (is_letter(text[at])) ++at;
    else if (is_apostrophe(text[at]) && at + 1 < most && is_letter(text[at + 1])) at += 2;
    else break;
  }
  return at;
}

}  // namespace

std::vector<std::u32string_view> split_words(std::u32string_view text) {
  std::vector<std::u32string_view> pieces;
  for (size_t at = 0; at < text.size();) {
    const size_t word = at + (text[at] == U' ');
    const bool is_word = word < text.size() && is_letter(text[word]);
    const size_t end = is_word ? end_of_word(text, word) : at + 1;
    pieces.push_back(text.substr(at, end - at));
    at = end;
  }
  return pieces;
}

}  // namespace unrolled
