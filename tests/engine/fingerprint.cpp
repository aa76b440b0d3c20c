// Trains a fixed configuration for 500 steps on the text named by the first argument and writes to standard output
// the losses of all steps, then the data part of the saved weights: little-endian float32, NaN in one form.
// Whatever differs between two platforms shows in the hash of this output.

#include <bit>
#include <cmath>
#include <cstdio>

#include "session/session.h"

using namespace unrolled;

namespace {

constexpr std::uint64_t steps = 500;

std::vector<std::uint8_t> read_file(const char* path) {
  std::vector<std::uint8_t> bytes;
  std::FILE* file = std::fopen(path, "rb");
  if (!file) return bytes;
  std::uint8_t piece[65536];
  for (size_t n; (n = std::fread(piece, 1, sizeof piece, file)) > 0;) bytes.insert(bytes.end(), piece, piece + n);
  std::fclose(file);
  return bytes;
}

SessionOptions options() {
  SessionOptions o;
  o.shape = {.cell = CellKind::lstm, .H = 64, .L = 1};
  o.tokens.limit = 4096;
  o.validation = 0.1;
  o.training = {.batch = 8, .window = 32, .optimizer = {.kind = OptimizerKind::adam, .rate = 5e-3}, .clip = 5};
  o.seed = 7;
  return o;
}

void append(std::vector<std::uint8_t>& to, float value) {
  const std::uint32_t bits = std::isnan(value) ? 0x7fc00000u : std::bit_cast<std::uint32_t>(value);
  for (int shift = 0; shift < 32; shift += 8) to.push_back(static_cast<std::uint8_t>(bits >> shift));
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return std::fputs("usage: fingerprint TEXT\n", stderr), 2;
  const auto text = read_file(arguments[1]);
  if (text.empty()) return std::fprintf(stderr, "cannot read %s\n", arguments[1]), 1;
  try {
    Session session(options(), text);
    while (session.step() < steps) session.advance();
    std::vector<std::uint8_t> out;
    for (const float loss : session.take_losses()) append(out, loss);
    const auto file = session.save(Contents::weights, {});
    std::uint64_t header = 0;
    for (int k = 7; k >= 0; --k) header = header << 8 | file[k];
    for (size_t at = 8 + header; at + 4 <= file.size(); at += 4) {
      std::uint32_t bits = 0;
      for (int k = 3; k >= 0; --k) bits = bits << 8 | file[at + k];
      append(out, std::bit_cast<float>(bits));
    }
    const bool written = std::fwrite(out.data(), 1, out.size(), stdout) == out.size() && std::fflush(stdout) == 0;
    return written ? 0 : 1;
  } catch (const std::exception& error) {
    return std::fprintf(stderr, "%s\n", error.what()), 1;
  }
}
