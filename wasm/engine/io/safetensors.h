#pragma once
// The safetensors file format: eight bytes of header length, a JSON header, the numbers, little-endian and row-major.
// Written are F32 tensors; read are F64, F16 and BF16 too, rounded to float. The reader trusts nothing and allocates
// nothing before it has checked. Beyond the format's rules (no name twice, no gap, no overlap, nothing behind the last
// tensor) it wants a header of at most 1 MiB, at most 8 dimensions, and finite numbers.

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

enum class NumberType { f32, f64, f16, bf16 };

/// Of a tensor in a file: the bytes [begin, end) of its numbers, counted from the end of the header.
struct TensorPlace {
  NumberType type;
  std::vector<Index> shape;
  std::uint64_t begin, end;
};

/// A checked view of a file; the bytes must outlive it.
class SafetensorsFile {
 public:
  /// Throws Error "bad-file" with a sentence that says what is wrong.
  explicit SafetensorsFile(std::span<const std::uint8_t> bytes);

  const Metadata& metadata() const { return metadata_; }
  const std::map<std::string, TensorPlace>& tensors() const { return tensors_; }
  bool has(const std::string& name) const { return tensors_.contains(name); }
  /// Throws Error "bad-file" when there is no such tensor of this shape.
  const TensorPlace& expect(const std::string& name, const std::vector<Index>& shape) const;
  /// Likewise, and when a number in it is not finite as a float.
  std::vector<float> read(const std::string& name, const std::vector<Index>& shape) const;

 private:
  void check_layout() const;
  std::span<const std::uint8_t> data_;
  Metadata metadata_;
  std::map<std::string, TensorPlace> tensors_;
};

}  // namespace unrolled
