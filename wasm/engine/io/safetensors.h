#pragma once
// The safetensors file format: eight bytes of header length, a JSON header, the numbers, little-endian.
// Only F32 tensors. The reader trusts nothing and allocates nothing before it has checked.

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "math/types.h"

namespace unrolled {

using Metadata = std::map<std::string, std::string>;

struct NamedTensor {
  std::string name;
  std::vector<Index> shape;
  std::vector<float> data;
};

std::vector<std::uint8_t> write_safetensors(std::span<const NamedTensor> tensors, const Metadata& metadata);

/// A checked view of a file; the bytes must outlive it.
class SafetensorsFile {
 public:
  /// Throws Error "bad-file" with a sentence that says what is wrong.
  explicit SafetensorsFile(std::span<const std::uint8_t> bytes);

  const Metadata& metadata() const { return metadata_; }
  bool has(const std::string& name) const { return entries_.contains(name); }
  /// Throws Error "bad-file" when there is no such tensor of this shape, or a number in it is not finite.
  std::vector<float> read(const std::string& name, const std::vector<Index>& shape) const;

 private:
  struct Entry {
    std::vector<Index> shape;
    std::uint64_t begin, end;
  };
  void check_layout() const;
  std::span<const std::uint8_t> data_;
  Metadata metadata_;
  std::map<std::string, Entry> entries_;
};

}  // namespace unrolled
