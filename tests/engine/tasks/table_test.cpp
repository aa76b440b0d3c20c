#include "tasks/table.h"

#include <cstdlib>

#include <catch2/catch_test_macros.hpp>

#include "math/error.h"
#include "math/random.h"

using namespace unrolled;

namespace {

Column read(std::string_view text, std::string_view column = "") {
  return read_column({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, column, "table");
}

/// "problem line column value" of what is thrown.
std::string refused(std::string_view text, std::string_view column = "") {
  try {
    read(text, column);
  } catch (const Error& e) {
    CHECK(e.code == "bad-data");
    CHECK(e.field == "table");
    return e.details.at("problem") + "|" + e.details.at("line") + "|" + e.details.at("column") + "|" + e.details.at("value");
  }
  return "accepted";
}

}  // namespace

TEST_CASE("a column is found by its name or number, with any separator, with a header or without", "[tasks]") {
  const std::vector<float> prices = {1.5f, -2, 30};
  for (const std::string_view text : {"day,price\nMon,1.5\nTue,-2\nWed,3e1\n", "day;price\r\nMon;1.5\r\n\r\nTue;-2\r\nWed;+30",
                                      "day\tprice\nMon\t1.50\nTue\t-2.\nWed\t.3e2\n", "\xEF\xBB\xBF" "day, price\n\"Mon, early\", 1.5\n\"a \"\"b\"\"\", \"-2\"\nWed, 30\n"}) {
    for (const std::string_view column : {"", "price", "2"}) {
      const Column found = read(text, column);
      CHECK(found.name == "price");
      CHECK(found.values == prices);
    }
  }
  CHECK(read("1.5\n-2\n30\n").values == prices);
  CHECK(read("1.5\n-2\n30\n").name.empty());
  CHECK(read("value\n1.5\n-2\n30\n", "value").values == prices);
  CHECK(read("7,1.5\n8,-2\n9,30\n", "2").values == prices);
  CHECK(read("2020,2021\n1,1.5\n2,-2\n3,30\n", "2021").values.size() == 4);  // a row of numbers is no header
}

TEST_CASE("what is no number is named with row, column and value", "[tasks]") {
  CHECK(refused("t,x\n1,2\n3,n/a\n", "x") == "not-a-number|3|x|n/a");
  CHECK(refused("t,x\n1,2\n3,\n", "x") == "not-a-number|3|x|");
  CHECK(refused("t,x\n1,2\n3\n", "x") == "no-cell|3|x|");
  CHECK(refused("t;x\n1;2,5\n2;3\n", "x") == "decimal-comma|2|x|2,5");
  CHECK(refused("1,2\n3,inf\n", "2") == "not-a-number|2|2|inf");
  CHECK(refused("x\n1\n1e39\n") == "not-a-number|3|x|1e39");
  CHECK(refused("t,x\n1,2\n", "y") == "no-column|1|y|t, x");
  CHECK(refused("t,x\n1,2\n", "3") == "no-column|1|3|t, x");
  CHECK(refused("\n\n") == "no-numbers|1||");
  CHECK(refused("a\nb\n") == "not-a-number|2|a|b");
}

TEST_CASE("numbers are read as the library reads them, and nothing else is one", "[tasks]") {
  for (const char* text : {"0", "-0.0", "3.14159265358979", "1e-7", "123456789012345678901234567890", "0.000000000000000000001234", "6.02214076e23", "1e-250", "17.", ".5", "+4E+2"}) {
    INFO(text);
    const double expected = std::strtod(text, nullptr);
    REQUIRE(parse_number(text));
    CHECK(std::abs(*parse_number(text) - expected) <= 2e-15 * std::abs(expected));
  }
  Random random(1, 2);
  for (int k = 0; k < 20000; ++k) {
    const float x = static_cast<float>((random.uniform53() - 0.5) * (k % 2 ? 1e6 : 1e-3));
    char text[40];
    std::snprintf(text, sizeof text, "%.9g", static_cast<double>(x));
    REQUIRE(static_cast<float>(parse_number(text).value()) == x);
  }
  for (const char* text : {"", " ", ".", "-", "1e", "1e+", "e5", "1.2.3", "1 2", "0x10", "nan", "inf", "1,5", "--1", "1e999", "12€"}) {
    INFO(text);
    CHECK(!parse_number(text));
  }
}
