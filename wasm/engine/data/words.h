#pragma once
// A text in words, for word-level language models.
//
// A word is a run of letters, digits and inner apostrophes, together with the one space before it if there is one: “ the”.
// Every other character is a piece of its own, and so is each character of a script that puts no spaces between words
// (Han, kana, Thai). All pieces one after the other are the text again, so nothing is lost and a written text needs no
// repair. What is a letter is decided by a table of ours: the same on every machine, whatever Unicode it knows.

#include <string_view>
#include <vector>

namespace unrolled {

/// A longer run is cut.
inline constexpr size_t longest_word = 64;

/// Views of `text`.
std::vector<std::u32string_view> split_words(std::u32string_view text);

}  // namespace unrolled
