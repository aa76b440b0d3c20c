#include "io/json.h"

#include <catch2/catch_test_macros.hpp>

using namespace unrolled;
using namespace std::string_literals;

namespace {
std::optional<std::string> text_of(std::string_view source) {
  const auto v = parse_json(source);
  if (!v || v->kind != JsonValue::Kind::text) return std::nullopt;
  return v->text;
}
}  // namespace

TEST_CASE("Objects, strings and arrays of numbers are read", "[io]") {
  const auto v = parse_json(R"( { "a" : "x" , "b":[1, 2,9007199254740992],"c":{},"d":[],"e":{"f":"g"} } )");
  REQUIRE(v);
  REQUIRE(v->kind == JsonValue::Kind::object);
  CHECK(v->object.size() == 5);
  CHECK(v->object.at("a").text == "x");
  CHECK(v->object.at("b").numbers == std::vector<std::uint64_t>{1, 2, std::uint64_t{1} << 53});
  CHECK(v->object.at("c").kind == JsonValue::Kind::object);
  CHECK(v->object.at("d").kind == JsonValue::Kind::numbers);
  CHECK(v->object.at("e").object.at("f").text == "g");
}

TEST_CASE("Escapes are read, pairs of surrogates among them", "[io]") {
  CHECK(text_of(R"("\"\\\/\b\f\n\r\t")") == "\"\\/\b\f\n\r\t");
  CHECK(text_of(R"("\u0041\u00e9\u4E2D\ud83d\ude00")") == "A\u00E9\u4E2D\U0001F600");
  CHECK(text_of(R"("\ud800\udc00\udbff\udfff")") == "\U00010000\U0010FFFF");
  CHECK(text_of(R"("\u0000")") == "\0"s);
}

TEST_CASE("What is not such JSON is refused", "[io]") {
  for (const std::string_view source :
       {"", " ", "{", "}", "[", "]", "\"", "\"a", "{\"a\"}", "{\"a\":}", "{\"a\":\"b\"", "{\"a\":\"b\",}", "{,}", "[1,]",
        "[,1]", "[1 2]", "{a:\"b\"}", "{'a':'b'}", "{}{}", "{} x", "1", "true", "null", "[true]", "[\"a\"]", "[[1]]",
        "[-1]", "[1.5]", "[1e3]", "[+1]", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\ud800\"", "\"\\ud800x\"",
        "\"\\ud800\\n\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\n\"", "\"\\", "{\"a\":\"b\" \"c\":\"d\"}"}) {
    INFO(source);
    CHECK(!parse_json(source));
  }
}

TEST_CASE("A repeated key is refused", "[io]") {
  CHECK(!parse_json(R"({"a":"b","a":"b"})"));
  CHECK(!parse_json(R"({"a":"b","\u0061":"c"})"));
}

TEST_CASE("A number over 2^53 is refused, however long", "[io]") {
  CHECK(!parse_json("[9007199254740993]"));
  CHECK(!parse_json("[18446744073709551617]"));
  CHECK(!parse_json("[" + std::string(1000, '9') + "]"));
}

TEST_CASE("Objects nest four deep and no deeper", "[io]") {
  auto nested = [](int depth) {
    std::string s;
    for (int k = 0; k < depth; ++k) s += "{\"a\":";
    return s + "\"x\"" + std::string(static_cast<std::size_t>(depth), '}');
  };
  CHECK(parse_json(nested(4)));
  CHECK(!parse_json(nested(5)));
  CHECK(!parse_json(R"({"a":{"a":{"a":{"a":{}}}}})"));
  CHECK(!parse_json(nested(100000)));
}

TEST_CASE("Every string survives writing and reading", "[io]") {
  std::string all;
  for (int c = 0; c < 128; ++c) all += static_cast<char>(c);
  all += "\u00E9\u4E2D\U0001F600";
  CHECK(text_of(json_string(all)) == all);
  CHECK(json_string("a\"\\\n") == "\"a\\\"\\\\\\u000a\"");
}
