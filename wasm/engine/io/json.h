#pragma once
// As much JSON as a safetensors header has: objects, strings, arrays of whole numbers. Trusts nothing.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrolled {

struct JsonValue {
  enum class Kind { text, numbers, object } kind = Kind::text;
  std::string text;
  std::vector<std::uint64_t> numbers;
  std::map<std::string, JsonValue> object;
};

/// Nothing, and the reason in `why`, when `source` is not such JSON, is not UTF-8, nests deeper than 4, repeats a key,
/// or has a number over 2^53.
std::optional<JsonValue> parse_json(std::string_view source, std::string& why);

/// With the quotes.
std::string json_string(std::string_view text);

}  // namespace unrolled
