#include "tasks/table.h"

#include <algorithm>
#include <limits>

#include "math/error.h"
#include "math/types.h"
#include "tasks/pairs.h"

namespace unrolled {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

double scaled(double x, Index exponent) {
  exponent = std::clamp<Index>(exponent, -400, 400);
  double power = 1, base = 10;
  for (Index left = exponent < 0 ? -exponent : exponent; left; left /= 2, base *= base)
    if (left % 2) power *= base;
  return exponent < 0 ? x / power : x * power;
}

struct Row {
  Index line;
  std::vector<std::string> cells;
};

std::vector<std::string> cells_of(std::string_view line, char separator) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (size_t k = 0; k < line.size(); ++k) {
    const char c = line[k];
    const bool doubled = quoted && c == '"' && k + 1 < line.size() && line[k + 1] == '"';
    if (doubled) cells.back() += line[++k];
    else if (c == '"') quoted = !quoted;
    else if (c == separator && !quoted) cells.emplace_back();
    else cells.back() += c;
  }
  return cells;
}

std::vector<Row> rows_of(std::string_view text) {
  std::vector<Row> all;
  char separator = 0;
  for (Index line = 1; !text.empty(); ++line) {
    const std::string_view row = take_line(text);
    if (trimmed(row).empty()) continue;
    if (all.empty())
      for (const char c : {'\t', ';', ','})
        if (!separator && row.find(c) != row.npos) separator = c;
    all.push_back({line, cells_of(row, separator ? separator : ',')});
  }
  return all;
}

struct Table {
  std::vector<Row> rows;
  const std::string& field;
  std::string column;  // as asked, then as found

  [[noreturn]] void refuse(const char* problem, Index line, std::string_view value) const {
    throw Error("bad-data", field, "line " + std::to_string(line) + ": " + problem,
                {{"problem", problem}, {"line", std::to_string(line)}, {"column", column}, {"value", shortened(value)}});
  }

  size_t find() const {
    const auto& first = rows.front().cells;
    if (column.empty()) {
      const auto& last = rows.back().cells;
      for (size_t k = 0; k < last.size(); ++k)
        if (parse_number(last[k])) return k;
      return 0;
    }
    for (size_t k = 0; k < first.size(); ++k)
      if (trimmed(first[k]) == column) return k;
    const auto number = std::ranges::all_of(column, is_digit) ? parse_number(column) : std::nullopt;
    if (number && *number >= 1 && *number <= static_cast<double>(first.size())) return static_cast<size_t>(*number) - 1;
    std::string names;
    for (const std::string& name : first) (names += names.empty() ? "" : ", ") += trimmed(name);
    refuse("no-column", rows.front().line, names);
  }

  float number(const Row& row, size_t k) const {
    if (k >= row.cells.size()) refuse("no-cell", row.line, "");
    const std::string& cell = row.cells[k];
    const auto value = parse_number(cell);
    if (value && *value <= std::numeric_limits<float>::max() && *value >= -std::numeric_limits<float>::max())
      return static_cast<float>(*value);
    std::string pointed(cell);
    std::ranges::replace(pointed, ',', '.');
    refuse(pointed != cell && parse_number(pointed) ? "decimal-comma" : "not-a-number", row.line, cell);
  }
};

}  // namespace

std::optional<double> parse_number(std::string_view cell) {
  cell = trimmed(cell);
  const bool negative = cell.starts_with('-');
  if (negative || cell.starts_with('+')) cell.remove_prefix(1);
  std::uint64_t digits = 0;
  Index exponent = 0;
  bool any = false, fraction = false;
  size_t k = 0;
  for (; k < cell.size() && (is_digit(cell[k]) || (cell[k] == '.' && !fraction)); ++k) {
    if (cell[k] == '.') {
      fraction = true;
      continue;
    }
    any = true;
    const bool room = digits < 100000000000000000ull;  // 18 digits are more than a double holds
    if (room) digits = 10 * digits + static_cast<std::uint64_t>(cell[k] - '0');
    exponent += (room ? 0 : 1) - (fraction ? 1 : 0);
  }
  if (!any) return {};
  if (k < cell.size() && (cell[k] == 'e' || cell[k] == 'E')) {
    ++k;
    const bool below_one = k < cell.size() && cell[k] == '-';
    if (below_one || (k < cell.size() && cell[k] == '+')) ++k;
    if (k == cell.size()) return {};
    Index given = 0;
    for (; k < cell.size() && is_digit(cell[k]); ++k) given = std::min<Index>(10 * given + (cell[k] - '0'), 9999);
    exponent += below_one ? -given : given;
  }
  if (k != cell.size()) return {};
  const double value = digits ? scaled(static_cast<double>(digits), exponent) : 0;
  if (!(value <= std::numeric_limits<double>::max())) return {};
  return negative ? -value : value;
}

Column read_column(std::span<const std::uint8_t> bytes, std::string_view column, const std::string& field) {
  Table table{rows_of(text_of(bytes)), field, std::string(trimmed(column))};
  if (table.rows.empty()) table.refuse("no-numbers", 1, "");
  const size_t k = table.find();
  const Row& first = table.rows.front();
  const bool header = k < first.cells.size() && !parse_number(first.cells[k]) && table.rows.size() > 1;
  Column found;
  if (header) table.column = found.name = trimmed(first.cells[k]);
  else table.column = std::to_string(k + 1);
  for (const Row& row : table.rows)
    if (!header || &row != &first) found.values.push_back(table.number(row, k));
  return found;
}

}  // namespace unrolled
