#pragma once
// Damaging a file so that it stays interesting: a header whose length is right again after a change is read to its end.

#include <cstdint>
#include <span>
#include <vector>

#include "math/random.h"

namespace unrolled::fuzz {

using Bytes = std::vector<std::uint8_t>;

struct Parts {
  Bytes header, data;
};

/// A file without its length field; all of it is data when that makes no sense.
Parts parted(std::span<const std::uint8_t> file);
/// With the length field that belongs to the header.
Bytes joined(const Parts& parts);

/// One to four random changes of bytes, numbers, and pieces of text.
Bytes mutated(std::span<const std::uint8_t> file, Random& random);

}  // namespace unrolled::fuzz
