// Writes the seeds into a folder: write_seeds FOLDER. The first word of a name is what take_file must say of it.

#include <algorithm>
#include <cstdio>

#include "fuzz/models.h"
#include "fuzz/mutation.h"
#include "io/json.h"

using namespace unrolled;
using namespace unrolled::fuzz;

namespace {

Bytes trained(const SessionOptions& options, Contents contents) {
  Session session(options, bytes_of(learned_text));
  while (session.step() < 3) session.advance();
  return session.save(contents, {{"settings", "{}"}});
}

Bytes with_header(std::string header, size_t data) {
  return joined({{header.begin(), header.end()}, Bytes(data)});
}

Bytes changed(const Bytes& file, const std::string& from, const std::string& to) {
  Parts parts = parted(file);
  const auto found = std::search(parts.header.begin(), parts.header.end(), from.begin(), from.end());
  parts.header.insert(parts.header.erase(found, found + static_cast<std::ptrdiff_t>(from.size())), to.begin(), to.end());
  return joined(parts);
}

/// Weights as float64, as PyTorch's default of a course may be.
Bytes in_double(const Bytes& file) {
  const SafetensorsFile read(file);
  std::string header = "{\"__metadata__\":{\"vocabulary\":" + json_string(read.metadata().at("vocabulary")) + "}";
  Bytes data;
  for (const auto& [name, place] : read.tensors()) {
    const size_t from = data.size();
    for (const double x : read.read(name, place.shape)) {
      const auto* bytes = reinterpret_cast<const std::uint8_t*>(&x);
      data.insert(data.end(), bytes, bytes + sizeof x);
    }
    header += "," + json_string(name) + ":{\"dtype\":\"F64\",\"shape\":[";
    for (size_t d = 0; d < place.shape.size(); ++d) header += (d ? "," : "") + std::to_string(place.shape[d]);
    header += "],\"data_offsets\":[" + std::to_string(from) + "," + std::to_string(data.size()) + "]}";
  }
  header += "}  ";
  return joined({{header.begin(), header.end()}, data});
}

SessionOptions of_words(SessionOptions o) {
  o.tokens.kind = TokenKind::words;
  return o;
}

std::vector<std::pair<std::string, Bytes>> seeds() {
  const Bytes rnn = trained(small_model(CellKind::rnn, 0, 1), Contents::weights);
  Bytes spoilt = rnn;
  std::fill_n(spoilt.end() - 4, 4, std::uint8_t{0xFF});
  return {
      {"restored-lstm-two-layers-training", trained(small_model(CellKind::lstm, 2, 2), Contents::training)},
      {"restored-gru-training", trained(small_model(CellKind::gru, 2, 1), Contents::training)},
      {"restored-words-training", trained(of_words(small_model(CellKind::rnn, 2, 1)), Contents::training)},
      {"restored-rnn-weights", rnn},
      {"restored-rnn-float64", in_double(rnn)},
      {"opened-nothing-in-it", with_header("{}", 0)},
      {"opened-halves", with_header(R"({"a":{"dtype":"F16","shape":[2,2],"data_offsets":[0,8]},"b":{"dtype":"BF16","shape":[3],"data_offsets":[8,14]}})", 14)},
      {"opened-scalar-and-empty", with_header(R"({"s":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"e":{"dtype":"F32","shape":[0,5],"data_offsets":[4,4]}})", 4)},
      {"opened-escapes", with_header(R"({"__metadata__":{"\u4e2d\ud83d\ude00\n":"\"\\\/\b\f\r\t"}})", 0)},
      {"opened-infinite-weight", spoilt},
      {"opened-absurd-step", changed(rnn, R"("step":"3")", R"("step":"99999999999999999999")")},
      {"opened-character-twice", changed(rnn, R"("vocabulary":")", R"("vocabulary":"aa)")},
      {"refused-overlap", with_header(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}})", 6)},
      {"refused-gap", with_header(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", 8)},
      {"refused-name-twice", with_header(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\u0061":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", 8)},
      {"refused-product-overflows", with_header(R"({"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,4]}})", 4)},
      {"refused-too-deep", with_header(R"({"a":{"a":{"a":{"a":{"a":{}}}}}})", 0)},
      {"refused-lone-surrogate", with_header(R"({"__metadata__":{"\ud800":""}})", 0)},
      {"refused-no-utf8", with_header("{\"__metadata__\":{\"\xED\xA0\x80\":\"\"}}", 0)},
      {"refused-type-cut-within-a-character", with_header("{\"a\":{\"dtype\":\"abcdefg\u4E2D\",\"shape\":[],\"data_offsets\":[0,4]}}", 4)},
      {"refused-metadata-of-numbers", with_header(R"({"__metadata__":{"step":[3]}})", 0)},
  };
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return std::fputs("usage: write_seeds FOLDER\n", stderr), 2;
  for (const auto& [name, bytes] : seeds()) {
    std::FILE* file = std::fopen((std::string(arguments[1]) + "/" + name + ".safetensors").c_str(), "wb");
    if (!file || std::fwrite(bytes.data(), 1, bytes.size(), file) != bytes.size() || std::fclose(file) != 0)
      return std::fprintf(stderr, "cannot write %s\n", name.c_str()), 1;
  }
}
