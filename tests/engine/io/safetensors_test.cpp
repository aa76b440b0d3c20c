#include "io/safetensors.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>

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

std::string tensor(const std::string& name, const std::string& shape, const std::string& offsets) {
  return "\"" + name + "\":{\"dtype\":\"F32\",\"shape\":[" + shape + "],\"data_offsets\":[" + offsets + "]}";
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

TEST_CASE("Other types of numbers are refused", "[io]") {
  for (const std::string type : {"\"F16\"", "\"BF16\"", "\"F64\"", "\"I32\"", "\"f32\"", "[1]", "{}"}) {
    const std::string header = "{\"a\":{\"dtype\":" + type + ",\"shape\":[1],\"data_offsets\":[0,4]}}";
    INFO(header);
    CHECK(mentions(refusal(file(header, 4)), "dtype"));
  }
  CHECK(mentions(refusal(file("{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}}", 4)), "dtype"));
}

TEST_CASE("A name that stands twice is refused", "[io]") {
  CHECK(refusal(file("{" + tensor("a", "1", "0,4") + "," + tensor("a", "1", "4,8") + "}", 8)) != "");
}
