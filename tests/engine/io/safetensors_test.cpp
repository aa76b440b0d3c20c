#include "io/safetensors.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstring>

#include "data/utf8.h"
#include "math/error.h"
#include "support/compare.h"

using namespace unrolled;
using namespace unrolled::tests;

namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes file(const std::string& header, std::size_t data, std::uint64_t claimed) {
  Bytes bytes;
  for (int k = 0; k < 8; ++k) bytes.push_back(static_cast<std::uint8_t>(claimed >> (8 * k)));
  bytes.insert(bytes.end(), header.begin(), header.end());
  bytes.resize(bytes.size() + data);
  return bytes;
}
Bytes file(const std::string& header, std::size_t data) { return file(header, data, header.size()); }

std::string tensor(const std::string& name, const std::string& shape, const std::string& offsets,
                   const std::string& type = "F32") {
  return "\"" + name + "\":{\"dtype\":\"" + type + "\",\"shape\":[" + shape + "],\"data_offsets\":[" + offsets + "]}";
}

/// What the reader says, or nothing when it takes the file.
std::string refusal(const Bytes& bytes) {
  try {
    SafetensorsFile read(bytes);
    return "";
  } catch (const Error& error) {
    CHECK(error.code == "bad-file");
    CHECK(error.field == "bytes");
    return error.what();
  }
}

bool mentions(const std::string& sentence, const std::string& words) { return sentence.find(words) != sentence.npos; }

Bytes valid() {
  const NamedTensor tensors[] = {{"a", {2, 3}, {1, 2, 3, 4, 5, 6}}, {"b.c", {1}, {-0.5f}}, {"none", {0, 4}, {}}};
  return write_safetensors(tensors, {{"k", "v\n\""}, {"empty", ""}});
}

}  // namespace

TEST_CASE("What was written is read again", "[io]") {
  const Bytes bytes = valid();
  const SafetensorsFile read(bytes);
  CHECK(read.metadata() == Metadata{{"k", "v\n\""}, {"empty", ""}});
  CHECK(read.has("a"));
  CHECK(!read.has("z"));
  CHECK(read.read("a", {2, 3}) == std::vector<float>{1, 2, 3, 4, 5, 6});
  CHECK(read.read("b.c", {1}) == std::vector<float>{-0.5f});
  CHECK(read.read("none", {0, 4}).empty());
}

TEST_CASE("The numbers begin at a multiple of eight bytes and are little-endian", "[io]") {
  const NamedTensor one{"x", {1}, {1.0f}};
  const Bytes bytes = write_safetensors(std::span(&one, 1), {});
  CHECK((bytes.size() - 4) % 8 == 0);
  CHECK(Bytes(bytes.end() - 4, bytes.end()) == Bytes{0, 0, 0x80, 0x3F});
}

TEST_CASE("A tensor of another shape or name, or with numbers that are not finite, is not given out", "[io]") {
  const Bytes bytes = valid();
  const SafetensorsFile read(bytes);
  CHECK_THROWS_AS(read.read("a", {3, 2}), Error);
  CHECK_THROWS_AS(read.read("a", {6}), Error);
  CHECK_THROWS_AS(read.read("z", {1}), Error);
  for (const float bad : {NAN, INFINITY, -INFINITY}) {
    const NamedTensor one{"x", {3}, {1, bad, 2}};
    const Bytes spoilt = write_safetensors(std::span(&one, 1), {});
    CHECK_THROWS_AS(SafetensorsFile(spoilt).read("x", {3}), Error);
  }
}

TEST_CASE("Every truncation of a valid file is refused", "[io]") {
  const Bytes whole = valid();
  for (std::size_t n = 0; n < whole.size(); ++n) {
    INFO(n << " of " << whole.size() << " bytes");
    REQUIRE(refusal(Bytes(whole.begin(), whole.begin() + n)) != "");
  }
  Bytes longer = whole;
  longer.push_back(0);
  CHECK(mentions(refusal(longer), "belong to no tensor"));
}

TEST_CASE("No change of one byte does harm", "[io]") {
  const Bytes whole = valid();
  for (std::size_t n = 0; n < whole.size(); ++n)
    for (const int change : {0x01, 0x80, 0xFF, 0x20}) {
      Bytes changed = whole;
      changed[n] ^= static_cast<std::uint8_t>(change);
      try {
        const SafetensorsFile read(changed);
        if (read.has("a")) read.read("a", {2, 3});
      } catch (const Error& error) {
        REQUIRE(error.code == "bad-file");
      }
    }
}

TEST_CASE("A header that is too long, or longer than the file, is refused", "[io]") {
  CHECK(mentions(refusal(file("{}", 0, 1000)), "inside its header"));
  CHECK(mentions(refusal(file("{}", 0, (1 << 20) + 1)), "longer than 1 MiB"));
  CHECK(mentions(refusal(file("{}", 0, ~std::uint64_t{0})), "longer than 1 MiB"));
  CHECK(mentions(refusal(file("{}", 0, ~std::uint64_t{0} - 7)), "longer than 1 MiB"));
  CHECK(mentions(refusal(Bytes(9, 0)), "too short"));
}

TEST_CASE("A header that is not a safetensors header is refused", "[io]") {
  for (const std::string header : {"  ", "[1]", "\"a\"", "{\"a\":\"b\"}", "{\"a\":[1]}", "{\"a\":{}}", "nonsense"}) {
    INFO(header);
    CHECK(refusal(file(header, 0)) != "");
  }
  CHECK(refusal(file("{}", 0)) == "");
}

TEST_CASE("Overlaps, gaps and bytes of nobody are refused", "[io]") {
  auto two = [](const std::string& first, const std::string& second, std::size_t data) {
    return refusal(file("{" + tensor("a", "1", first) + "," + tensor("b", "1", second) + "}", data));
  };
  CHECK(two("0,4", "4,8", 8) == "");
  CHECK(two("4,8", "0,4", 8) == "");
  CHECK(mentions(two("0,4", "0,4", 4), "overlap"));
  CHECK(mentions(two("0,4", "2,6", 6), "overlap"));
  CHECK(mentions(two("0,4", "8,12", 12), "gaps"));
  CHECK(mentions(two("4,8", "8,12", 12), "gaps"));
  CHECK(mentions(two("0,4", "4,8", 12), "no tensor"));
}

TEST_CASE("Offsets that do not fit the shape or the file are refused", "[io]") {
  auto one = [](const std::string& shape, const std::string& offsets, std::size_t data) {
    return refusal(file("{" + tensor("a", shape, offsets) + "}", data));
  };
  CHECK(one("2", "0,8", 8) == "");
  CHECK(one("", "0,4", 4) == "");
  CHECK(one("0", "0,0", 0) == "");
  for (const char* offsets : {"0,4", "8,0", "4,12", "0,16", "0", "0,8,8", "", "9007199254740984,9007199254740992"}) {
    INFO(offsets);
    CHECK(mentions(one("2", offsets, 8), "does not lie"));
  }
}

TEST_CASE("Shapes whose product overflows are refused", "[io]") {
  for (const char* shape : {"4294967296,4294967296", "9007199254740992", "65536,65536,65536,65536",
                            "2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2", "4611686018427387905"}) {
    INFO(shape);
    CHECK(refusal(file("{" + tensor("a", shape, "0,4") + "}", 4)) != "");
  }
}

TEST_CASE("Tensors of one dimension too many are refused", "[io]") {
  CHECK(refusal(file("{" + tensor("a", "1,1,1,1,1,1,1,1", "0,4") + "}", 4)) == "");
  CHECK(mentions(refusal(file("{" + tensor("a", "1,1,1,1,1,1,1,1,1", "0,4") + "}", 4)), "8 dimensions"));
}

TEST_CASE("Empty tensors may have any other dimension, but none that no index reaches", "[io]") {
  CHECK(refusal(file("{" + tensor("a", "0,2147483647", "0,0") + "}", 0)) == "");
  CHECK(refusal(file("{" + tensor("a", "0,2147483648", "0,0") + "}", 0)) != "");
  CHECK(refusal(file("{" + tensor("a", "0,4294967300", "0,0") + "}", 0)) != "");
}

TEST_CASE("Numbers of the other floating-point types are rounded to floats", "[io]") {
  auto numbers = [](const std::string& type, const Bytes& data, std::size_t size) {
    const auto n = std::to_string(data.size() / size);
    Bytes bytes = file("{" + tensor("a", n, "0," + std::to_string(data.size()), type) + "}", 0);
    bytes.insert(bytes.end(), data.begin(), data.end());
    return SafetensorsFile(bytes).read("a", {static_cast<Index>(data.size() / size)});
  };
  auto of_doubles = [&](const std::vector<double>& values) {
    Bytes data(values.size() * 8);
    std::memcpy(data.data(), values.data(), data.size());
    return numbers("F64", data, 8);
  };
  CHECK(of_doubles({1.5, -0.1, 1e-300, 1e38}) == std::vector<float>{1.5f, -0.1f, 0, 1e38f});
  CHECK_THROWS_AS(of_doubles({1e39}), Error);
  // 1, −2, the largest, the smallest normal, the smallest of all, −0: IEEE 754 binary16.
  CHECK(numbers("F16", {0x00, 0x3C, 0x00, 0xC0, 0xFF, 0x7B, 0x00, 0x04, 0x01, 0x00, 0x00, 0x80}, 2) ==
        std::vector<float>{1, -2, 65504, 0x1p-14f, 0x1p-24f, -0.0f});
  CHECK(numbers("F16", {0x55, 0x35, 0xFF, 0x83}, 2) == std::vector<float>{0x1.554p-2f, -0x1.ff8p-15f});
  CHECK(numbers("BF16", {0x80, 0x3F, 0x49, 0xC0}, 2) == std::vector<float>{1, -3.140625f});
  for (const Bytes& infinite : {Bytes{0x00, 0x7C}, Bytes{0x00, 0xFC}, Bytes{0x01, 0x7C}}) CHECK_THROWS_AS(numbers("F16", infinite, 2), Error);
  for (const Bytes& infinite : {Bytes{0x80, 0x7F}, Bytes{0xC0, 0xFF}}) CHECK_THROWS_AS(numbers("BF16", infinite, 2), Error);
}

TEST_CASE("Offsets are checked with the size that a type has", "[io]") {
  auto one = [](const std::string& type, std::size_t size) {
    return refusal(file("{" + tensor("a", "3", "0," + std::to_string(size), type) + "}", size));
  };
  CHECK(one("F64", 24) == "");
  CHECK(one("F16", 6) == "");
  CHECK(one("BF16", 6) == "");
  CHECK(mentions(one("F64", 12), "does not lie"));
  CHECK(mentions(one("F16", 12), "does not lie"));
}

TEST_CASE("Other types of numbers are refused", "[io]") {
  for (const std::string type : {"\"I32\"", "\"BOOL\"", "\"f32\"", "\"\"", "[1]", "{}"}) {
    const std::string header = "{\"a\":{\"dtype\":" + type + ",\"shape\":[1],\"data_offsets\":[0,4]}}";
    INFO(header);
    CHECK(mentions(refusal(file(header, 4)), "dtype"));
  }
  CHECK(mentions(refusal(file("{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}}", 4)), "dtype"));
}

TEST_CASE("An entry whose parts are missing or of another kind is refused", "[io]") {
  auto one = [](const std::string& shape, const std::string& offsets) {
    return refusal(file("{\"a\":{\"dtype\":\"F32\"" + shape + offsets + "}}", 4));
  };
  const std::string scalar = ",\"shape\":[]", offsets = ",\"data_offsets\":[0,4]";
  CHECK(one(scalar, offsets) == "");
  for (const std::string wrong : {"", ",\"shape\":\"\"", ",\"shape\":{}"}) CHECK(mentions(one(wrong, offsets), "shape"));
  for (const std::string wrong : {"", ",\"data_offsets\":\"0,4\"", ",\"data_offsets\":{}"})
    CHECK(mentions(one(scalar, wrong), "data_offsets"));
  for (const std::string negative : {",\"shape\":[-1]", ",\"shape\":[1.0]", ",\"shape\":[1e0]"}) CHECK(one(negative, offsets) != "");
}

TEST_CASE("Metadata that is not text is refused", "[io]") {
  CHECK(refusal(file("{\"__metadata__\":{\"a\":\"b\"}}", 0)) == "");
  CHECK(mentions(refusal(file("{\"__metadata__\":{\"a\":[1]}}", 0)), "metadata “a” is not text"));
  CHECK(mentions(refusal(file("{\"__metadata__\":{\"a\":{}}}", 0)), "metadata “a” is not text"));
  CHECK(mentions(refusal(file("{\"__metadata__\":\"a\"}", 0)), "not an object"));
  CHECK(mentions(refusal(file("{\"__metadata__\":{\"a\":\"b\",\"a\":\"b\"}}", 0)), "twice"));
}

TEST_CASE("A header begins with its brace and may end with blanks, as PyTorch's files have them", "[io]") {
  CHECK(refusal(file("{}      ", 0)) == "");
  CHECK(refusal(file("{" + tensor("a", "1", "0,4") + "}   ", 4)) == "");
  CHECK(refusal(file(" {}", 0)) != "");
  CHECK(refusal(file("\xEF\xBB\xBF{}", 0)) != "");
  CHECK(refusal(file("{}" + std::string(6, '\0'), 0)) != "");
}

TEST_CASE("A sentence quotes little of a long name, and whole characters of it", "[io]") {
  std::string name;
  while (name.size() < 10000) name += "\u4E2D";
  const std::string said = refusal(file("{\"a" + name + "\":[1]}", 0));
  CHECK(said.size() < 150);
  CHECK(is_utf8(bytes_of(said)));
  CHECK(mentions(said, "\u4E2D…”"));
  for (std::size_t shift = 0; shift < 3; ++shift) {
    const std::string type = refusal(file("{" + tensor("a", "1", "0,4", name.substr(0, 99).insert(0, shift, 'a')) + "}", 4));
    CHECK(mentions(type, "dtype"));
    CHECK(is_utf8(bytes_of(type)));
  }
}

TEST_CASE("A name that stands twice is refused", "[io]") {
  CHECK(refusal(file("{" + tensor("a", "1", "0,4") + "," + tensor("a", "1", "4,8") + "}", 8)) != "");
  CHECK(mentions(refusal(file("{" + tensor("a", "1", "0,4") + "," + tensor("\\u0061", "1", "4,8") + "}", 8)), "twice"));
}
