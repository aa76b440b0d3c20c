#pragma once
// What the fuzzer and the tests do with a file that claims to be a saved model: everything the engine would do with it.
//
// Whatever the bytes are, the only answers are an Error "bad-file" (or "diverged", when finite weights are so large
// that training on leaves the finite numbers) and a model whose numbers are finite and which survives saving and loading.
// Any other exception, and any broken promise, is a finding.

#include <cstdint>
#include <span>

namespace unrolled::fuzz {

enum class Taken {
  refused,   // not a safetensors file
  opened,    // one, but of no model
  restored,  // a model that writes
};

Taken take_file(std::span<const std::uint8_t> bytes);

}  // namespace unrolled::fuzz
