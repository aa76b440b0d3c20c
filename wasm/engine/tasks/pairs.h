#pragma once
// The learner's own examples, a line each.
//
//   pairs      source ⇥ target
//   labelled   label ⇥ text
//
// UTF-8, with or without a byte order mark; lines end with LF or CRLF; blank lines are skipped, spaces around a cell
// too; what follows a second tab is ignored (in collections of sentences it says who wrote them). Anything else throws
// Error "bad-data" with `problem` ("not-utf8", "no-tab", "empty-cell", "no-lines"), `line` from 1 and how it begins.

#include <cstdint>
#include <span>

#include "tasks/example.h"

namespace unrolled {

/// `source` and `target` of each line.
std::vector<Example> read_pairs(std::span<const std::uint8_t> bytes, const std::string& field);
/// The text as `source`, the label as `target`.
std::vector<Example> read_labelled(std::span<const std::uint8_t> bytes, const std::string& field);

/// Cuts the next line off `text`, without its end; for `table.h` too.
std::string_view take_line(std::string_view& text);
/// The text after its byte order mark.
std::string_view text_of(std::span<const std::uint8_t> bytes);
/// Without spaces at either end.
std::string_view trimmed(std::string_view cell);
/// The first 24 characters.
std::string shortened(std::string_view cell);

}  // namespace unrolled
