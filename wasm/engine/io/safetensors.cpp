#include "io/safetensors.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "io/json.h"
#include "math/error.h"
#include "math/sort.h"

namespace unrolled {

namespace {

constexpr std::uint64_t longest_header = 1 << 20, alignment = 8, longest_dimension = (std::uint64_t{1} << 31) - 1;
constexpr size_t most_dimensions = 8, longest_shown = 60;

struct NumberFormat {
  std::string_view name;
  std::uint64_t bytes;
};
constexpr NumberFormat formats[] = {{"F32", 4}, {"F64", 8}, {"F16", 2}, {"BF16", 2}};  // in the order of NumberType

[[noreturn]] void bad(const std::string& why) { throw Error("bad-file", "bytes", why); }

/// A tensor or key in a sentence, whatever a file calls it.
std::string named(const std::string& what, std::string name) {
  if (name.size() > longest_shown) {
    size_t end = longest_shown;
    while ((name[end] & 0xC0) == 0x80) --end;
    name.resize(end);
    name += "…";
  }
  return what + " “" + name + "”";
}

Index count(const std::vector<Index>& shape) {
  Index n = 1;
  for (Index d : shape) n *= d;
  return n;
}

std::uint64_t little_endian(std::span<const std::uint8_t> bytes) {
  std::uint64_t n = 0;
  for (int k = 7; k >= 0; --k) n = n << 8 | bytes[k];
  return n;
}

/// IEEE 754's half precision: 1 bit sign, 5 exponent, 10 fraction. Every one of them is a float.
float of_half(std::uint32_t h) {
  const std::uint32_t sign = (h & 0x8000) << 16, exponent = h >> 10 & 31, fraction = h & 1023;
  if (exponent == 0) return std::bit_cast<float>(sign | std::bit_cast<std::uint32_t>(static_cast<float>(fraction) * 0x1p-24f));
  return std::bit_cast<float>(sign | (exponent == 31 ? 255 : exponent + 112) << 23 | fraction << 13);
}

template <class T, class F>
void convert(const std::uint8_t* from, std::vector<float>& to, F&& f) {
  for (size_t k = 0; k < to.size(); ++k) {
    T x;
    std::memcpy(&x, from + k * sizeof x, sizeof x);
    to[k] = f(x);
  }
}

const JsonValue& part(const JsonValue& object, const char* key, JsonValue::Kind kind, const std::string& owner) {
  const auto found = object.object.find(key);
  if (found == object.object.end() || found->second.kind != kind) bad(owner + " has no proper " + key);
  return found->second;
}

/// What the header says of one tensor, checked against itself and the size of the data.
TensorPlace place_of(const JsonValue& entry, const std::string& who, std::uint64_t data) {
  using Kind = JsonValue::Kind;
  const auto& type = part(entry, "dtype", Kind::text, who).text;
  const auto& dims = part(entry, "shape", Kind::numbers, who).numbers;
  const auto& offsets = part(entry, "data_offsets", Kind::numbers, who).numbers;
  const auto format = std::ranges::find(formats, type, &NumberFormat::name);
  if (format == std::end(formats)) bad(named(who + " is of dtype", type) + ", not F32, F64, F16 or BF16");
  if (dims.size() > most_dimensions) bad(who + " has more than 8 dimensions");
  std::uint64_t numbers = 1;
  for (const std::uint64_t d : dims) {
    if (d > longest_dimension || (d != 0 && numbers > data / d)) bad(who + " claims more numbers than the file has");
    numbers *= d;
  }
  if (offsets.size() != 2 || offsets[1] > data || offsets[0] > offsets[1] ||
      offsets[1] - offsets[0] != numbers * format->bytes)
    bad(who + " does not lie where its header says");
  return {static_cast<NumberType>(format - formats), {dims.begin(), dims.end()}, offsets[0], offsets[1]};
}

}  // namespace

std::vector<std::uint8_t> write_safetensors(std::span<const NamedTensor> tensors, const Metadata& metadata) {
  std::string header = "{\"__metadata__\":{";
  for (const auto& [key, value] : metadata) {
    if (header.back() != '{') header += ',';
    header += json_string(key) + ':' + json_string(value);
  }
  header += '}';
  size_t offset = 0;
  for (const auto& t : tensors) {
    header += ',' + json_string(t.name) + ":{\"dtype\":\"F32\",\"shape\":[";
    for (size_t d = 0; d < t.shape.size(); ++d) header += (d ? "," : "") + std::to_string(t.shape[d]);
    const size_t end = offset + t.data.size() * sizeof(float);
    header += "],\"data_offsets\":[" + std::to_string(offset) + ',' + std::to_string(end) + "]}";
    offset = end;
  }
  header += '}';
  header.resize((header.size() + alignment - 1) / alignment * alignment, ' ');
  std::vector<std::uint8_t> bytes(8 + header.size() + offset);
  for (int k = 0; k < 8; ++k) bytes[k] = static_cast<std::uint8_t>(std::uint64_t{header.size()} >> (8 * k));
  std::ranges::copy(header, bytes.begin() + 8);
  std::uint8_t* to = bytes.data() + 8 + header.size();
  for (const auto& t : tensors) {
    if (t.data.empty()) continue;
    std::memcpy(to, t.data.data(), t.data.size() * sizeof(float));
    to += t.data.size() * sizeof(float);
  }
  return bytes;
}

SafetensorsFile::SafetensorsFile(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < 10) bad("the file is too short to be a safetensors file");
  const std::uint64_t length = little_endian(bytes);
  if (length > longest_header) bad("its header is longer than 1 MiB, or it is not a safetensors file");
  if (length > bytes.size() - 8) bad("the file ends inside its header");
  const std::string_view header(reinterpret_cast<const char*>(bytes.data()) + 8, static_cast<size_t>(length));
  if (!header.starts_with('{')) bad("its header is not the JSON of a safetensors file");
  std::string why;
  const auto json = parse_json(header, why);
  if (!json) bad("its header " + why);
  data_ = bytes.subspan(8 + static_cast<size_t>(length));
  for (const auto& [name, value] : json->object) {
    const std::string who = named("tensor", name);
    if (value.kind != JsonValue::Kind::object) bad(who + " is not an object in its header");
    if (name != "__metadata__") {
      tensors_.emplace(name, place_of(value, who, data_.size()));
      continue;
    }
    for (const auto& [key, text] : value.object) {
      if (text.kind != JsonValue::Kind::text) bad(named("its metadata", key) + " is not text");
      metadata_[key] = text.text;
    }
  }
  check_layout();
}

void SafetensorsFile::check_layout() const {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> parts;
  for (const auto& [name, t] : tensors_) parts.emplace_back(t.begin, t.end);
  sort_list(parts);
  std::uint64_t at = 0;
  for (const auto& [begin, end] : parts) {
    if (begin != at) bad("its tensors overlap or leave gaps");
    at = end;
  }
  if (at != data_.size()) bad("it has bytes that belong to no tensor");
}

const TensorPlace& SafetensorsFile::expect(const std::string& name, const std::vector<Index>& shape) const {
  const auto found = tensors_.find(name);
  if (found == tensors_.end()) bad(named("tensor", name) + " is missing");
  if (found->second.shape != shape) bad(named("tensor", name) + " has another shape than the model's settings say");
  return found->second;
}

std::vector<float> SafetensorsFile::read(const std::string& name, const std::vector<Index>& shape) const {
  const TensorPlace& place = expect(name, shape);
  std::vector<float> values(count(shape));
  const std::uint8_t* from = data_.data() + place.begin;
  switch (place.type) {
    case NumberType::f32: convert<float>(from, values, [](float x) { return x; }); break;
    case NumberType::f64: convert<double>(from, values, [](double x) { return static_cast<float>(x); }); break;
    case NumberType::f16: convert<std::uint16_t>(from, values, of_half); break;
    case NumberType::bf16:
      convert<std::uint16_t>(from, values, [](std::uint32_t x) { return std::bit_cast<float>(x << 16); });
      break;
  }
  if (!std::ranges::all_of(values, [](float x) { return std::isfinite(x); }))
    bad(named("tensor", name) + " holds an infinity or NaN");
  return values;
}

}  // namespace unrolled
