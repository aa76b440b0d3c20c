#include "io/safetensors.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "io/json.h"
#include "math/error.h"

namespace unrolled {

namespace {

constexpr std::uint64_t longest_header = 1 << 20, alignment = 8;

[[noreturn]] void bad(const std::string& why) { throw Error("bad-file", "bytes", why); }

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
  const auto json = parse_json({reinterpret_cast<const char*>(bytes.data()) + 8, static_cast<size_t>(length)});
  if (!json || json->kind != JsonValue::Kind::object) bad("its header is not the JSON of a safetensors file");
  data_ = bytes.subspan(8 + length);
  for (const auto& [name, value] : json->object) {
    if (value.kind != JsonValue::Kind::object) bad("its header entry “" + name + "” is not an object");
    auto part = [&](const char* key) { return value.object.contains(key) ? value.object.at(key) : JsonValue{}; };
    if (name == "__metadata__") {
      for (const auto& [key, text] : value.object) metadata_[key] = text.text;
      continue;
    }
    if (part("dtype").text != "F32") bad("tensor “" + name + "” is not of dtype F32");
    const auto offsets = part("data_offsets").numbers, dims = part("shape").numbers;
    std::uint64_t numbers = 1;
    for (const std::uint64_t d : dims) {
      if (d != 0 && numbers > bytes.size() / d) bad("tensor “" + name + "” claims more numbers than the file has");
      numbers *= d;
    }
    if (offsets.size() != 2 || offsets[1] > data_.size() || offsets[0] > offsets[1] ||
        offsets[1] - offsets[0] != numbers * sizeof(float))
      bad("tensor “" + name + "” does not lie where its header says");
    entries_[name] = {{dims.begin(), dims.end()}, offsets[0], offsets[1]};
  }
  check_layout();
}

void SafetensorsFile::check_layout() const {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> parts;
  for (const auto& [name, e] : entries_) parts.emplace_back(e.begin, e.end);
  std::ranges::sort(parts);
  std::uint64_t at = 0;
  for (const auto& [begin, end] : parts) {
    if (begin != at) bad("its tensors overlap or leave gaps");
    at = end;
  }
  if (at != data_.size()) bad("it has bytes that belong to no tensor");
}

std::vector<float> SafetensorsFile::read(const std::string& name, const std::vector<Index>& shape) const {
  const auto found = entries_.find(name);
  if (found == entries_.end()) bad("tensor “" + name + "” is missing");
  if (found->second.shape != shape) bad("tensor “" + name + "” has another shape than the model's settings say");
  std::vector<float> values(count(shape));
  if (!values.empty()) std::memcpy(values.data(), data_.data() + found->second.begin, values.size() * sizeof(float));
  if (!std::ranges::all_of(values, [](float x) { return std::isfinite(x); }))
    bad("tensor “" + name + "” holds an infinity or NaN");
  return values;
}

}  // namespace unrolled
