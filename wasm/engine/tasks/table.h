#pragma once
// One column of numbers out of the learner's CSV or TSV file.
//
// UTF-8; LF or CRLF; cells divided by the first of tab, semicolon, comma that the first line has; a cell may stand in
// double quotes (two of them inside mean one), but not go on in the next line. The first row is a header if its cell of
// the column is no number. Numbers have a decimal point and perhaps an exponent.
//
// Throws Error "bad-data" with `problem`, `line` from 1, `column` and `value`: "no-column" (with the names there are),
// "no-cell", "not-a-number", "decimal-comma", "no-numbers".

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace unrolled {

struct Column {
  std::string name;  // of the header, or ""
  std::vector<float> values;
};

/// `column`: a name of the header, else a number from 1; "" is the first column with a number in the last row.
Column read_column(std::span<const std::uint8_t> bytes, std::string_view column, const std::string& field);

/// A finite decimal number and nothing else but spaces around it. The same bits on every platform; within 1e-15 of it; what is
/// nearer to 0 than 1e-290 is 0.
std::optional<double> parse_number(std::string_view cell);

}  // namespace unrolled
