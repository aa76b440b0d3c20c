// libFuzzer's target: `npm run fuzz` builds and runs it.

#include <algorithm>

#include "fuzz/mutation.h"
#include "fuzz/take_file.h"

using namespace unrolled::fuzz;

extern "C" size_t LLVMFuzzerMutate(std::uint8_t* data, size_t size, size_t most);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  take_file({data, size});
  return 0;
}

/// libFuzzer's own changes, but of the header or of the data by itself, and the length put right; now and then of all.
extern "C" size_t LLVMFuzzerCustomMutator(std::uint8_t* data, size_t size, size_t most, unsigned seed) {
  if (most < 64 || seed % 8 == 0) return LLVMFuzzerMutate(data, size, most);
  Bytes whole;
  if (seed % 8 == 1) {
    unrolled::Random random(seed, 0);
    whole = mutated({data, size}, random);
  } else {
    Parts parts = parted({data, size});
    Bytes& part = seed % 8 == 2 ? parts.data : parts.header;
    const size_t before = part.size(), room = std::min(most - size, most / 2) + before;
    part.resize(std::max<size_t>(room, 1));
    part.resize(LLVMFuzzerMutate(part.data(), before, part.size()));
    whole = joined(parts);
  }
  whole.resize(std::min(whole.size(), most));
  std::ranges::copy(whole, data);
  return whole.size();
}
