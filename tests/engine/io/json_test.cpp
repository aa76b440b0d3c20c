#include "io/json.h"

#include <catch2/catch_test_macros.hpp>

using namespace unrolled;
using namespace std::string_literals;

namespace {

std::optional<JsonValue> parsed(std::string_view source) {
  std::string why;
  const auto v = parse_json(source, why);
  CHECK(why.empty() == v.has_value());
  return v;
}
std::string refusal(std::string_view source) {
  std::string why;
  parse_json(source, why);
  return why;
}

std::optional<std::string> text_of(std::string_view source) {
  const auto v = parsed(source);
  if (!v || v->kind != JsonValue::Kind::text) return std::nullopt;
  return v->text;
}

}  // namespace

TEST_CASE("Objects, strings and arrays of numbers are read", "[io]") {
  const auto v = parsed(R"( { "a" : "x" , "b":[1, 2,9007199254740992],"c":{},"d":[],"e":{"f":"g"} } )");
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
        "[-1]", "[1.5]", "[1e3]", "[+1]", "[01]", "[00]", "[0x1]", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\ud800\"", "\"\\ud800x\"",
        "\"\\ud800\\n\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\n\"", "\"\\", "{\"a\":\"b\" \"c\":\"d\"}"}) {
    INFO(source);
    CHECK(!parsed(source));
  }
}

TEST_CASE("A repeated key is refused", "[io]") {
  CHECK(!parsed(R"({"a":"b","a":"b"})"));
  CHECK(!parsed(R"({"a":"b","\u0061":"c"})"));
  CHECK(!parsed(R"({"a":{"b":"c","b":"c"}})"));
}

TEST_CASE("A number over 2^53 is refused, however long", "[io]") {
  CHECK(!parsed("[9007199254740993]"));
  CHECK(!parsed("[18446744073709551617]"));
  CHECK(!parsed("[" + std::string(1000, '9') + "]"));
}

TEST_CASE("Objects nest four deep and no deeper", "[io]") {
  auto nested = [](int depth) {
    std::string s;
    for (int k = 0; k < depth; ++k) s += "{\"a\":";
    return s + "\"x\"" + std::string(static_cast<std::size_t>(depth), '}');
  };
  CHECK(parsed(nested(4)));
  CHECK(!parsed(nested(5)));
  CHECK(!parsed(R"({"a":{"a":{"a":{"a":{}}}}})"));
  CHECK(!parsed(nested(100000)));
}

TEST_CASE("Every string survives writing and reading", "[io]") {
  std::string all;
  for (int c = 0; c < 128; ++c) all += static_cast<char>(c);
  all += "\u00E9\u4E2D\U0001F600";
  CHECK(text_of(json_string(all)) == all);
  CHECK(json_string("a\"\\\n") == "\"a\\\"\\\\\\u000a\"");
}

TEST_CASE("What is not UTF-8 is refused, wherever it stands", "[io]") {
  for (const std::string bytes : {"\xFF", "\xC0\xAF", "\xE4\xB8", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80"}) {
    INFO(bytes.size());
    CHECK(refusal("\"" + bytes + "\"") == "is not UTF-8");
    CHECK(refusal("{\"" + bytes + "\":\"a\"}") == "is not UTF-8");
    CHECK(refusal("{}" + bytes) == "is not UTF-8");
  }
  CHECK(text_of("\"\u4E2D\U0001F600\"") == "\u4E2D\U0001F600");
}

TEST_CASE("The reason of a refusal is told", "[io]") {
  CHECK(refusal(R"({"a":"b","a":"c"})") == "has a name twice");
  CHECK(refusal(R"({"a":{"a":{"a":{"a":{}}}}})") == "nests too deeply");
  CHECK(refusal("[9007199254740993]") == "has too large a number");
  CHECK(refusal(R"("\ud800")") == "has half of a character");
  CHECK(refusal(R"("\udc00")") == "has half of a character");
  CHECK(refusal("[1") == "is not the JSON of a safetensors file");
}
