// The fuzzer's seeds and some thousand damaged ones, through what the fuzzer calls.

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "fuzz/mutation.h"
#include "fuzz/take_file.h"

using namespace unrolled;
using namespace unrolled::fuzz;

namespace {

std::map<std::string, Bytes> corpus() {
  std::map<std::string, Bytes> files;
  for (const auto& entry : std::filesystem::directory_iterator(UNROLLED_FUZZ_CORPUS)) {
    std::ifstream stream(entry.path(), std::ios::binary);
    files[entry.path().stem().string()] = Bytes(std::istreambuf_iterator<char>(stream), {});
  }
  return files;
}

std::string verdict(const Bytes& bytes) {
  switch (take_file(bytes)) {
    case Taken::refused: return "refused";
    case Taken::opened: return "opened";
    case Taken::restored: break;
  }
  return "restored";
}

}  // namespace

TEST_CASE("Each seed of the fuzzer is taken as its name says", "[fuzz]") {
  const auto files = corpus();
  REQUIRE(files.size() >= 10);
  for (const auto& [name, bytes] : files) {
    INFO(name);
    CHECK(verdict(bytes) == name.substr(0, name.find('-')));
  }
}

TEST_CASE("Damaged seeds are refused or make a sound model, and nothing else happens", "[fuzz]") {
  std::map<std::string, int> verdicts;
  std::uint64_t seed = 0;
  for (const auto& [name, bytes] : corpus()) {
    Random random(seed++, 0);
    for (int k = 0; k < 400; ++k) {
      INFO(name << ", damage " << k);
      ++verdicts[verdict(mutated(bytes, random))];
    }
  }
  // Damage that nothing survives, or that everything survives, would test little.
  for (const char* each : {"refused", "opened", "restored"}) CHECK(verdicts[each] > 20);
}

TEST_CASE("A file taken apart and joined is the same file", "[fuzz]") {
  for (const auto& [name, bytes] : corpus()) CHECK(joined(parted(bytes)) == bytes);
  CHECK(parted(Bytes{}).data.empty());
  CHECK(parted(Bytes(5, 1)).data.size() == 5);
}
