#pragma once
// A "model" that is a plain table of conditional probabilities, and ways to run a decoder.

#include <cmath>
#include <functional>

#include "decoding/steps.h"

namespace unrolled::tests {

/// p(· | what has been written): V numbers, of which <unk>, id 0, should have none.
using Table = std::function<std::vector<double>(const std::vector<Id>&)>;

class TableSteps final : public Steps<double> {
 public:
  /// `pieces`: how many calls of `read` what comes before takes.
  TableSteps(Table table, Index V, Index width, int pieces = 1)
      : Steps(width, V), table_(std::move(table)), written_(width), z_(width * V), pieces_(pieces) {}

  bool read() override { return --pieces_ == 0; }
  Matrix<double> logits() override {
    for (Index b = 0; b < width(); ++b) {
      const auto p = table_(written_[b]);
      for (Index v = 0; v < V(); ++v) z_[b * V() + v] = std::log(p[v]);
    }
    return {z_.data(), width(), V()};
  }
  void take(std::span<const Id> ids) override {
    for (Index b = 0; b < width(); ++b) written_[b].push_back(ids[b]);
  }
  void reorder(std::span<const Index> parents) override {
    const auto before = written_;
    for (Index b = 0; b < width(); ++b) written_[b] = before[parents[b]];
  }
  void store(Index level) override {
    stored_.resize(std::max<std::size_t>(stored_.size(), level + 1));
    stored_[level] = written_;
  }
  void recall(Index level) override { written_ = stored_.at(level); }

 private:
  Table table_;
  std::vector<std::vector<Id>> written_;
  std::vector<std::vector<std::vector<Id>>> stored_;
  std::vector<double> z_;
  int pieces_;
};

/// D2L 10.8: A, B, C, <eos> are 1, 2, 3, 4. What the book leaves open is uniform.
namespace d2l {
inline constexpr Id A = 1, B = 2, C = 3, eos = 4;
inline std::vector<double> table(const std::vector<Id>& written) {
  if (written.empty()) return {0, 0.5, 0.2, 0.2, 0.1};
  if (written == std::vector{A}) return {0, 0.1, 0.4, 0.3, 0.2};
  if (written == std::vector{A, B}) return {0, 0.2, 0.2, 0.4, 0.2};
  if (written == std::vector{A, B, C}) return {0, 0.0, 0.2, 0.2, 0.6};
  if (written == std::vector{A, C}) return {0, 0.1, 0.6, 0.2, 0.1};
  if (written == std::vector{A, C, B}) return {0, 0.1, 0.2, 0.1, 0.6};
  return {0, 0.25, 0.25, 0.25, 0.25};
}
inline std::unique_ptr<TableSteps> steps(Index width) { return std::make_unique<TableSteps>(table, 5, width); }
}  // namespace d2l

/// Every next token depends on all that were written, as a seed decides; some have the same probability.
inline Table random_table(Index V, std::uint64_t seed, int values = 7) {
  return [=](const std::vector<Id>& written) {
    std::uint64_t hash = seed;
    for (const Id id : written) hash = hash * 1000003 + static_cast<std::uint64_t>(id) + 1;
    Random random(hash, 80);
    std::vector<double> p(static_cast<std::size_t>(V));
    double sum = 0;
    for (std::size_t v = 1; v < p.size(); ++v) sum += p[v] = 1 + random.next() % values;
    for (double& x : p) x /= sum;
    return p;
  };
}

template <class Decoder>
Decoder& finished(Decoder& decoder) {
  while (!decoder.advance()) continue;
  return decoder;
}

}  // namespace unrolled::tests
