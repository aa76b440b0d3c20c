#pragma once
// The small models whose files are mutated.

#include <string>
#include <string_view>

#include "session/session.h"

namespace unrolled::fuzz {

inline constexpr std::string_view learned_text = "a cab, a bad cab\na dab\nab abc abcd\n";

inline std::span<const std::uint8_t> bytes_of(std::string_view s) {
  return {reinterpret_cast<const std::uint8_t*>(s.data()), s.size()};
}

inline SessionOptions small_model(CellKind cell, Index E, Index L) {
  SessionOptions o;
  o.shape = {.cell = cell, .E = E, .H = 3, .L = L};
  o.training = {.batch = 2, .window = 4, .optimizer = {.rate = 0.01}};
  return o;
}

/// The settings that go with a file's tensors; in the product they stand, as JSON, in its metadata.
inline SessionOptions options_for(const SafetensorsFile& file) {
  const auto has = [&](const char* name) { return file.has(name); };
  const bool lstm = has("lstm.weight_hh_l0"), gru = has("gru.weight_hh_l0");
  const bool two = has("lstm.weight_hh_l1") || has("gru.weight_hh_l1") || has("rnn.weight_hh_l1");
  auto o = small_model(lstm ? CellKind::lstm : gru ? CellKind::gru : CellKind::rnn, has("embedding.weight") ? 2 : 0, two ? 2 : 1);
  if (value_of(file.metadata(), "vocabulary").find('\0') != std::string::npos) o.tokens.kind = TokenKind::words;
  return o;
}

}  // namespace unrolled::fuzz
